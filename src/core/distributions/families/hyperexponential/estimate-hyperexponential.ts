/** Fits the hyperexponential distribution: expectation maximisation gets near the maximum, Newton's method reaches it. */
import { climbCoordinates } from '../../estimating/climb-coordinates.ts';
import { exactLogLikelihood } from '../../estimating/exact-likelihood.ts';
import { exposure } from '../../estimating/exposure.ts';
import type { Sample } from '../../estimating/sample.ts';
import { exp, expm1 } from '../../special-functions/exact-math.ts';
import { isExponential } from './is-exponential.ts';
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
  if (isExponential(sample)) return undefined;
  const likelihood = exactLogLikelihood(sample, phaseDensity);
  const columns = columnsOf(sample);
  let best: { phases: Phases; value: number } | undefined;
  for (const cuts of CUTS[phaseCount] ?? []) {
    const start = startAt(sample, cuts);
    if (!start) continue;
    const phases = expectationMaximization(columns, start, FIRST_ROUNDS);
    const value = likelihood({ family: 'hyperexponential', phases });
    if (!best || value > best.value) best = { phases, value };
  }
  if (!best) return undefined;
  const near = distributionOf(expectationMaximization(columns, best.phases, MORE_ROUNDS));
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

/** The rows of a sample as columns, because every round reads all of them. */
interface Columns {
  readonly durations: Float64Array;
  readonly entries: Float64Array;
  readonly counts: Float64Array;
  /** The counts of those that ended. */
  readonly ended: Float64Array;
}

function columnsOf({ rows }: Sample): Columns {
  return {
    durations: Float64Array.from(rows, ({ duration }) => duration),
    entries: Float64Array.from(rows, ({ entry }) => entry),
    counts: Float64Array.from(rows, ({ count }) => count),
    ended: Float64Array.from(rows, ({ isEnded, count }) => (isEnded ? count : 0)),
  };
}

/**
 * Each round divides every duration among the phases and takes means of the shares. It also divides the durations that ended before
 * observation began and were therefore not recorded: (1 − S(a))/S(a) of them for each duration that was recorded from age a on. (Dempster,
 * Laird and Rubin, 1977; unrecorded durations as in Turnbull, "The empirical distribution function with arbitrarily grouped, censored and
 * truncated data", 1976.) The slowest phase is factored out of the shares, so that they never underflow.
 */
function expectationMaximization(columns: Columns, start: Phases, rounds: number): Phases {
  const { durations, entries, counts, ended } = columns;
  const count = start.length;
  const probabilities = Float64Array.from(start, ({ probability }) => probability);
  const means = Float64Array.from(start, ({ mean }) => mean);
  const [shares, ofEnd, ofCut, rates] = [0, 1, 2, 3].map(() => new Float64Array(count)) as Four;
  const [weights, ends, times] = [0, 1, 2].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let round = 0; round < rounds; round += 1) {
    const slowest = means.indexOf(means.reduce((most, mean) => Math.max(most, mean), 0));
    for (let j = 0; j < count; j += 1) {
      ofCut[j] = probabilities[j]! / probabilities[slowest]!;
      ofEnd[j] = (ofCut[j]! * means[slowest]!) / means[j]!;
      rates[j] = 1 / means[j]! - 1 / means[slowest]!;
    }
    for (const totals of [weights, ends, times]) totals.fill(0);
    for (let index = 0; index < durations.length; index += 1) {
      const duration = durations[index]!;
      const isEnded = ended[index]! > 0;
      const factors = isEnded ? ofEnd : ofCut;
      let sum = 0;
      for (let j = 0; j < count; j += 1) {
        const share = j === slowest ? 1 : factors[j]! * exp(-duration * rates[j]!);
        shares[j] = share;
        sum += share;
      }
      const each = counts[index]! / sum;
      for (let j = 0; j < count; j += 1) {
        const share = each * shares[j]!;
        weights[j]! += share;
        if (isEnded) ends[j]! += share;
        times[j]! += share * duration;
      }
      if (entries[index]! > 0)
        addUnrecorded({ weights, ends, times }, entries[index]!, counts[index]!, probabilities, means);
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let j = 0; j < count; j += 1) {
      probabilities[j] = weights[j]! / total;
      if (ends[j]! > 0 && times[j]! > 0) means[j] = times[j]! / ends[j]!;
    }
  }
  return start.map((_, j) => ({ probability: probabilities[j]!, mean: means[j]! }));
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

interface Totals {
  readonly weights: Float64Array;
  readonly ends: Float64Array;
  readonly times: Float64Array;
}

function addUnrecorded(
  { weights, ends, times }: Totals,
  entry: number,
  count: number,
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
