/** Counts the rejections of a search by kind, in lists that each search uses again: a waiting pod is tried thousands of times. */
import type { NodeInfo } from '../cache/node-info.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { FailureCauses } from '../framework/remembered-failure.ts';

/** The rejected nodes of a search. The lists are used again by the next search. */
export interface RejectedNodes {
  readonly count: number;
  readonly slots: Int32Array;
  /** Index by index their rejections; can be longer than the count. */
  readonly rejections: readonly Rejection[];
  /** All nodes of the cluster, by slot. */
  readonly bySlot: readonly NodeInfo[];
}

/** The first `size` entries of both lists. Valid until the next tally. */
export interface Tally {
  readonly kinds: readonly Rejection[];
  readonly counts: readonly number[];
  readonly size: number;
}

const kinds: Rejection[] = [];
const counts: number[] = [];

/** In the order in which the search met them. */
export function tallyOf({ count, rejections }: RejectedNodes): Tally {
  let size = 0;
  let last = -1;
  for (let i = 0; i < count; i++) {
    const rejection = rejections[i] as Rejection;
    // Equal rejections mostly follow each other, and there are few kinds.
    if (last < 0 || kinds[last] !== rejection) {
      last = 0;
      while (last < size && kinds[last] !== rejection) last += 1;
      if (last === size) {
        kinds[size] = rejection;
        counts[size] = 0;
        size += 1;
      }
    }
    counts[last] = (counts[last] as number) + 1;
  }
  return { kinds, counts, size };
}

/** Whether a tally has the kinds and counts that caused a failure, in any order. */
export function isTally({ kinds: before, counts: countsBefore }: FailureCauses, tally: Tally): boolean {
  if (before.length !== tally.size) return false;
  for (let i = 0; i < tally.size; i++) {
    const kind = tally.kinds[i] as Rejection;
    const at = before[i] === kind ? i : before.indexOf(kind);
    if (at < 0 || countsBefore[at] !== tally.counts[i]) return false;
  }
  return true;
}
