/** Makes the distribution that draws what the Kaplan-Meier curve shows: few quantiles, the same restricted mean, and a tail beyond the window. */

import type { Sample } from '../../distributions/estimating/sample.ts';
import type { Empirical, EmpiricalQuantile } from '../../distributions/families/empirical.ts';
import type { Tail } from '../../distributions/families/tail.ts';
import { estimateFamily } from '../fit-family.ts';
import { kaplanMeier, type SurvivalStep } from '../kaplan-meier.ts';
import { boundedWindows } from './watched-time.ts';

/** A stretch of the curve ends with a quantile and has at most one inside it. */
const MOST_STRETCHES = 19;
/** The smallest step of probability that is written. */
const GRAIN = 1e-7;

/**
 * The curve is cut into stretches, where straight lines miss it most. In each stretch, one quantile more keeps the mean exactly, so the
 * restricted mean is kept as well. Beyond the longest duration, whether it ended or was cut off, comes the tail.
 *
 * @returns undefined where the sample has no end.
 */
export function empiricalOf(sample: Sample): Empirical | undefined {
  const { steps } = kaplanMeier(sample);
  const last = steps.at(-1);
  if (!last) return undefined;
  const knots = cut(steps, weightsOf(sample, steps));
  const quantiles: EmpiricalQuantile[] = [{ probability: 0, value: rounded(steps[0]!.time) }];
  for (const [index, end] of knots.entries()) {
    for (const each of stretchOf(steps, knots[index - 1] ?? -1, end)) push(quantiles, each);
  }
  if (last.survival < GRAIN) return { family: 'empirical', quantiles };
  const longest = sample.rows.at(-1)!.duration;
  if (longest > last.time) push(quantiles, { probability: 1 - last.survival + GRAIN, value: longest });
  return { family: 'empirical', quantiles, tail: tailOf(sample) };
}

function push(quantiles: EmpiricalQuantile[], { probability, value }: EmpiricalQuantile): void {
  const before = quantiles.at(-1)!;
  const place = Number(Math.min(1, probability).toFixed(7));
  if (place - before.probability < GRAIN / 2) return;
  quantiles.push({ probability: place, value: Math.max(before.value, rounded(value)) });
}

/** Eight digits, so that a person can read it. */
function rounded(value: number): number {
  return Number(value.toPrecision(8));
}

/** For each step, how long all windows together observe until the next step. */
function weightsOf(sample: Sample, steps: readonly SurvivalStep[]): Float64Array {
  const windows = boundedWindows(sample);
  const limits = windows.map(({ limit, count }) => ({ at: limit, count }));
  const entries = windows.map(({ entry, count }) => ({ at: entry, count })).sort((a, b) => a.at - b.at);
  const weights = new Float64Array(steps.length);
  let [open, entered, left] = [0, 0, 0];
  for (const [index, { time }] of steps.entries()) {
    for (; entered < entries.length && entries[entered]!.at <= time; entered += 1)
      open += entries[entered]!.count;
    for (; left < limits.length && limits[left]!.at <= time; left += 1) open -= limits[left]!.count;
    weights[index] = open * ((steps[index + 1]?.time ?? time) - time);
  }
  return weights;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly error: number;
  /** The step at which it is cut next. */
  readonly worst: number;
}

/** The indexes of the steps at which stretches end, in order. */
function cut(steps: readonly SurvivalStep[], weights: Float64Array): number[] {
  const whole = steps.reduce((sum, { survival }, index) => sum + survival * weights[index]!, 0) || 1;
  const stretches = [stretch(steps, weights, whole, -1, steps.length - 1)];
  while (stretches.length < MOST_STRETCHES) {
    const index = stretches.reduce((most, { error }, at) => (error > stretches[most]!.error ? at : most), 0);
    const { from, to, error, worst } = stretches[index]!;
    if (error <= 0) break;
    stretches.splice(
      index,
      1,
      stretch(steps, weights, whole, from, worst),
      stretch(steps, weights, whole, worst, to),
    );
  }
  return stretches.map(({ to }) => to);
}

