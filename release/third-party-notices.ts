/** Writes the notices that go with an executable: the licence of each package in it, and that of Node. */
import type { BundledPackage } from './bundled-packages.ts';

const RULE = '='.repeat(80);

/** @param node the version of Node and the text of its licence. Absent for the npm package, which contains no Node. */
export function thirdPartyNotices(
  packages: readonly BundledPackage[],
  node?: { readonly version: string; readonly licence: string },
): string {
  const parts = packages.map(({ name, version, licence, notices }) =>
    part(`${name} ${version} (${licence})`, notices.join('\n\n')),
  );
  if (node !== undefined) parts.push(part(`Node.js ${node.version}`, node.licence.trim()));
  return `kubectl keg contains the following software.\n\n${parts.join('\n')}`;
}

function part(title: string, text: string): string {
  return `${RULE}\n${title}\n${RULE}\n\n${text}\n`;
}
