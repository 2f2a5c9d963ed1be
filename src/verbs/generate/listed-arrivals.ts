/** Makes a list of arrivals busier or longer. */
import { writtenTime } from '../../core/distributions/written/written-values.ts';
import type { ListedArrival } from '../../core/scenario/drawn-arrivals.ts';
import type { OwnRun } from '../../core/scenario/own-run.ts';
import type { PresentPod } from '../../core/scenario/scenario.ts';

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
    arrivals.flatMap(({ at, count, own }): unknown[] => {
      const time = at + round * from;
      if (time >= last) return [];
      sum += count * amplify;
      const pods = Math.round(sum) - written;
      written += pods;
      if (pods === 0) return [];
      const moment = writtenTime(time / 1e6);
      if (own) return [{ at: moment, ...(pods > 1 && { count: pods }), ...writtenOwn(own) }];
      return [pods === 1 ? moment : { at: moment, count: pods }];
    }),
  ).flat();
}

/** As many ages as the factor says, in the order of the list; each about as often as the others. */
export function multipliedAges(ages: readonly PresentPod[], factor: number): unknown[] {
  return Array.from({ length: Math.round(ages.length * factor) }, (_, index) => {
    const { age, own } = ages[Math.min(ages.length - 1, Math.floor(index / factor))]!;
    return own ? { age: writtenTime(age / 1e6), ...writtenOwn(own) } : writtenTime(age / 1e6);
  });
}

function writtenOwn({ lifetime, longerThan, requests }: OwnRun): Readonly<Record<string, unknown>> {
  return {
    ...(lifetime !== undefined && { lifetime: writtenTime(lifetime / 1e6) }),
    ...(longerThan !== undefined && { longerThan: writtenTime(longerThan / 1e6) }),
    ...(requests && { requests }),
  };
}
