/** Whether runs end at other ages by one cause than by another: failures that die young are no share of all ends. */
import { gammaUpper } from '../special-functions/incomplete-gamma.ts';
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

/** Legendre's polynomials from the first to the third, of mean 0 and variance 1 on [0, 1]. */
const SCORES: readonly ((u: number) => number)[] = [
  (u) => Math.sqrt(3) * (2 * u - 1),
  (u) => Math.sqrt(5) * (6 * u * u - 6 * u + 1),
  (u) => Math.sqrt(7) * (20 * u * u * u - 30 * u * u + 12 * u - 1),
];

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
  const rankOf = middleRanks(groups.flat());
  const statistic = SCORES.reduce(
    (sum, score) => sum + spreadOfMeans(groups, (age) => score(rankOf(age))),
    0,
  );
  const pValue = gammaUpper((SCORES.length * (groups.length - 1)) / 2, statistic / 2);
  return { pValue, areDifferent: pValue < SURELY };
}

/** The share of the ages below each, half of those alike included. */
function middleRanks(ages: readonly number[]): (age: number) => number {
  const sorted = Float64Array.from(ages).sort();
  const ranks = new Map<number, number>();
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1;
    ranks.set(sorted[from]!, (from + to) / 2 / sorted.length);
    from = to;
  }
  return (age) => ranks.get(age)!;
}

/** Σ size × (mean of the group − mean of all)² ÷ variance of all: chi-square with groups − 1 degrees of freedom. */
function spreadOfMeans(groups: readonly (readonly number[])[], score: (age: number) => number): number {
  const scores = groups.map((ages) => ages.map(score));
  const all = scores.flat();
  const center = mean(all);
  const variance = all.reduce((sum, value) => sum + (value - center) ** 2, 0) / (all.length - 1);
  if (!(variance > 0)) return 0;
  return scores.reduce((sum, of) => sum + of.length * (mean(of) - center) ** 2, 0) / variance;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
