/** Forgets the scores of the nodes that changed, so that a search reads nothing but a score of a node that did not. */
import { CHANGES_KEPT, changedSlot } from '../cache/change-log.ts';
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeTable } from '../cache/node-table.ts';
import type { NodeMemory } from './node-memory.ts';

/** Afterwards a score that is a number is that of the node as it is, and so is a lack of room. */
export function forgetChanged(memory: NodeMemory, { generation, changes, table, order }: ClusterView): void {
  if (generation - memory.upTo > CHANGES_KEPT) {
    for (let i = 0; i < order.length; i++) forget(memory, table, order[i] as number);
    memory.isShort.fill(0);
  } else {
    for (let of = memory.upTo + 1; of <= generation; of++) {
      const slot = changedSlot(changes, of);
      forget(memory, table, slot);
      memory.isShort[slot] = 0;
    }
  }
  memory.upTo = generation;
}

function forget({ scores, verdictOf }: NodeMemory, { generations }: NodeTable, slot: number): void {
  if (verdictOf[slot] !== generations[slot]) scores[slot] = Number.NaN;
}
