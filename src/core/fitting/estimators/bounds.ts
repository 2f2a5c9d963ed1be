/** Families whose bounds are themselves parameters (uniform, loguniform, Pareto): the likelihood is highest where a bound touches the sample. */
import type { Loguniform } from '../../distributions/families/loguniform.ts';
import type { Pareto } from '../../distributions/families/pareto.ts';
import type { Uniform } from '../../distributions/families/uniform.ts';
import { exp, log } from '../../distributions/special-functions/exact-math.ts';
import type { Sample } from '../sample.ts';

/** From the shortest seen end to the longest, or beyond it where censored durations ask for more. */
export function estimateUniform(sample: Sample): Uniform | undefined {
  const found = estimateBounds(sample, (value) => value);
  return found && { family: 'uniform', ...found };
}

/** Uniform in the logarithms. */
export function estimateLoguniform(sample: Sample): Loguniform | undefined {
  const found = estimateBounds(sample, log);
  return found && { family: 'loguniform', min: exp(found.min), max: exp(found.max) };
}

/** `min` is the shortest seen end; shape = events ÷ Σ ln(t ÷ max(entry, min)). */
export function estimatePareto({ rows, events }: Sample): Pareto | undefined {
  const min = rows.find(({ isEnded }) => isEnded)?.duration;
  if (events < 2 || min === undefined || min <= 0) return undefined;
  let sum = 0;
  for (const { duration, entry, count } of rows) {
    if (duration > min) sum += count * log(duration / Math.max(entry, min));
  }
  return sum > 0 ? { family: 'pareto', shape: events / sum, min } : undefined;
}

/**
 * Raising the lower bound up to the first end, or lowering the upper one, raises every term of a complete sample. Censored durations pull
 * the upper bound outwards: there it solves Σ 1/(max − max(entry, min)) = Σ over censored 1/(max − t).
 */
function estimateBounds(
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
