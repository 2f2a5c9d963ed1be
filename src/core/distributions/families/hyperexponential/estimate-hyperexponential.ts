/** Fits the hyperexponential distribution: expectation maximisation gets near the maximum, Newton's method reaches it. */
import { climbCoordinates } from '../../estimating/climb-coordinates.ts';
import { exactLogLikelihood } from '../../estimating/exact-likelihood.ts';
import { exposure } from '../../estimating/exposure.ts';
import type { Sample } from '../../estimating/sample.ts';
import { columnsOf, expectationMaximization, type Phases } from './expectation-maximization.ts';
import { isExponential } from './is-exponential.ts';
import { likeliestStart } from './likeliest-start.ts';
import { phaseCoordinates, phaseDensity } from './phase-density.ts';
import type { Hyperexponential } from './phases.ts';

/** The shares at which the starting phases divide the sample, by number of phases. */
const CUTS: Readonly<Record<number, readonly (readonly number[])[]>> = {
  2: [[0.3], [0.7], [0.95]],
  3: [
    [0.4, 0.9],
    [0.2, 0.6],
    [0.7, 0.97],
  ],
};
const FIRST_ROUNDS = 25;
const MORE_ROUNDS = 60;
/** Two phases whose means have a smaller ratio than this count as one. */
const CLOSEST_MEANS = 1.05;
const SMALLEST_PROBABILITY = 1e-6;

/** @returns undefined where phases collapse: fewer phases then give the same likelihood. */
export function estimateHyperexponential(
  sample: Sample,
  phaseCount: number,
  isStart?: boolean,
): Hyperexponential | undefined {
  if (isExponential(sample)) return undefined;
  const likelihood = exactLogLikelihood(sample, phaseDensity);
  const columns = columnsOf(sample);
  const starts = (CUTS[phaseCount] ?? []).flatMap((cuts) => {
    const start = startAt(sample, cuts);
    return start ? [expectationMaximization(columns, start, FIRST_ROUNDS)] : [];
  });
  const best = likeliestStart(starts, (phases) => likelihood({ family: 'hyperexponential', phases }));
  if (!best) return undefined;
  const near = distributionOf(expectationMaximization(columns, best, MORE_ROUNDS));
  if (!near) return undefined;
  const found = climbCoordinates(phaseCoordinates, likelihood, near, isStart);
  return found && distributionOf(found.phases);
}

/** The phases from the shortest mean to the longest; undefined where two of them are too alike or one is too rare. */
function distributionOf(phases: Phases): Hyperexponential | undefined {
  const sorted = phases.toSorted((a, b) => a.mean - b.mean);
  const isCollapsed = sorted.some(
    ({ mean, probability }, index) =>
      !(probability > SMALLEST_PROBABILITY) ||
      (index > 0 && !(mean > CLOSEST_MEANS * sorted[index - 1]!.mean)),
  );
  return isCollapsed ? undefined : { family: 'hyperexponential', phases: sorted };
}

/** Phases for the shortest durations up to the first cut, for those up to the second cut, and so on. */
function startAt(sample: Sample, cuts: readonly number[]): Phases | undefined {
  const bounds = [0, ...cuts, 1];
  const parts = cuts.map(() => ({ time: 0, events: 0 })).concat({ time: 0, events: 0 });
  let before = 0;
  for (const { duration, entry, isEnded, count } of sample.rows) {
    const index = Math.min(cuts.length, bounds.findIndex((bound) => bound * sample.size > before) - 1);
    const part = parts[Math.max(0, index)]!;
    part.time += count * (duration - entry);
    if (isEnded) part.events += count;
    before += count;
  }
  const overall = exposure(sample) / sample.events;
  if (!(overall > 0) || sample.events < 2) return undefined;
  return parts.map(({ time, events }, index) => ({
    probability: bounds[index + 1]! - bounds[index]!,
    mean: Math.max(time / Math.max(events, 0.5), overall * 1e-6) * (1 + 0.1 * index),
  }));
}
