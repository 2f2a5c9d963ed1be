/** Estimates two bounds that are themselves parameters (uniform, loguniform): the likelihood is highest where a bound touches the sample. */
import type { Sample } from './sample.ts';

/**
 * The bounds of a distribution that is uniform in the transformed durations. In a complete sample, raising the lower bound to the first
 * end, or lowering the upper bound to the last, raises every term. Cut-off durations pull the upper bound outwards: it then solves
 * Σ 1/(max − max(entry, min)) = Σ over cut-off durations 1/(max − t).
 *
 * @returns transformed bounds; undefined where there are fewer than two ends, all ends are equal, or no upper bound is found within 10^6
 *   widths of the sample.
 */
export function estimateBounds(
  { rows, events }: Sample,
  transform: (value: number) => number,
): { min: number; max: number } | undefined {
  const ends = rows.filter(({ isEnded }) => isEnded);
  const min = transform(ends[0]?.duration ?? 0);
  const longestEnd = transform(ends.at(-1)?.duration ?? 0);
  if (events < 2 || !(longestEnd > min) || !Number.isFinite(min)) return undefined;
  const kept = rows.map(({ duration, entry, isEnded, count }) => ({
    from: Math.max(min, transform(entry)),
    to: isEnded ? Number.NEGATIVE_INFINITY : Math.max(min, transform(duration)),
    count,
  }));
  const slope = (max: number): number => {
    let sum = 0;
    for (const { from, to, count } of kept) sum += count * (1 / (max - to) - 1 / (max - from));
    return sum;
  };
  const floor = kept.reduce((most, { from, to }) => Math.max(most, from, to), longestEnd);
  const width = floor - min;
  const isOpen = floor > longestEnd;
  if (!isOpen && slope(floor) <= 0) return { min, max: floor };
  let [low, high] = [floor, floor + width];
  while (slope(high) > 0) {
    low = high;
    high += high - min;
    if (high - min > 1e6 * width) return undefined;
  }
  for (let round = 0; round < 200 && high - low > 1e-15 * high; round += 1) {
    const middle = low + (high - low) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return { min, max: high };
}
