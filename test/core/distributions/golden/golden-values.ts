/** Reads values.tsv, the project's own reference values (see make-values.py for how each is computed). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GoldenValue {
  readonly args: readonly number[];
  readonly value: number;
}

/** The values of every name. */
export function goldenValues(): ReadonlyMap<string, readonly GoldenValue[]> {
  const lines = readFileSync(join(import.meta.dirname, 'values.tsv'), 'utf8')
    .trim()
    .split('\n');
  return Map.groupBy(lines.map(parsed), ({ name }) => name);
}

function parsed(line: string): GoldenValue & { readonly name: string } {
  const [name = '', args = '', value = ''] = line.split('\t');
  return { name, args: args === '' ? [] : args.split(' ').map(Number), value: Number(value) };
}
