/** Searches nodes for room for cpu and memory alone, in a loop so small that it costs a fraction of the general one. */
import type { NodeTable } from '../cache/node-table.ts';
import { CPU_COLUMN, MEMORY_COLUMN } from '../cache/resource-columns.ts';
import type { NeededRoom } from '../framework/plugin.ts';
import type { SlotRejections } from './fixed-verdicts.ts';

/** Of cpu and memory. What is read from an array of doubles is a double, and no number of another form that each node would have to convert. */
const asked = new Float64Array(2);

/** How far a search of rows came. */
export const rowSearch = { visited: 0, passed: 0, failed: 0 };

/**
 * Writes the nodes with room into `foundTo` and those without into `refusedTo`. It ends before a node that it cannot judge: one that a filter
 * rejects for another reason, or whose row is not plain. The caller goes on from there.
 *
 * @param order the nodes' slots; there is at least one. A list that never changes.
 * @param at index of the first node.
 * @param room of cpu and memory: see {@link needsRowsOnly}.
 */
export function searchRows(
  order: Int32Array,
  at: number,
  needed: number,
  { rows, kernel }: NodeTable,
  fixed: SlotRejections | undefined,
  { columns, amounts }: NeededRoom,
  foundTo: Int32Array,
  refusedTo: Int32Array,
): void {
  const count = order.length;
  // A node can have less than nothing left of what the pod does not request.
  asked.fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < columns.length; i++) asked[columns[i] as number] = amounts[i] as number;
  const cpu = asked[CPU_COLUMN] as number;
  const memory = asked[MEMORY_COLUMN] as number;
  if (kernel && fixed === undefined) {
    kernel.search(order, at, needed, cpu, memory);
    const { counts } = kernel;
    rowSearch.visited = counts[0] as number;
    rowSearch.passed = counts[1] as number;
    rowSearch.failed = counts[2] as number;
    return;
  }
  let next = at;
  let passed = 0;
  let failed = 0;
  let visited = 0;
  // The numbers are those of node-rows.ts: V8 loads an imported name again for each node.
  while (visited < count && passed < needed) {
    const slot = order[next] as number;
    const row = slot << 3;
    if (fixed !== undefined && fixed[slot] !== undefined) break;
    const ofCpu = (rows[row] as number) - (rows[row | 2] as number);
    const ofMemory = (rows[row | 1] as number) - (rows[row | 3] as number);
    if (ofCpu >= cpu && ofMemory >= memory && (rows[row | 6] as number) >= 1) {
      foundTo[passed] = slot;
      passed += 1;
    } else if (Number.isNaN(ofCpu) || Number.isNaN(ofMemory)) break;
    else {
      refusedTo[failed] = slot;
      failed += 1;
    }
    visited += 1;
    next = next + 1 === count ? 0 : next + 1;
  }
  rowSearch.visited = visited;
  rowSearch.passed = passed;
  rowSearch.failed = failed;
}

/** Whether rows have all that the pod requests. */
export function needsRowsOnly({ columns }: NeededRoom): boolean {
  // They are in ascending order.
  return columns.length === 0 || (columns[columns.length - 1] as number) <= MEMORY_COLUMN;
}
