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
export function endsByAge(pods: readonly PodHistory[]): EndsFrom[] {
  const ends = pods
    .flatMap((pod): { age: number; cause: DrawnCause }[] => {
      const start = startOf(pod);
      const { ended, cause } = pod;
      const drawn = CAUSES.find((each) => each === cause);
      if (start === undefined || ended === undefined || drawn === undefined) return [];
      return [{ age: Math.max(0, ended - start), cause: drawn }];
    })
    .sort((a, b) => a.age - b.age);
  if (!compareCauses(pods)?.areDifferent) {
    // The age at an end is not known where the start was not seen. The end counts all the same.
    const counts = new Map(CAUSES.flatMap((cause) => countOf(pods, cause)));
    return counts.size > 0 ? [{ from: 0, counts }] : [];
  }
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
  const sums = CAUSES.map((cause) => {
    const upTo = [0];
    for (const { counts } of cells) upTo.push(upTo.at(-1)! + (counts.get(cause) ?? 0));
    return upTo;
  });
  const causes = sums.filter((upTo) => upTo.at(-1)! > 0).length;
  const each = (causes * log(ends)) / 2;
  const known = new Float64Array((cells.length + 1) ** 2).fill(Number.NaN);
  const costOf = (from: number, to: number): number => {
    const place = from * (cells.length + 1) + to;
    if (Number.isNaN(known[place]!)) known[place] = newCostOf(from, to);
    return known[place]!;
  };
  const newCostOf = (from: number, to: number): number => {
    const counts = sums.map((upTo) => upTo[to]! - upTo[from]!);
    const all = counts.reduce((total, count) => total + count, 0);
    return counts.reduce((cost, count) => (count > 0 ? cost - count * log(count / all) : cost), each);
  };
  /** For each number of stretches, the lowest cost of the first cells, and where the last stretch begins. */
  let best = cells.map((_, index) => ({ cost: costOf(0, index + 1), cuts: [] as readonly number[] }));
  let found = best.at(-1)!;
  for (let count = 2; count <= Math.min(MOST_STRETCHES, cells.length); count += 1) {
    best = best.map((_, index) => {
      let lowest = { cost: Number.POSITIVE_INFINITY, cuts: [] as readonly number[] };
      for (let cut = 1; cut <= index; cut += 1) {
        const cost = best[cut - 1]!.cost + costOf(cut, index + 1);
        if (cost < lowest.cost) lowest = { cost, cuts: [...best[cut - 1]!.cuts, cut] };
      }
      return lowest;
    });
    if (best.at(-1)!.cost < found.cost) found = best.at(-1)!;
    else break;
  }
  const edges = [0, ...found.cuts, cells.length];
  return edges.slice(1).map((to, index) => cells.slice(edges[index], to));
}
