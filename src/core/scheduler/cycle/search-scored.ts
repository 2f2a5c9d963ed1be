/** Searches nodes and finds the best of them in one loop: most nodes are as they were when another pod of the template was scored. */
import type { NodeTable } from '../cache/node-table.ts';
import { PODS_COLUMN } from '../cache/resource-columns.ts';
import type { NeededRoom } from '../framework/plugin.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { SlotRejections } from './fixed-verdicts.ts';
import type { NodeMemory } from './node-memory.ts';
import { hasRoomFor } from './room-in-columns.ts';
import { winsTie } from './select-node.ts';

/** What the last search knows of its scores. */
export interface ScoredSearch {
  /** Whose scores these are. Undefined: the last search knows none. */
  memory: NodeMemory | undefined;
  passed: number;
  failed: number;
  /** The first of the nodes in a heap of those whose score is known, as an index of the feasible nodes; -1 without one. */
  best: number;
  total: number;
  /** Number of feasible nodes whose score is not known. */
  missing: number;
  /** Their indices. */
  places: Int32Array;
}

export const scoredSearch: ScoredSearch = {
  memory: undefined,
  passed: 0,
  failed: 0,
  best: -1,
  total: Number.NEGATIVE_INFINITY,
  missing: 0,
  places: new Int32Array(256),
};

/**
 * Searches by fixed verdicts and room alone, as `searchByRoom` does without rivals. A node that was scored passed these filters, and passes them as
 * long as it does not change.
 *
 * @param memory without scores of nodes that changed: see forget-changed.ts.
 * @param unread the rejection of a node without room.
 */
export function searchScored(
  order: Int32Array,
  start: number,
  needed: number,
  table: NodeTable,
  fixed: SlotRejections | undefined,
  room: NeededRoom,
  memory: NodeMemory,
  foundTo: Int32Array,
  refusedTo: Int32Array,
  refusals: Rejection[],
  unread: Rejection,
): void {
  const count = order.length;
  const { scores, isShort } = memory;
  if (scoredSearch.places.length <= count) scoredSearch.places = new Int32Array(count * 2);
  const { places } = scoredSearch;
  let passed = 0;
  let failed = 0;
  let missing = 0;
  let best = 0;
  let total = Number.NEGATIVE_INFINITY;
  // Counted from 1, a later node wins a tie if it is below this: see winsTie.
  let bound = 0;
  let nextLevel = 2;
  for (let i = 0, at = count === 0 ? 0 : start % count; i < count; i++) {
    const slot = order[at] as number;
    at = at + 1 === count ? 0 : at + 1;
    const score = scores[slot] as number;
    const isKnown = !Number.isNaN(score);
    if (!isKnown) {
      let rejection = fixed === undefined ? undefined : fixed[slot];
      if (rejection === undefined && (isShort[slot] === 1 || !hasRoom(table, slot, room))) {
        isShort[slot] = 1;
        rejection = unread;
      }
      if (rejection !== undefined) {
        refusedTo[failed] = slot;
        refusals[failed] = rejection;
        failed += 1;
        continue;
      }
    }
    if (passed === needed) break;
    foundTo[passed] = slot;
    passed += 1;
    if (passed === nextLevel) {
      nextLevel *= 2;
      bound *= 2;
    }
    if (!isKnown) {
      places[missing] = passed - 1;
      missing += 1;
    } else if (score > total || (score === total && passed < bound)) {
      total = score;
      best = passed;
      bound = passed;
    }
  }
  scoredSearch.memory = memory;
  scoredSearch.passed = passed;
  scoredSearch.failed = failed;
  scoredSearch.best = best - 1;
  scoredSearch.total = total;
  scoredSearch.missing = missing;
}

function hasRoom(table: NodeTable, slot: number, { columns, amounts }: NeededRoom): boolean {
  const pods = table.free[PODS_COLUMN] as Float64Array;
  return (pods[slot] as number) >= 1 && hasRoomFor(table, slot, columns, amounts, 0);
}

/** Takes the score of a feasible node that was missing. */
export function compareMissing(place: number, score: number): void {
  const { best, total } = scoredSearch;
  if (score < total) return;
  if (score === total && !(place > best ? winsTie(place, best) : !winsTie(best, place))) return;
  scoredSearch.best = place;
  scoredSearch.total = score;
}
