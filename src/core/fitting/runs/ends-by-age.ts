/** Finds from which ages on which ends have which shares: the hazards of the causes, relative to each other (Aalen and Johansen, 1978). */

import { log } from '../../distributions/special-functions/exact-math.ts';
import { CAUSES, compareCauses } from '../pods/competing-ends.ts';
import { startOf } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';

type DrawnCause = (typeof CAUSES)[number];

/** The ends of runs that ended at this age in seconds or later, up to the next one of the list. */
export interface EndsFrom {
  readonly from: number;
  readonly counts: ReadonlyMap<DrawnCause, number>;
}

/** Ages are compared in this many cells with about as many ends each. */
const MOST_CELLS = 200;
const MOST_STRETCHES = 12;

/**
 * One element where the age at the end does not depend on the cause; otherwise stretches of age with constant shares, the most likely ones,
 * each after the first at a cost of ln(ends) × causes ÷ 2 (the criterion of Schwarz, 1978). Empty where nothing ended by itself.
 */
export function endsByAge(pods: readonly PodHistory[]): readonly EndsFrom[] {
  const known = knownEnds.get(pods);
  if (known) return known;
  const found = endsOf(pods);
  knownEnds.set(pods, found);
  return found;
}

/** The forms of a group that are tried ask for the same pods. */
const knownEnds = new WeakMap<readonly PodHistory[], readonly EndsFrom[]>();

function endsOf(pods: readonly PodHistory[]): EndsFrom[] {
  if (!compareCauses(pods)?.areDifferent) {
    // The age at an end is not known where the start was not seen. The end counts all the same.
    const counts = new Map(CAUSES.flatMap((cause) => countOf(pods, cause)));
    return counts.size > 0 ? [{ from: 0, counts }] : [];
  }
  const ends = pods
    .flatMap((pod): { age: number; cause: DrawnCause }[] => {
      const start = startOf(pod);
      const { ended, cause } = pod;
      const drawn = CAUSES.find((each) => each === cause);
      if (start === undefined || ended === undefined || drawn === undefined) return [];
      return [{ age: Math.max(0, ended - start), cause: drawn }];
    })
    .sort((a, b) => a.age - b.age);
  const cells = cellsOf(ends);
  return stretches(cells, ends.length).map((part, index) => ({
    from: index === 0 ? 0 : part[0]!.from,
    counts: sumOf(part),
  }));
}

function countOf(pods: readonly PodHistory[], cause: DrawnCause): [DrawnCause, number][] {
  const count = pods.filter((pod) => pod.cause === cause && pod.ended !== undefined).length;
  return count > 0 ? [[cause, count]] : [];
}

/** Equal ages are in one cell. */
function cellsOf(ends: readonly { readonly age: number; readonly cause: DrawnCause }[]): EndsFrom[] {
  const size = Math.max(1, ends.length / MOST_CELLS);
  const cells: { from: number; counts: Map<DrawnCause, number> }[] = [];
  let last = Number.NaN;
  for (const [index, { age, cause }] of ends.entries()) {
    if (age !== last && index >= cells.length * size) cells.push({ from: age, counts: new Map() });
    const { counts } = cells.at(-1)!;
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
    last = age;
  }
  return cells;
}

function sumOf(cells: readonly EndsFrom[]): Map<DrawnCause, number> {
  const sums = new Map<DrawnCause, number>();
  for (const cause of CAUSES) {
    const sum = cells.reduce((total, { counts }) => total + (counts.get(cause) ?? 0), 0);
    if (sum > 0) sums.set(cause, sum);
  }
  return sums;
}

/** The cut of the cells with the lowest cost, by dynamic programming over the last stretch. */
function stretches(cells: readonly EndsFrom[], ends: number): EndsFrom[][] {
  const size = cells.length;
  const costs = costsOfStretches(cells, ends);
  const costOf = (from: number, to: number): number => costs[from * (size + 1) + to]!;
  /** For each number of stretches, where the last stretch of the first cells begins. */
  const cuts: Uint32Array[] = [new Uint32Array(size)];
  let best = Float64Array.from(cells, (_, index) => costOf(0, index + 1));
  for (let count = 2; count <= Math.min(MOST_STRETCHES, size); count += 1) {
    const next = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    const begins = new Uint32Array(size);
    for (let index = 0; index < size; index += 1) {
      for (let cut = 1; cut <= index; cut += 1) {
        const cost = best[cut - 1]! + costOf(cut, index + 1);
        if (cost < next[index]!) {
          next[index] = cost;
          begins[index] = cut;
        }
      }
    }
    if (!(next[size - 1]! < best[size - 1]!)) break;
    best = next;
    cuts.push(begins);
  }
  const edges = [size];
  for (const begins of cuts.reverse()) edges.unshift(begins[edges[0]! - 1]!);
  return edges.slice(1).map((to, index) => cells.slice(edges[index], to));
}

/** The cost of the cells from one up to another, at `from` × (cells + 1) + `to`. */
function costsOfStretches(cells: readonly EndsFrom[], ends: number): Float64Array {
  const size = cells.length;
  const sums = CAUSES.map((cause) => {
    const upTo = new Float64Array(size + 1);
    for (const [index, { counts }] of cells.entries())
      upTo[index + 1] = upTo[index]! + (counts.get(cause) ?? 0);
    return upTo;
  }).filter((upTo) => upTo[size]! > 0);
  const each = (sums.length * log(ends)) / 2;
  const costs = new Float64Array((size + 1) ** 2);
  for (let from = 0; from < size; from += 1) {
    for (let to = from + 1; to <= size; to += 1) {
      let all = 0;
      for (const upTo of sums) all += upTo[to]! - upTo[from]!;
      let cost = each;
      for (const upTo of sums) {
        const count = upTo[to]! - upTo[from]!;
        if (count > 0) cost -= count * log(count / all);
      }
      costs[from * (size + 1) + to] = cost;
    }
  }
  return costs;
}
