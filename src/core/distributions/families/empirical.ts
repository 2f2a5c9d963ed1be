/** A distribution given by some of its quantiles: what to use where no family fits. */
import type { Family } from './family.ts';

export interface EmpiricalQuantile {
  readonly probability: number;
  readonly value: number;
}

/**
 * Two or more quantiles, probabilities rising and values never falling. In between values are interpolated linearly; the probability
 * below the first and above the last sits on their values.
 */
export interface Empirical {
  readonly family: 'empirical';
  readonly quantiles: readonly EmpiricalQuantile[];
}

export const empirical: Family<Empirical> = {
  cdf: ({ quantiles }, x) => probabilityUpTo(quantiles, x),
  survival: ({ quantiles }, x) => 1 - probabilityUpTo(quantiles, x),
  quantile: ({ quantiles }, u) => {
    const after = firstIndex(quantiles.length, (index) => quantiles[index]!.probability >= u);
    if (after === 0) return quantiles[0]!.value;
    const from = quantiles[after - 1]!;
    const to = quantiles[after];
    if (to === undefined) return from.value;
    const share = (u - from.probability) / (to.probability - from.probability);
    return Math.min(to.value, from.value + share * (to.value - from.value));
  },
  mean: ({ quantiles }) => {
    const first = quantiles[0]!;
    const last = quantiles.at(-1)!;
    let sum = first.probability * first.value + (1 - last.probability) * last.value;
    for (let index = 1; index < quantiles.length; index += 1) {
      const from = quantiles[index - 1]!;
      const to = quantiles[index]!;
      sum += ((to.probability - from.probability) * (from.value + to.value)) / 2;
    }
    return sum;
  },
};

function probabilityUpTo(quantiles: readonly EmpiricalQuantile[], x: number): number {
  const after = firstIndex(quantiles.length, (index) => quantiles[index]!.value > x);
  if (after === 0) return 0;
  const from = quantiles[after - 1]!;
  const to = quantiles[after];
  if (to === undefined) return 1;
  const share = (x - from.value) / (to.value - from.value);
  return from.probability + share * (to.probability - from.probability);
}

/** The first index from which `holds` is true, by halving; `length` if there is none. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
