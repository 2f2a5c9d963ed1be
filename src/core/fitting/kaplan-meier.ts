/** Computes the survival curve that assumes no family, and its quantiles: Kaplan and Meier's product, with late entries. */

import type { Sample } from '../distributions/estimating/sample.ts';
import { exp, log } from '../distributions/special-functions/exact-math.ts';

/** One step of the curve, at a time at which a duration ended. */
export interface SurvivalStep {
  readonly time: number;
  /** The number of durations under observation just before: entered earlier, and neither ended nor cut off. */
  readonly atRisk: number;
  readonly events: number;
  /** P(X > time | X > from). */
  readonly survival: number;
  /** Greenwood's estimate. */
  readonly standardError: number;
}

export interface SurvivalCurve {
  /**
   * The curve is conditional on a duration longer than this. It leaves nothing out unless all durations came under observation late. Then
   * the product starts where at least five were under observation at once, because one end among very few would take the curve to 0.
   */
  readonly from: number;
  readonly steps: readonly SurvivalStep[];
}

const FEWEST_AT_RISK = 5;

/**
 * S(t) = Π (1 − events ÷ at risk). A duration is at risk where entry < t ≤ duration; with rounded stamps entry ≤ t, because equal ticks do
 * not show the order. Variance S² Σ events ÷ (at risk × (at risk − events)) (Kaplan and Meier, 1958; late entry as in Klein and Moeschberger, "Survival
 * Analysis", 2003, 4.6).
 */
export function kaplanMeier(sample: Sample): SurvivalCurve {
  const known = knownCurves.get(sample);
  if (known) return known;
  const found = curveOf(sample);
  knownCurves.set(sample, found);
  return found;
}

/** The choice of a family reads the curve of its sample several times. */
const knownCurves = new WeakMap<Sample, SurvivalCurve>();

function curveOf(sample: Sample): SurvivalCurve {
  const sets = riskSets(sample);
  const first = firstReliable(sets, sample);
  const steps: SurvivalStep[] = [];
  let [survival, sum] = [1, 0];
  for (let index = first; index < sets.length; index += 1) {
    const [time, atRisk, events] = [sets.times[index]!, sets.atRisk[index]!, sets.events[index]!];
    survival *= 1 - events / atRisk;
    if (atRisk > events) sum += events / (atRisk * (atRisk - events));
    steps.push({ time, atRisk, events, survival, standardError: survival * Math.sqrt(sum) });
  }
  return { from: startOf(sets, first, sample), steps };
}

/** The curve as two columns, without standard errors: a bootstrap needs thousands of them. */
export interface ReachedCurve {
  readonly from: number;
  readonly times: Float64Array | readonly number[];
  /** 1 − S after each time. */
  readonly reached: Float64Array | readonly number[];
}

/** @param range - the times that the curve covers. Default: the range of {@link kaplanMeier}. */
export function reachedCurve(sample: Sample, range?: KnownRange): ReachedCurve {
  if (sample.truncated === 0 && !range) return wholeCurve(sample);
  const sets = riskSets(sample);
  const [first, end] = range
    ? [countUpTo(sets, range.from), countUpTo(sets, range.until)]
    : [firstReliable(sets, sample), sets.length];
  const reached = new Float64Array(Math.max(0, end - first));
  let survival = 1;
  for (let index = first; index < end; index += 1) {
    survival *= 1 - sets.events[index]! / sets.atRisk[index]!;
    reached[index - first] = 1 - survival;
  }
  const from = range && first > 0 ? range.from : startOf(sets, first, sample);
  return { from, times: sets.times.subarray(first, first + reached.length), reached };
}

/** The curve of a sample without late entries, in one pass: most repeats of a bootstrap are such. */
function wholeCurve({ rows, size, resolution }: Sample): ReachedCurve {
  const [times, reached]: [number[], number[]] = [[], []];
  let [survival, atRisk] = [1, size];
  for (let index = 0; index < rows.length; ) {
    const time = rows[index]!.duration;
    let [gone, events] = [0, 0];
    for (; index < rows.length && rows[index]!.duration === time; index += 1) {
      const { isEnded, count } = rows[index]!;
      gone += count;
      if (isEnded) events += count;
    }
    if (events > 0) {
      survival *= 1 - events / atRisk;
      times.push(time);
      reached.push(1 - survival);
    }
    atRisk -= gone;
  }
  return { from: -resolution, times, reached };
}

export interface KnownRange {
  /** −Infinity: from the start. */
  readonly from: number;
  readonly until: number;
}

