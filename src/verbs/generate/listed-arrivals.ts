/** Makes a list of arrivals busier or longer. */
import { writtenTime } from '../../core/distributions/written/written-values.ts';
import type { ListedArrival } from '../../core/scenario/drawn-arrivals.ts';

/**
 * Each time of the list keeps its place, and has `amplify` times as many pods: their sum is rounded, so half of a list of single pods is
 * every other pod. A longer scenario repeats the list.
 *
 * @param from - the length of the scenario as it was, in integer microseconds; 0 where it is not known, and then nothing repeats.
 * @param to - its new length; undefined keeps it.
 * @returns the list as a scenario file has it.
 */
export function changedList(
  arrivals: readonly ListedArrival[],
  amplify: number,
  from: number,
  to: number | undefined,
): unknown[] {
  const rounds = to !== undefined && from > 0 ? Math.ceil(to / from) : 1;
  const last = to !== undefined && from > 0 ? to : Number.POSITIVE_INFINITY;
  let [sum, written] = [0, 0];
  return Array.from({ length: rounds }, (_, round) =>
    arrivals.flatMap(({ at, count }): unknown[] => {
      const time = at + round * from;
      if (time >= last) return [];
      sum += count * amplify;
      const pods = Math.round(sum) - written;
      written += pods;
      if (pods === 0) return [];
      return [pods === 1 ? writtenTime(time / 1e6) : { at: writtenTime(time / 1e6), count: pods }];
    }),
  ).flat();
}
