/** Moves the phases of a hyperexponential distribution towards those of highest likelihood, in rounds that never lower it. */
import type { Sample } from '../../estimating/sample.ts';
import { exp, expm1 } from '../../special-functions/exact-math.ts';
import type { ExponentialPhase } from './phases.ts';

export type Phases = readonly ExponentialPhase[];

/** The rows of a sample as columns, because every round reads all of them. */
export interface Columns {
  readonly durations: Float64Array;
  readonly entries: Float64Array;
  readonly counts: Float64Array;
  /** The counts of those that ended. */
  readonly ended: Float64Array;
}

export function columnsOf({ rows }: Sample): Columns {
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
export function expectationMaximization(columns: Columns, start: Phases, rounds: number): Phases {
  const isPlain = start.length === 2 && columns.entries.every((entry) => entry === 0);
  return isPlain ? withTwoPhases(columns, start, rounds) : withPhases(columns, start, rounds);
}

/** Two phases without late entries, as most samples need: in plain numbers, several times faster. */
function withTwoPhases({ durations, counts, ended }: Columns, start: Phases, rounds: number): Phases {
  let [first, second] = start as [ExponentialPhase, ExponentialPhase];
  const size = counts.reduce((sum, count) => sum + count, 0);
  const events = ended.reduce((sum, count) => sum + count, 0);
  let time = 0;
  for (let index = 0; index < durations.length; index += 1) time += counts[index]! * durations[index]!;
  for (let round = 0; round < rounds; round += 1) {
    const [fast, slow] = first.mean < second.mean ? [first, second] : [second, first];
    const ofCut = fast.probability / slow.probability;
    const ofEnd = (ofCut * slow.mean) / fast.mean;
    const rate = 1 / fast.mean - 1 / slow.mean;
    let [weight, fastEvents, fastTime] = [0, 0, 0];
    for (let index = 0; index < durations.length; index += 1) {
      const isEnded = ended[index]! > 0;
      const ratio = (isEnded ? ofEnd : ofCut) * exp(-durations[index]! * rate);
      const share = (counts[index]! * ratio) / (1 + ratio);
      weight += share;
      if (isEnded) fastEvents += share;
      fastTime += share * durations[index]!;
    }
    const next = (
      share: number,
      ends: number,
      total: number,
      { mean }: ExponentialPhase,
    ): ExponentialPhase => ({
      probability: share / size,
      mean: ends > 0 && total > 0 ? total / ends : mean,
    });
    const [nextFast, nextSlow] = [
      next(weight, fastEvents, fastTime, fast),
      next(size - weight, events - fastEvents, time - fastTime, slow),
    ];
    [first, second] = fast === first ? [nextFast, nextSlow] : [nextSlow, nextFast];
  }
  return [first, second];
}

function withPhases(columns: Columns, start: Phases, rounds: number): Phases {
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
