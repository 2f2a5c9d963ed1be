/** Checks room by the columns of the node table, node by node without a call of the filter. */
import type { NodeTable } from '../cache/node-table.ts';

/** Whether the node has as much free as these amounts, from index `from` on. */
export function hasRoomFor(
  { free }: NodeTable,
  slot: number,
  columns: readonly number[],
  amounts: readonly number[],
  from: number,
): boolean {
  for (let i = from; i < columns.length; i++) {
    const column = free[columns[i] as number] as Float64Array;
    if ((amounts[i] as number) > (column[slot] as number)) return false;
  }
  return true;
}
