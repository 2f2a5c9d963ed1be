/** Counts why no node has room for a pod, without a list of the nodes: a pod that waits is tried again and again, mostly in vain. */
import type { NodeTable } from '../cache/node-table.ts';
import { PODS_COLUMN } from '../cache/resource-columns.ts';
import type { NeededRoom } from '../framework/plugin.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { SlotRejections } from './fixed-verdicts.ts';
import type { Tally } from './tally.ts';

/** Bits of a code: no place for a pod, a request above what the node offers at all, and then two for each resource that is short. */
const FULL = 1;
const TOO_LARGE = 2;
const FIRST_SHORT = 4;
/** Requests of more resources are counted by the search. */
const MOST_RESOURCES = 6;

/** Number of nodes by code, and one of these nodes. */
const counts = new Int32Array(FIRST_SHORT << MOST_RESOURCES);
const examples = new Int32Array(counts.length);
/** The codes that were met. An array whose length becomes 0 gives up its room, so these are counted. */
const codes = new Int32Array(counts.length);
let met = 0;
const kinds: Rejection[] = [];
const kindCounts: number[] = [];
let size = 0;

/**
 * The rejections that a search of all nodes would meet, if it was in vain.
 *
 * @param fixed as in a search by room.
 * @returns undefined if a node has room, or if the request has too many resources. The lists are used again by the next call.
 */
export function countShortNodes(
  order: Int32Array,
  table: NodeTable,
  fixed: SlotRejections | undefined,
  room: NeededRoom,
): Tally | undefined {
  const { columns, amounts, missing } = room;
  if (columns.length > MOST_RESOURCES) return undefined;
  for (let i = 0; i < met; i++) counts[codes[i] as number] = 0;
  met = 0;
  size = 0;
  const podRoom = table.free[PODS_COLUMN] as Float64Array;
  // The first two resources, mostly cpu and memory, have variables of their own.
  const width = columns.length;
  const first = (width > 0 ? table.free[columns[0] as number] : podRoom) as Float64Array;
  const firstAmount = width > 0 ? (amounts[0] as number) : Number.NEGATIVE_INFINITY;
  const second = (width > 1 ? table.free[columns[1] as number] : podRoom) as Float64Array;
  const secondAmount = width > 1 ? (amounts[1] as number) : Number.NEGATIVE_INFINITY;
  const most = table.allocatable[width > 0 ? (columns[0] as number) : 0] as Float64Array;
  const otherMost = table.allocatable[width > 1 ? (columns[1] as number) : 0] as Float64Array;
  for (let i = 0; i < order.length; i++) {
    const slot = order[i] as number;
    if (fixed !== undefined) {
      const rejection = fixed[slot];
      if (rejection !== undefined) {
        add(rejection, 1);
        continue;
      }
    }
    let code = (podRoom[slot] as number) >= 1 ? 0 : FULL;
    if ((first[slot] as number) < firstAmount)
      code |= (most[slot] as number) < firstAmount ? FIRST_SHORT | TOO_LARGE : FIRST_SHORT;
    if ((second[slot] as number) < secondAmount)
      code |= (otherMost[slot] as number) < secondAmount ? (FIRST_SHORT << 1) | TOO_LARGE : FIRST_SHORT << 1;
    if (width > 2) code |= codeOfOthers(table, slot, columns, amounts);
    if (code === 0) return undefined;
    if (counts[code] === 0) {
      codes[met] = code;
      met += 1;
      examples[code] = slot;
    }
    counts[code] = (counts[code] as number) + 1;
  }
  for (let i = 0; i < met; i++) {
    const code = codes[i] as number;
    add(missing.inTable(table, examples[code] as number, amounts), counts[code] as number);
  }
  return { kinds, counts: kindCounts, size };
}

/** No function inside the count: each attempt would make it anew. */
function add(rejection: Rejection, count: number): void {
  let at = 0;
  while (at < size && kinds[at] !== rejection) at += 1;
  if (at === size) {
    kinds[size] = rejection;
    kindCounts[size] = 0;
    size += 1;
  }
  kindCounts[at] = (kindCounts[at] as number) + count;
}

function codeOfOthers(
  { free, allocatable }: NodeTable,
  slot: number,
  columns: readonly number[],
  amounts: readonly number[],
): number {
  let code = 0;
  for (let i = 2; i < columns.length; i++) {
    const column = columns[i] as number;
    const amount = amounts[i] as number;
    if (((free[column] as Float64Array)[slot] as number) >= amount) continue;
    code |= FIRST_SHORT << i;
    if (((allocatable[column] as Float64Array)[slot] as number) < amount) code |= TOO_LARGE;
  }
  return code;
}
