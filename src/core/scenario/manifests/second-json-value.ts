/** Finds a second JSON value behind the first, as `>>`, `jq -c` and `kubectl cluster-info dump` write them: YAML gives twenty errors for it. */
import type { Problem } from '../../errors/problem.ts';

/** Undefined for a file of one value, and for YAML, whose documents are separated. */
export function secondJsonValue(text: string, file: string): Problem | undefined {
  if (!/^\uFEFF?\s*\{/.test(text)) return undefined;
  const end = endOfMap(text, text.indexOf('{'));
  if (end === undefined) return undefined;
  const rest = /^\s*(?!\s|$|---|\.\.\.|#|,)/.exec(text.slice(end, end + LONGEST_GAP));
  if (!rest) return undefined;
  const before = text.slice(0, end + rest[0].length);
  const lines = before.split('\n');
  return {
    code: 'syntax-error',
    severity: 'error',
    position: { file, line: lines.length, column: lines.at(-1)!.length + 1 },
    message:
      'another value follows the first JSON value, as >>, jq -c and cluster-info dump write them; manifests are one JSON value, or documents of YAML',
    next: `of a dump make a recording: kubectl keg import ${file} -o OUT.keg.jsonl; of manifests make one List: jq -s '{apiVersion: "v1", kind: "List", items: .}'`,
  };
}

const LONGEST_GAP = 1_000;

/** The place behind the map that begins here; undefined where it does not end. */
function endOfMap(text: string, start: number): number | undefined {
  const token = /"(?:[^"\\]|\\.)*"|[{}]/gs;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '{') depth += 1;
    else if (found[0] === '}') depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return undefined;
}
