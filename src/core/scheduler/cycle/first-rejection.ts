/** Asks filters about one node, one after another, until one rejects it. */
import type { NodeInfo } from '../cache/node-info.ts';
import type { NodeTable } from '../cache/node-table.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { NodeMemory } from './node-memory.ts';

/** The first rejection of a node. That of the remembered filters holds until the node changes. */
export function rememberedRejection(
  filters: readonly NodeFilter[],
  table: NodeTable,
  slot: number,
  memory: NodeMemory,
  remembered: number,
): Rejection | undefined {
  const generation = table.generations[slot] as number;
  const verdict = memory.verdictOf[slot] as number;
  if (verdict === -generation) return memory.rejections[slot];
  if (verdict !== generation) {
    const rejection = firstRejection(filters, 0, remembered, table, slot);
    memory.scores[slot] = Number.NaN;
    if (rejection && memory.rejections.length === 0)
      memory.rejections = new Array<Rejection | undefined>(memory.scores.length).fill(undefined);
    if (rejection) memory.rejections[slot] = rejection;
    memory.verdictOf[slot] = rejection ? -generation : generation;
    if (rejection) return rejection;
  }
  return remembered < filters.length
    ? firstRejection(filters, remembered, filters.length, table, slot)
    : undefined;
}

/** The first rejection by one of the filters from index `from` up to before `to`. */
export function firstRejection(
  filters: readonly NodeFilter[],
  from: number,
  to: number,
  table: NodeTable,
  slot: number,
): Rejection | undefined {
  for (let i = from; i < to; i++) {
    const { reject, rejectSlot } = filters[i] as NodeFilter;
    const rejection = rejectSlot ? rejectSlot(slot) : reject(table.nodes[slot] as NodeInfo);
    if (rejection) return rejection;
  }
  return undefined;
}
