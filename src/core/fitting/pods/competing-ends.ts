/** Tests whether the age at the end depends on its cause: where failures happen early, one lifetime for all ends would be wrong. */
import { gammaUpper } from '../../distributions/special-functions/incomplete-gamma.ts';
import type { EndCause } from './end-cause.ts';
import { startOf } from './group-samples.ts';
import type { PodHistory } from './pod-history.ts';

export interface CauseComparison {
  /** The probability of a difference at least as large if the cause does not depend on the age. */
  readonly pValue: number;
  readonly areDifferent: boolean;
}

/** The causes that count as ends. A run that the cluster ended is cut off instead. */
export const CAUSES = ['succeeded', 'failed', 'deleted'] as const satisfies readonly EndCause[];

/** A cause with fewer ends takes no part in the test. */
const FEWEST = 5;
/** The significance level. */
const SIGNIFICANCE = 0.01;

/** They compare location, spread and skew of the ranks. */
const POWERS = [1, 2, 3] as const;

/**
 * A scenario may draw a lifetime and, independently, a cause where the cause-specific hazards are proportional. Given the times of the ends,
 * the causes are then in random order, also with late entries and cut-off runs. So the test compares the ranks of the ages between causes
 * by their location, spread and skew (Kruskal and Wallis, 1952, with the components of Neyman, "Smooth test for goodness of fit", 1937).
 * The statistic is chi-square with 3 × (causes − 1) degrees of freedom.
 *
 * @returns undefined where fewer than two causes have five ends each.
 */
export function compareCauses(pods: readonly PodHistory[]): CauseComparison | undefined {
  if (!knownComparisons.has(pods)) knownComparisons.set(pods, comparisonOf(pods));
  return knownComparisons.get(pods);
}

/** A group's table and its runs ask for the same pods. */
const knownComparisons = new WeakMap<readonly PodHistory[], CauseComparison | undefined>();

function comparisonOf(pods: readonly PodHistory[]): CauseComparison | undefined {
  const ages = new Map<EndCause, number[]>();
  for (const pod of pods) {
    const start = startOf(pod);
    if (start === undefined || pod.ended === undefined || pod.cause === undefined) continue;
    const age = pod.ended - start;
    const known = ages.get(pod.cause);
    if (known) known.push(age);
    else ages.set(pod.cause, [age]);
  }
  const groups = CAUSES.flatMap((cause) => {
    const of = ages.get(cause) ?? [];
    return of.length >= FEWEST ? [of] : [];
  });
  if (groups.length < 2) return undefined;
  const contrasts = orthogonalPowers(middleRanks(groups.flat()));
  const statistic = contrasts.reduce((sum, contrast) => sum + spreadOfMeans(contrast, groups), 0);
  const freedom = contrasts.length * (groups.length - 1);
  const pValue = freedom > 0 ? gammaUpper(freedom / 2, statistic / 2) : 1;
  return { pValue, areDifferent: pValue < SIGNIFICANCE };
}

/** For each age, the share of ages below it and half of the equal ages, scaled to −1 … 1. */
function middleRanks(ages: readonly number[]): number[] {
  const sorted = Float64Array.from(ages).sort();
  const ranks = new Map<number, number>();
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1;
    ranks.set(sorted[from]!, (from + to) / sorted.length - 1);
    from = to;
  }
  return ages.map((age) => ranks.get(age)!);
}

/** Powers of the ranks, each made orthogonal to the ones before it, with mean 0 and variance 1. Few distinct ages give fewer of them. */
function orthogonalPowers(ranks: readonly number[]): number[][] {
  const found: number[][] = [];
  for (const power of POWERS) {
    let rest = ranks.map((rank) => rank ** power);
    for (const known of [rest.map(() => 1), ...found]) {
      const share = product(rest, known) / product(known, known);
      rest = rest.map((value, index) => value - share * known[index]!);
    }
    const variance = product(rest, rest) / (rest.length - 1);
    if (variance > 1e-9) found.push(rest.map((value) => value / Math.sqrt(variance)));
  }
  return found;
}

function product(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * right[index]!, 0);
}

/** Σ size × (mean of the group)² of a contrast with one value for each member of the groups, in their order. */
function spreadOfMeans(contrast: readonly number[], groups: readonly (readonly number[])[]): number {
  let [from, sum] = [0, 0];
  for (const { length } of groups) {
    const total = contrast.slice(from, from + length).reduce((all, value) => all + value, 0);
    sum += (total * total) / length;
    from += length;
  }
  return sum;
}
