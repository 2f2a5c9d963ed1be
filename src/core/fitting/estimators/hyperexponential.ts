/** The hyperexponential distribution by maximum likelihood: expectation and maximisation to get near, Newton's method to get there. */
import type { ExponentialPhase, Hyperexponential } from '../../distributions/families/hyperexponential.ts';
import { exp, expm1 } from '../../distributions/special-functions/exact-math.ts';
import { logLikelihood } from '../likelihood/log-likelihood.ts';
import type { Sample, SampleRow } from '../sample.ts';
import { coordinatesOf } from './coordinates.ts';
import { exposure } from './exponential.ts';
import { maximize } from './maximize.ts';

/** Where the shares of the starts are cut, by number of phases. */
const CUTS: Readonly<Record<number, readonly (readonly number[])[]>> = {
  2: [[0.3], [0.7], [0.95]],
  3: [
    [0.4, 0.9],
    [0.2, 0.6],
    [0.7, 0.97],
  ],
};
const FIRST_ROUNDS = 25;
const MORE_ROUNDS = 150;
/** Two phases whose means are closer than this are one. */
const CLOSEST_MEANS = 1.05;
const SMALLEST_PROBABILITY = 1e-6;

/** Undefined where the phases collapse: fewer of them say as much. */
export function estimateHyperexponential(sample: Sample, phaseCount: number): Hyperexponential | undefined {
  const likelihood = logLikelihood({ ...sample, resolution: 0 });
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
  const coordinates = coordinatesOf('hyperexponential');
  const found = maximize(
    (at) => likelihood(coordinates.toParameters(at)),
    coordinates.of(near),
    coordinates.units(near),
  );
  return found && distributionOf((coordinates.toParameters(found.at) as Hyperexponential).phases);
}

type Phases = readonly ExponentialPhase[];

/** The phases from the shortest mean to the longest, if they are all told apart. */
function distributionOf(phases: Phases): Hyperexponential | undefined {
  const sorted = phases.toSorted((a, b) => a.mean - b.mean);
  const isCollapsed = sorted.some(
    ({ mean, probability }, index) =>
      !(probability > SMALLEST_PROBABILITY) ||
      (index > 0 && !(mean > CLOSEST_MEANS * sorted[index - 1]!.mean)),
  );
  return isCollapsed ? undefined : { family: 'hyperexponential', phases: sorted };
}

/** Phases that hold the shortest durations up to the first cut, those up to the second, and so on. */
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
 * Each round shares every duration out among the phases, together with the ones that ended before watching began and so were never seen
 * (for one seen from age a on, (1 − S(a))/S(a) of them), and takes means of the shares. (Dempster, Laird and Rubin, 1977; the unseen ones
 * as in Turnbull, "The empirical distribution function with arbitrarily grouped, censored and truncated data", 1976.)
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
      shareOut(row, probabilities, means, shares);
      addShares(totals, shares, row);
      if (row.entry > 0) addUnseen(totals, row, probabilities, means);
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

/** The probability of each phase, given the duration; all to the slowest where every density vanishes in a double. */
function shareOut(
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

function addUnseen(
  { weights, ends, times }: Totals,
  { entry, count }: SampleRow,
  probabilities: Float64Array,
  means: Float64Array,
): void {
  let seen = 0;
  for (let j = 0; j < means.length; j += 1) seen += probabilities[j]! * exp(-entry / means[j]!);
  if (!(seen > 0)) return;
  for (let j = 0; j < means.length; j += 1) {
    const gone = -expm1(-entry / means[j]!);
    const unseen = (count * probabilities[j]! * gone) / seen;
    weights[j]! += unseen;
    ends[j]! += unseen;
    times[j]! += unseen * (means[j]! - (entry * (1 - gone)) / gone);
  }
}
