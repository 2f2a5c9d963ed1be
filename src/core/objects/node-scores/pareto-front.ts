/** Ranks nodes by the Pareto front on which their load lies, as NSGA-II does. */
import type { LoadVector } from './node-load.ts';

/** How much the crowding of a front can add to its rank. */
const CROWDING_PART = 0.1;

/** 0 for nodes that no other node undercuts in every dimension, 1 for the last front; crowded nodes get up to 0.1 more. */
export function paretoScores(loads: readonly LoadVector[]): number[] {
  const fronts = frontsOf(loads);
  const scores: number[] = [];
  fronts.forEach((front, rank) => {
    const base = fronts.length > 1 ? rank / (fronts.length - 1) : 0;
    const distances = crowdingDistances(loads, front);
    const most = distances.reduce((max, each) => (Number.isFinite(each) ? Math.max(max, each) : max), 0);
    front.forEach((index, position) => {
      const distance = distances[position]!;
      const crowded = Number.isFinite(distance) && most > 0 ? 1 - distance / most : 0;
      scores[index] = Math.min(1, Math.max(0, base + CROWDING_PART * crowded));
    });
  });
  return scores;
}

/** The first front is that of the least loaded. */
function frontsOf(loads: readonly LoadVector[]): number[][] {
  const fronts: number[][] = [];
  let rest = loads.map((_, index) => index);
  while (rest.length > 0) {
    const front = rest.filter((index) => !rest.some((other) => isBelow(loads[other]!, loads[index]!)));
    const members = new Set(front);
    fronts.push(front);
    rest = rest.filter((index) => !members.has(index));
  }
  return fronts;
}

/** Nowhere above, and somewhere below. */
function isBelow(one: LoadVector, other: LoadVector): boolean {
  return (
    one.every((value, dimension) => value <= other[dimension]!) &&
    one.some((value, dimension) => value < other[dimension]!)
  );
}

/** The sum over the dimensions of the gap between a node's neighbours; infinite at the ends of a dimension. */
function crowdingDistances(loads: readonly LoadVector[], front: readonly number[]): number[] {
  const distances = front.map(() => (front.length <= 2 ? Infinity : 0));
  if (front.length <= 2) return distances;
  for (let dimension = 0; dimension < 4; dimension += 1) {
    const valueAt = (position: number): number => loads[front[position]!]![dimension]!;
    const order = front.map((_, position) => position).sort((a, b) => valueAt(a) - valueAt(b));
    const [first, last] = [order[0]!, order.at(-1)!];
    const range = valueAt(last) - valueAt(first);
    distances[first] = Infinity;
    distances[last] = Infinity;
    if (range === 0) continue;
    for (let at = 1; at < order.length - 1; at += 1)
      distances[order[at]!]! += (valueAt(order[at + 1]!) - valueAt(order[at - 1]!)) / range;
  }
  return distances;
}
