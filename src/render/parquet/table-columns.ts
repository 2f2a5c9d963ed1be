/** Declares the columns of a table as plain data, and makes a column for each resource. */
import type { Amounts } from '../../core/measure/resource-index.ts';
import { inDisplayOrder, unitOf } from '../../core/measure/resource-index.ts';

/** `time` is a moment in µs since the Unix epoch. `real` amounts times µs do not overflow in a query. Any value may be null. */
export type Column =
  | { readonly name: string; readonly type: 'text'; readonly values: readonly (string | null)[] }
  | {
      readonly name: string;
      readonly type: 'whole' | 'real' | 'time';
      readonly values: readonly (number | null)[];
    };

export interface Table {
  /** The file, without its ending. */
  readonly name: string;
  readonly columns: readonly Column[];
}

/**
 * A column `NAME_us` of µs since the start, and `NAME_at` of moments.
 *
 * @param epoch µs of the start; null where the recording has no real times. Then `NAME_at` is empty.
 */
export function timeColumns(name: string, times: readonly (number | null)[], epoch: number | null): Column[] {
  const moments = times.map((time) => (time === null || epoch === null ? null : epoch + time));
  return [
    { name: `${name}_us`, type: 'whole', values: times },
    { name: `${name}_at`, type: 'time', values: moments },
  ];
}

/** A column for each resource that any row has, 0 where a row does not have it. */
export function amountColumns(
  prefix: string,
  rows: readonly Amounts[],
  resources: readonly string[],
): Column[] {
  const values = new Map<number, number[]>();
  for (const [row, { resources: numbers, amounts }] of rows.entries()) {
    for (const [place, number] of numbers.entries()) {
      const own = values.get(number) ?? new Array<number>(rows.length).fill(0);
      values.set(number, own);
      own[row] = amounts[place]!;
    }
  }
  const names = new Map([...values.keys()].map((number) => [resources[number]!, number]));
  return inDisplayOrder(names.keys()).map((resource) => ({
    name: `${prefix}_${resource}${unitEnding(resource)}`,
    type: 'whole',
    values: values.get(names.get(resource)!)!,
  }));
}

function unitEnding(resource: string): string {
  const unit = unitOf(resource);
  if (unit === 'count') return '';
  return unit === 'bytes' ? '_bytes' : '_milli';
}
