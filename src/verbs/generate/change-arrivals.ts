/** Makes the arrivals of an entry busier or longer: those of pods, and those of Jobs. */
import { scaled, writtenDistribution } from '../../core/distributions/families/distribution.ts';
import { writtenTime } from '../../core/distributions/written/written-values.ts';
import { isListed } from '../../core/scenario/build-arrivals.ts';
import type { DrawnArrivals } from '../../core/scenario/drawn-arrivals.ts';
import type { Changes, Written } from './changes.ts';
import { changedList } from './listed-arrivals.ts';

/**
 * The entry with gaps that are shorter by the factor, or with a list of more arrivals.
 *
 * @param stretch - the new length of the scenario ÷ `length`.
 * @param length - of the scenario as it is written, in integer microseconds; 0 where it is not known.
 */
export function changedArrivals(
  entry: Written,
  built: DrawnArrivals,
  { amplify, duration }: Changes,
  stretch: number,
  length: number,
): Written {
  const { distribution: _, ...rest } = entry;
  const { arrivals } = built;
  if (isListed(arrivals)) return { ...entry, arrivals: changedList(arrivals, amplify, length, duration) };
  return {
    ...rest,
    arrivals:
      amplify === 1
        ? (entry.arrivals ?? entry.distribution)
        : writtenDistribution(scaled(arrivals, 1 / amplify)),
    ...(built.pace &&
      built.pace.every === undefined &&
      stretch > 1 && { pace: repeated(entry.pace as Written, built, stretch, duration!) }),
    ...(built.count !== undefined && { count: Math.round(built.count * amplify * stretch) }),
    ...(built.until !== undefined &&
      duration !== undefined && { until: writtenTime((built.until * stretch) / 1e6) }),
  };
}

/** A longer scenario repeats the steps of its pace. */
function repeated(pace: Written, { pace: built }: DrawnArrivals, stretch: number, duration: number): Written {
  const length = Math.round(duration / stretch);
  const isInside = built!.steps.every(({ at }) => at < length);
  return isInside ? { every: writtenTime(length / 1e6), ...pace } : pace;
}
