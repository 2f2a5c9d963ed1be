/** Decides which licences may be in a release. It is an allow list: a licence that it does not name fails the release. */
import type { BundledPackage } from './bundled-packages.ts';

/** SPDX identifiers. Each lets its code be distributed in a program under Apache-2.0 if its notice goes with it. */
const COMPATIBLE: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
  'Zlib',
]);

/** @throws Error that lists each package with a licence that is not allowed, or without the text of its licence. */
export function checkLicences(packages: readonly BundledPackage[]): void {
  const faults = packages.flatMap(({ name, version, licence, notices }) => {
    if (!isCompatible(licence)) return [`${name}@${version} is under ${licence}`];
    return notices.length === 0 ? [`${name}@${version} has no text of its licence`] : [];
  });
  if (faults.length > 0) throw new Error(`the bundle may not be released: ${faults.join('; ')}`);
}

/** Reads an SPDX expression with AND, OR and parentheses. Of alternatives one is enough. */
export function isCompatible(expression: string): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  let next = 0;
  const either = (): boolean => {
    let result = both();
    while (words[next] === 'OR') {
      next += 1;
      // Both sides are read whatever the first is.
      const other = both();
      result = result || other;
    }
    return result;
  };
  const both = (): boolean => {
    let result = single();
    while (words[next] === 'AND') {
      next += 1;
      const other = single();
      result = result && other;
    }
    return result;
  };
  const single = (): boolean => {
    const word = words[next++];
    if (word !== '(') return word !== undefined && COMPATIBLE.has(word);
    const inner = either();
    return words[next++] === ')' && inner;
  };
  return either() && next === words.length;
}
