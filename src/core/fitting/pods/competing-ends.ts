/** Whether runs end at other ages by one cause than by another: failures that die young are no share of all ends. */
import { gammaUpper } from '../../distributions/special-functions/incomplete-gamma.ts';
import { startOf } from './group-samples.ts';
import type { EndCause, PodHistory } from './pod-history.ts';

export interface CauseComparison {
  /** How often causes that have nothing to do with the age look as different as these. */
  readonly pValue: number;
  readonly areDifferent: boolean;
}

/** What the cluster itself ended is cut off, not an end. */
export const CAUSES = ['succeeded', 'failed', 'deleted'] as const satisfies readonly EndCause[];

/** A cause of fewer ends tells nothing of its ages. */
const FEWEST = 5;
const SURELY = 0.01;

/** Location, spread and skew of the ranks. */
const POWERS = [1, 2, 3] as const;

/**
 * A lifetime first and a cause drawn apart from it is right where cause-specific hazards are proportional. Then, given when each run
 * ended, causes are in no order, however late runs came and whatever was cut off; so the ranks of the ages are compared between causes by
 * their location, spread and skew (Kruskal and Wallis, 1952, with the components of Neyman, "Smooth test for goodness of fit", 1937),
 * which together are chi-square with 3 × (causes − 1) degrees of freedom.
 *
 * @returns undefined where not two causes have five ends each.
 */
export function compareCauses(pods: readonly PodHistory[]): CauseComparison | undefined {
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
  return { pValue, areDifferent: pValue < SURELY };
}

/** For each age the share of the ages below it, half of those alike included, from −1 to 1. */
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

/** Powers of the ranks, each without what the ones before it say, of mean 0 and variance 1; where ages are few and alike, fewer of them. */
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

/** Σ size × (mean of the group)², of a contrast that has one value for each member of the groups in their order. */
function spreadOfMeans(contrast: readonly number[], groups: readonly (readonly number[])[]): number {
  let [from, sum] = [0, 0];
  for (const { length } of groups) {
    const total = contrast.slice(from, from + length).reduce((all, value) => all + value, 0);
    sum += (total * total) / length;
    from += length;
  }
  return sum;
}