/** The error is the share of the area between the curve and the lines, plus the largest distance. */
function stretch(
  steps: readonly SurvivalStep[],
  weights: Float64Array,
  whole: number,
  from: number,
  to: number,
): Stretch {
  if (to - from < 2) return { from, to, error: 0, worst: to };
  const lines = [pointAt(steps, from), ...stretchOf(steps, from, to)];
  let [area, distance, worst, line] = [0, 0, from + 1, 1];
  let most = -1;
  for (let index = from + 1; index < to; index += 1) {
    const { time, survival } = steps[index]!;
    while (line < lines.length - 1 && lines[line]!.value < time) line += 1;
    const [left, right] = [lines[line - 1]!, lines[line]!];
    const width = right.value - left.value;
    const share = width > 0 ? Math.min(1, (time - left.value) / width) : 1;
    const reached = left.probability + share * (right.probability - left.probability);
    const off = Math.abs(1 - survival - reached);
    const here = (off * weights[index]!) / whole;
    area += here;
    distance = Math.max(distance, off);
    if (here + off > most) [most, worst] = [here + off, index];
  }
  return { from, to, error: area + distance, worst };
}

function pointAt(steps: readonly SurvivalStep[], index: number): EmpiricalQuantile {
  return index < 0
    ? { probability: 0, value: steps[0]!.time }
    : { probability: 1 - steps[index]!.survival, value: steps[index]!.time };
}

/** The quantiles of the steps after `from` up to `to`: the last one, and before it one that keeps their mean. */
function stretchOf(steps: readonly SurvivalStep[], from: number, to: number): EmpiricalQuantile[] {
  const [start, end] = [pointAt(steps, from), pointAt(steps, to)];
  const mass = end.probability - start.probability;
  const width = end.value - start.value;
  if (width <= 0 || mass <= 0) return [end];
  let [sum, left] = [0, 1 - start.probability];
  for (let index = from + 1; index <= to; index += 1) {
    const { time, survival } = steps[index]!;
    sum += (left - survival) * (time - start.value);
    left = survival;
  }
  const mean = sum / mass;
  const share = Math.max(0, 1 - mean / width);
  const middle = {
    probability: start.probability + Math.max(GRAIN, share * mass),
    value: start.value + mean,
  };
  return [middle, end];
}

/** The tail is estimated from this share of the ends, the longest ones, or from all ends where there are few. */
const LAST_ENDS = 0.2;
const FEW_ENDS = 10;
/** By how much AICc must be lower for the tail of the second family. */
const CLEARLY = 2;

/** Exponential with the rate of the last ends, or a power of time where that is clearly likelier. */
function tailOf(sample: Sample): Tail {
  const late = lateDurations(sample);
  const [plain, power] = [estimateFamily('exponential', late), estimateFamily('lomax', late)];
  if (!plain) return 'never';
  const isPower =
    late.events >= FEW_ENDS &&
    power !== undefined &&
    power.logLikelihood - plain.logLikelihood > 1 + CLEARLY / 2;
  return (isPower ? power : plain).distribution as Tail;
}

/** The durations that lasted longer than most, observed from that age on. */
function lateDurations(sample: Sample): Sample {
  const skipped = sample.events < FEW_ENDS ? 0 : Math.floor((1 - LAST_ENDS) * sample.events);
  let [from, ended] = [0, 0];
  for (const { duration, isEnded, count } of sample.rows) {
    if (!isEnded) continue;
    if (ended + count > skipped) break;
    ended += count;
    from = duration;
  }
  const rows = sample.rows
    .filter(({ duration }) => duration > from)
    .map((row) => ({ ...row, entry: Math.max(row.entry, from) }));
  const events = rows.reduce((sum, { isEnded, count }) => sum + (isEnded ? count : 0), 0);
  const size = rows.reduce((sum, { count }) => sum + count, 0);
  return { size, events, truncated: from > 0 ? size : sample.truncated, rows, windows: [], resolution: 0 };
}
