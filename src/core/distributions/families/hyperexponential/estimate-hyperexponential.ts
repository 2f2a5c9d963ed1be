/** Fits the hyperexponential distribution: expectation maximisation gets near the maximum, Newton's method reaches it. */
import { climbCoordinates } from '../../estimating/climb-coordinates.ts';
import { exactLogLikelihood } from '../../estimating/exact-likelihood.ts';
import { exposure } from '../../estimating/exposure.ts';
import type { Sample, SampleRow } from '../../estimating/sample.ts';
import { exp, expm1 } from '../../special-functions/exact-math.ts';
import { phaseCoordinates, phaseDensity } from './phase-density.ts';
import type { ExponentialPhase, Hyperexponential } from './phases.ts';

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
  const likelihood = exactLogLikelihood(sample, phaseDensity);
  let best: { phases: Phases; value: number } | undefined;
  for (const cuts of CUTS[phaseCount] ?? []) {
    const start = startAt(sample, cuts);
    if (!start) continue;
    const phases = expectationMaximization(sample, start, FIRST_ROUNDS);
    const value = likelihood({ family: 'hyperexponential', phases });
    if (!best || value > best.value) best = { phases, value };
  }
  if (!best) return undefined;
  const near = distributionOf(expectationMaximization(sample, best.phases, MORE_ROUNDS));
  if (!near) return undefined;
  const found = climbCoordinates(phaseCoordinates, likelihood, near, isStart);
  return found && distributionOf(found.phases);
}

type Phases = readonly ExponentialPhase[];

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

/**
 * Each round divides every duration among the phases and takes means of the shares. It also divides the durations that ended before
 * observation began and were therefore not recorded: (1 − S(a))/S(a) of them for each duration that was recorded from age a on. (Dempster,
 * Laird and Rubin, 1977; unrecorded durations as in Turnbull, "The empirical distribution function with arbitrarily grouped, censored and
 * truncated data", 1976.)
 */
function expectationMaximization({ rows }: Sample, start: Phases, rounds: number): Phases {
  const count = start.length;
  const probabilities = Float64Array.from(start, ({ probability }) => probability);
  const means = Float64Array.from(start, ({ mean }) => mean);
  const shares = new Float64Array(count);
  for (let round = 0; round < rounds; round += 1) {
    const totals: Totals = {
      weights: new Float64Array(count),
      ends: new Float64Array(count),
      times: new Float64Array(count),
    };
    for (const row of rows) {
      divideAmongPhases(row, probabilities, means, shares);
      addShares(totals, shares, row);
      if (row.entry > 0) addUnrecorded(totals, row, probabilities, means);
    }
    const total = totals.weights.reduce((sum, weight) => sum + weight, 0);
    for (let j = 0; j < count; j += 1) {
      probabilities[j] = totals.weights[j]! / total;
      if (totals.ends[j]! > 0 && totals.times[j]! > 0) means[j] = totals.times[j]! / totals.ends[j]!;
    }
  }
  return start.map((_, j) => ({ probability: probabilities[j]!, mean: means[j]! }));
}

interface Totals {
  readonly weights: Float64Array;
  readonly ends: Float64Array;
  readonly times: Float64Array;
}

/** The probability of each phase given the duration; 1 for the slowest phase where every density underflows a double. */
function divideAmongPhases(
  { duration, isEnded }: SampleRow,
  probabilities: Float64Array,
  means: Float64Array,
  shares: Float64Array,
): void {
  let sum = 0;
  let slowest = 0;
  for (let j = 0; j < shares.length; j += 1) {
    const mean = means[j]!;
    const weight = isEnded ? probabilities[j]! / mean : probabilities[j]!;
    shares[j] = weight * exp(-duration / mean);
    sum += shares[j]!;
    if (mean > means[slowest]!) slowest = j;
  }
  for (let j = 0; j < shares.length; j += 1) shares[j] = sum > 0 ? shares[j]! / sum : Number(j === slowest);
}

function addShares({ weights, ends, times }: Totals, shares: Float64Array, row: SampleRow): void {
  for (let j = 0; j < shares.length; j += 1) {
    const share = row.count * shares[j]!;
    weights[j]! += share;
    if (row.isEnded) ends[j]! += share;
    times[j]! += share * row.duration;
  }
}

function addUnrecorded(
  { weights, ends, times }: Totals,
  { entry, count }: SampleRow,
  probabilities: Float64Array,
  means: Float64Array,
): void {
  let recorded = 0;
  for (let j = 0; j < means.length; j += 1) recorded += probabilities[j]! * exp(-entry / means[j]!);
  if (!(recorded > 0)) return;
  for (let j = 0; j < means.length; j += 1) {
    const gone = -expm1(-entry / means[j]!);
    const unrecorded = (count * probabilities[j]! * gone) / recorded;
    weights[j]! += unrecorded;
    ends[j]! += unrecorded;
    times[j]! += unrecorded * (means[j]! - (entry * (1 - gone)) / gone);
  }
}
