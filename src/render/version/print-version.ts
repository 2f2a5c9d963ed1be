/** Prints the version of keg as one line, or as data. */

export interface VersionFacts {
  readonly version: string;
  readonly platform: string;
  readonly node: string;
  readonly kubernetes: readonly string[];
}

/** @param format a format of plain data; undefined: one line. */
export async function printVersion(facts: VersionFacts, format: string | undefined): Promise<void> {
  if (format === undefined) process.stdout.write(`${versionLine(facts)}\n`);
  else {
    const { renderData } = await import('../formats/index.ts');
    process.stdout.write(await renderData(format, facts, () => versionLine(facts)));
  }
}

function versionLine({ version, platform, node, kubernetes }: VersionFacts): string {
  const releases = `kube-scheduler ${kubernetes[0]} to ${kubernetes.at(-1)}`;
  return `kubectl keg ${version} (${platform}, Node ${node}, models ${releases})`;
}