/** The curve is known well where this share of the largest number at risk is at risk. */
const WELL_KNOWN = 0.02;

/**
 * The range in which at least 2 % of the largest number at risk is at risk. Outside, both the error and the reach of the curve grow with the
 * sample, so only inside can curves of samples of different sizes be compared.
 */
export function knownRange(sample: Sample): KnownRange {
  const { length, times, atRisk } = riskSets(sample);
  let peak = 0;
  for (let index = 1; index < length; index += 1) if (atRisk[index]! > atRisk[peak]!) peak = index;
  const enough = WELL_KNOWN * (atRisk[peak] ?? 0);
  let [first, last] = [peak, peak];
  while (first > 0 && atRisk[first - 1]! >= enough) first -= 1;
  while (last + 1 < length && atRisk[last + 1]! >= enough) last += 1;
  return {
    from: first === 0 ? Number.NEGATIVE_INFINITY : times[first - 1]!,
    until: times[last] ?? Number.POSITIVE_INFINITY,
  };
}

function countUpTo({ length, times }: RiskSets, time: number): number {
  let count = 0;
  while (count < length && times[count]! <= time) count += 1;
  return count;
}

/** Columns; their first `length` entries are filled. */
interface RiskSets {
  readonly length: number;
  readonly times: Float64Array;
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
}

/** The number at risk at each time of an end. Rows are in the order of their durations; without late entries, all are at risk from the start. */
function riskSets({ rows, size, truncated, resolution }: Sample): RiskSets {
  const entries =
    truncated === 0
      ? []
      : rows.map(({ entry, count }) => ({ entry, count })).sort((a, b) => a.entry - b.entry);
  const [times, atRiskThen, ended] = [1, 2, 3].map(() => new Float64Array(rows.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let [entered, gone, next, length] = [truncated === 0 ? size : 0, 0, 0, 0];
  for (let index = 0; index < rows.length; ) {
    const time = rows[index]!.duration;
    while (next < entries.length && isIn(entries[next]!.entry, time, resolution)) {
      entered += entries[next]!.count;
      next += 1;
    }
    const atRisk = entered - gone;
    let events = 0;
    for (; index < rows.length && rows[index]!.duration === time; index += 1) {
      const { isEnded, count } = rows[index]!;
      gone += count;
      if (isEnded) events += count;
    }
    if (events === 0) continue;
    times[length] = time;
    atRiskThen[length] = atRisk;
    ended[length] = events;
    length += 1;
  }
  return { length, times, atRisk: atRiskThen, events: ended };
}

function isIn(entry: number, time: number, resolution: number): boolean {
  return entry < time || (entry === time && (resolution > 0 || entry === 0));
}

/** The index after the last small risk set before the largest one; 0 where there is no late entry. */
function firstReliable({ length, atRisk }: RiskSets, { truncated, size }: Sample): number {
  if (truncated === 0 || size < FEWEST_AT_RISK) return 0;
  let first = 0;
  for (let index = 1; index < length; index += 1) if (atRisk[index]! > atRisk[first]!) first = index;
  while (first > 0 && atRisk[first - 1]! >= FEWEST_AT_RISK) first -= 1;
  return first;
}

function startOf({ times }: RiskSets, first: number, sample: Sample): number {
  return first === 0 ? lowestEntry(sample) - sample.resolution : times[first - 1]!;
}

function lowestEntry({ rows }: Sample): number {
  return rows.reduce((lowest, { entry }) => Math.min(lowest, entry), rows[0]?.entry ?? 0);
}

/** The first time at which S ≤ 1 − probability; undefined where the curve does not reach it. */
export function survivalQuantile({ steps }: SurvivalCurve, probability: number): number | undefined {
  const left = 1 - probability + 1e-12;
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle]!.survival <= left) high = middle;
    else low = middle + 1;
  }
  return steps[low]?.time;
}

/** S(time), constant between steps. */
export function survivalAt({ steps }: SurvivalCurve, time: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 1 : steps[low - 1]!.survival;
}

/** 95 % interval of S(time) on the scale ln(−ln S), so that it stays between 0 and 1 (Kalbfleisch and Prentice). */
export function survivalInterval({ survival, standardError }: SurvivalStep): { low: number; high: number } {
  if (survival <= 0 || survival >= 1) return { low: survival, high: survival };
  const spread = (1.959963984540054 * standardError) / (survival * -log(survival));
  return { low: exp(log(survival) * exp(spread)), high: exp(log(survival) * exp(-spread)) };
}
