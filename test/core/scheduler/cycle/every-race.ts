/** Small searches by workers that race, with every set of nodes that they can find. */
import { chunkSize } from '../../../../src/core/scheduler/cycle/drawn-visits.ts';
import fc from '../../../seeded-properties.ts';

/** Takes every step of every worker in every order, as the Go code allows them. @returns the sets found, as bits. */
export function everyRace(feasible: readonly boolean[], needed: number, parallelism: number): Set<number> {
  const nodes = feasible.length;
  const size = chunkSize(nodes, parallelism);
  const chunks = Math.ceil(nodes / size);
  const workers = Math.min(parallelism, chunks);
  const sets = new Set<number>();
  const seen = new Set<string>();
  /** A worker is idle (−1) or checks a place; a check that has begun ends. */
  const step = (taken: number, places: readonly number[], found: number, count: number): void => {
    const sorted = places.toSorted((a, b) => a - b);
    const state = `${taken}/${sorted}/${found}`;
    if (seen.has(state)) return;
    seen.add(state);
    if (count === needed) {
      sets.add(found);
      return;
    }
    for (const [worker, place] of sorted.entries()) {
      const at = (next: number) => sorted.map((each, i) => (i === worker ? next : each));
      if (place < 0) {
        if (taken < chunks) step(taken + 1, at(taken * size), found, count);
        continue;
      }
      const isLast = place + 1 === nodes || (place + 1) % size === 0;
      const next = at(isLast ? -1 : place + 1);
      if (feasible[place]) step(taken, next, found | (1 << place), count + 1);
      else step(taken, next, found, count);
    }
  };
  step(0, new Array<number>(workers).fill(-1), 0, 0);
  return sets;
}

/** Fewer nodes are needed than are feasible. */
export const smallSearch = fc
  .record({
    feasible: fc.array(
      fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
      { minLength: 2, maxLength: 12 },
    ),
    parallelism: fc.integer({ min: 1, max: 4 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ feasible, parallelism, share }) => {
    const count = feasible.filter(Boolean).length;
    return { feasible, parallelism, needed: Math.max(1, Math.floor(share * count)) };
  })
  .filter(({ feasible, needed }) => needed < feasible.filter(Boolean).length);
