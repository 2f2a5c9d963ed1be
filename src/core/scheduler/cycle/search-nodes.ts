/** Runs the filters over nodes, one after another, until enough of them are feasible. */
import type { NodeInfo } from '../cache/node-info.ts';
import type { NodeTable } from '../cache/node-table.ts';
import { PODS_COLUMN } from '../cache/resource-columns.ts';
import type { NeededRoom, NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { type Rejection, unschedulable } from '../framework/rejection.ts';
import type { DrawnVisits } from './drawn-visits.ts';
import type { FeasibleNodes } from './feasible-nodes.ts';
import { firstRejection, rememberedRejection } from './first-rejection.ts';
import type { SlotRejections } from './fixed-verdicts.ts';
import type { NodeMemory } from './node-memory.ts';
import { rejectionBy } from './node-trial.ts';
import type { RivalNodes } from './rival-nodes.ts';
import { hasRoomFor } from './room-in-columns.ts';
import { needsRowsOnly, rowSearch, searchRows } from './search-rows.ts';
import { scoredSearch, searchScored } from './search-scored.ts';
import type { RejectedNodes } from './tally.ts';

/** Used again by each search, so that a search of thousands of nodes makes no garbage. */
let ownFeasibleSlots: Int32Array = new Int32Array(256);
let ownRefusedSlots: Int32Array = new Int32Array(256);
/** These, or those of the table's kernel. */
let feasibleSlots: Int32Array = ownFeasibleSlots;
let refusedSlots: Int32Array = ownRefusedSlots;
const refusals: Rejection[] = [];
let found = 0;
let refused = 0;

/** In place of the rejection of a node without room: most pods find a node, and then no caller reads what the others lack. */
const UNREAD: Rejection = unschedulable('');
/** What says it for the last search; undefined: none is unread. */
let unread: NeededRoom | undefined;

/** What the last search found. Valid until the next one. */
export function foundNodes({ nodes }: NodeTable): FeasibleNodes {
  return { count: found, slots: feasibleSlots, bySlot: nodes };
}

/** The nodes that the last search checked in vain. To be called before amounts of the table change. */
export function refusedNodes(table: NodeTable): RejectedNodes {
  if (unread) readRoom(table, unread);
  return { count: refused, slots: refusedSlots, rejections: refusals, bySlot: table.nodes };
}

/** Their number. */
export function refusedCount(): number {
  return refused;
}

function readRoom(table: NodeTable, { missing, amounts }: NeededRoom): void {
  unread = undefined;
  for (let i = 0; i < refused; i++)
    if (refusals[i] === UNREAD) refusals[i] = missing.inTable(table, refusedSlots[i] as number, amounts);
}

/** Empties both lists, which have room for one more than the nodes: a nominee that is not among those to search. */
export function startSearch({ kernel }: NodeTable, nodes: number): void {
  found = 0;
  refused = 0;
  unread = undefined;
  scoredSearch.memory = undefined;
  if (kernel) {
    feasibleSlots = kernel.found;
    refusedSlots = kernel.refused;
    return;
  }
  if (ownFeasibleSlots.length <= nodes) {
    ownFeasibleSlots = new Int32Array(nodes * 2);
    ownRefusedSlots = new Int32Array(nodes * 2);
  }
  feasibleSlots = ownFeasibleSlots;
  refusedSlots = ownRefusedSlots;
}

export function addFound(slot: number): void {
  feasibleSlots[found] = slot;
  found += 1;
}

export function addRefused(slot: number, rejection: Rejection): void {
  refusedSlots[refused] = slot;
  refusals[refused] = rejection;
  refused += 1;
}

/** Whether the last search refused the node. */
export function wasRefused(slot: number): boolean {
  for (let i = 0; i < refused; i++) if (refusedSlots[i] === slot) return true;
  return false;
}

/**
 * Checks the nodes in a circle. The search stops after all of them, or at the first feasible one beyond the number needed, which is not part of
 * the result.
 *
 * @param order the nodes' slots.
 */
export function searchNodes(
  order: Int32Array,
  start: number,
  needed: number,
  filters: readonly NodeFilter[],
  table: NodeTable,
): void {
  const count = order.length;
  // Local, because variables of the module cost a load and a store for each node.
  const [foundTo, refusedTo] = [feasibleSlots, refusedSlots];
  let passed = 0;
  let failed = 0;
  for (let i = 0, at = count === 0 ? 0 : start % count; i < count; i++) {
    const slot = order[at] as number;
    at = at + 1 === count ? 0 : at + 1;
    const rejection = firstRejection(filters, 0, filters.length, table, slot);
    if (rejection) {
      refusedTo[failed] = slot;
      refusals[failed] = rejection;
      failed += 1;
    } else if (passed === needed) break;
    else {
      foundTo[passed] = slot;
      passed += 1;
    }
  }
  found = passed;
  refused = failed;
}

/**
 * The same for filters that begin with fixed ones and one that checks room: both are answered from columns, node by node without a call.
 *
 * @param fixed the verdicts of the fixed filters. Undefined: there are none.
 * @param from index of the first filter behind these.
 * @param rivals undefined: no pod is nominated.
 * @param scored the scores of the template. Undefined: there are none, pods are nominated, or there are filters behind the room.
 */
export function searchByRoom(
  order: Int32Array,
  start: number,
  needed: number,
  filters: readonly NodeFilter[],
  table: NodeTable,
  fixed: SlotRejections | undefined,
  room: NeededRoom,
  from: number,
  rivals: RivalNodes | undefined,
  scored: NodeMemory | undefined,
): void {
  const count = order.length;
  const [foundTo, refusedTo] = [feasibleSlots, refusedSlots];
  if (scored) {
    searchScored(order, start, needed, table, fixed, room, scored, foundTo, refusedTo, refusals, UNREAD);
    found = scoredSearch.passed;
    refused = scoredSearch.failed;
    unread = room;
    return;
  }
  const { columns, amounts } = room;
  const width = columns.length;
  const podRoom = table.free[PODS_COLUMN] as Float64Array;
  // The first three resources, mostly cpu, memory and a GPU, have variables of their own.
  const first = width > 0 ? (table.free[columns[0] as number] as Float64Array) : podRoom;
  const firstAmount = width > 0 ? (amounts[0] as number) : 1;
  const second = width > 1 ? (table.free[columns[1] as number] as Float64Array) : podRoom;
  const secondAmount = width > 1 ? (amounts[1] as number) : 1;
  const third = width > 2 ? (table.free[columns[2] as number] as Float64Array) : podRoom;
  const thirdAmount = width > 2 ? (amounts[2] as number) : 1;
  const isLast = from === filters.length;
  const marks = rivals?.marks;
  let passed = 0;
  let failed = 0;
  let i = 0;
  let at = count === 0 ? 0 : start % count;
  if (count > 0 && isLast && marks === undefined && needsRowsOnly(room)) {
    searchRows(order, at, needed, table, fixed, room, foundTo, refusedTo);
    i = rowSearch.visited;
    at = (at + i) % count;
    ({ passed, failed } = rowSearch);
    for (let j = 0; j < failed; j++) refusals[j] = UNREAD;
  }
  for (; i < count; i++) {
    const slot = order[at] as number;
    at = at + 1 === count ? 0 : at + 1;
    let rejection = fixed === undefined ? undefined : fixed[slot];
    if (marks !== undefined && marks[slot] === 1) rejection = rivals?.reject(slot);
    else if (rejection === undefined) {
      const hasRoom =
        (podRoom[slot] as number) >= 1 &&
        (first[slot] as number) >= firstAmount &&
        (second[slot] as number) >= secondAmount &&
        (third[slot] as number) >= thirdAmount &&
        (width <= 3 || hasRoomFor(table, slot, columns, amounts, 3));
      if (!hasRoom) rejection = UNREAD;
      else if (!isLast) rejection = firstRejection(filters, from, filters.length, table, slot);
    }
    if (rejection !== undefined) {
      refusedTo[failed] = slot;
      refusals[failed] = rejection;
      failed += 1;
    } else if (passed === needed) break;
    else {
      foundTo[passed] = slot;
      passed += 1;
    }
  }
  found = passed;
  refused = failed;
  unread = room;
}

/** The same with verdicts of earlier searches, of the first `remembered` filters. */
export function searchWithMemory(
  order: Int32Array,
  start: number,
  needed: number,
  filters: readonly NodeFilter[],
  table: NodeTable,
  memory: NodeMemory,
  remembered: number,
): void {
  const count = order.length;
  const [foundTo, refusedTo] = [feasibleSlots, refusedSlots];
  let passed = 0;
  let failed = 0;
  for (let i = 0, at = count === 0 ? 0 : start % count; i < count; i++) {
    const slot = order[at] as number;
    at = at + 1 === count ? 0 : at + 1;
    const rejection = rememberedRejection(filters, table, slot, memory, remembered);
    if (rejection) {
      refusedTo[failed] = slot;
      refusals[failed] = rejection;
      failed += 1;
    } else if (passed === needed) break;
    else {
      foundTo[passed] = slot;
      passed += 1;
    }
  }
  found = passed;
  refused = failed;
}

/** The same where pods are nominated to nodes. Verdicts that depend on them are not remembered. */
export function searchAmongRivals(
  order: Int32Array,
  start: number,
  needed: number,
  filters: readonly NodeFilter[],
  table: NodeTable,
  memory: NodeMemory | undefined,
  remembered: number,
  rivalsOn: (nodeName: string) => readonly PodState[],
): void {
  const count = order.length;
  for (let i = 0, at = count === 0 ? 0 : start % count; i < count; i++) {
    const slot = order[at] as number;
    at = at + 1 === count ? 0 : at + 1;
    const node = table.nodes[slot] as NodeInfo;
    const rivals = rivalsOn(node.name);
    let rejection: Rejection | undefined;
    if (rivals.length > 0) {
      rejection = rejectionBy(filters, node, rivals);
      if (memory) memory.verdictOf[slot] = 0;
      if (memory) memory.scores[slot] = Number.NaN;
    } else if (memory) rejection = rememberedRejection(filters, table, slot, memory, remembered);
    else rejection = firstRejection(filters, 0, filters.length, table, slot);
    if (rejection) addRefused(slot, rejection);
    else if (found === needed) return;
    else addFound(slot);
  }
}

/** The same in a drawn order. The search ends at the same node too many, but the checks that are under way then still count as rejections. */
export function searchInParallel(
  visits: DrawnVisits,
  needed: number,
  filters: readonly NodeFilter[],
  { nodes }: NodeTable,
  rivalsOn: (nodeName: string) => readonly PodState[],
): void {
  const check = (slot: number): Rejection | undefined => {
    const node = nodes[slot] as NodeInfo;
    return rejectionBy(filters, node, rivalsOn(node.name));
  };
  for (let slot = visits.next(); slot !== undefined; slot = visits.next()) {
    const rejection = check(slot);
    if (rejection) addRefused(slot, rejection);
    else if (found === needed) {
      for (const other of visits.underWay()) {
        const last = check(other);
        if (last) addRefused(other, last);
      }
      return;
    } else addFound(slot);
  }
}
