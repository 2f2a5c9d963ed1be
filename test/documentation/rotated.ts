/** Cuts a recording into the two files that `record --rotate` makes: the second one begins with what exists then, with its age. */

interface Line {
  readonly at: number;
  readonly kind: string;
  readonly uid?: string;
}

/** @param cut microseconds since the start of the recording. */
export function rotatedFiles(recording: string, cut: number): readonly [first: string, second: string] {
  const [header = '', ...rest] = recording.trimEnd().split('\n');
  const lines = rest.map((line) => JSON.parse(line) as Line);
  const before = lines.filter(({ at }) => at < cut);
  const gone = new Set(
    before.filter(({ kind }) => /deleted|finished|removed/.test(kind)).map(({ uid }) => uid),
  );
  const existing = before
    .filter(({ uid }) => uid === undefined || !gone.has(uid))
    .map((line) => ({ ...line, at: 0, ...(/created|added/.test(line.kind) && { age: cut - line.at }) }));
  const after = lines.filter(({ at }) => at >= cut).map((line) => ({ ...line, at: line.at - cut }));
  const read = JSON.parse(header) as { readonly start: string };
  const start = new Date(Date.parse(read.start) + cut / 1000).toISOString();
  return [
    text([JSON.parse(header), ...before, { at: cut, kind: 'close' }]),
    text([{ ...read, start }, ...existing, ...after]),
  ];
}

function text(lines: readonly unknown[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
