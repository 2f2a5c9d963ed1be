/** Makes the charts of one group: survival and quantiles of every fitted quantity, arrivals over time, and sizes of bursts. */

import { counted } from '../../core/errors/counted.ts';
import { profileOver, type RateProfile } from '../../core/fitting/arrivals/rate-profile.ts';
import { kaplanMeier, type SurvivalStep, survivalInterval } from '../../core/fitting/kaplan-meier.ts';
import type { GroupFit, QuantityFit } from '../../core/fitting/pods/fit-group.ts';
import { formatNumber, formatSpan } from '../terminal/human-units.ts';
import { type Chart, durationScale, fewDigits } from './chart.ts';
import type { DrawnLaw } from './drawn-law.ts';

/** More points than pixels add nothing to a chart. */
const MOST_POINTS = 300;
/** More points than this hide their ranges in a chart of quantiles. */
const MOST_QUANTILES = 60;

/**
 * The Kaplan-Meier curve with its 95 % band, the law that the scenario draws from, and the numbers at risk.
 *
 * @param law - or why the scenario has none.
 */
export function survivalChart({ quantity, sample, choice }: QuantityFit, law: DrawnLaw | string): Chart {
  const curve = kaplanMeier(sample);
  const steps = thinned(curve.steps, MOST_POINTS);
  const start = Math.max(0, curve.from);
  const scale = durationScale(steps.map(({ time }) => time));
  const drawn = typeof law === 'string' ? undefined : law;
  const whole = drawn && start > 0 ? drawn.survival(start) : 1;
  const first = scale.isLog ? Math.max(start, scale.from) : start;
  const times = [...new Set([first, ...steps.map(({ time }) => time), ...evenTimes(steps)])]
    .filter((time) => time >= first)
    .sort((a, b) => a - b);
  const before = times.map((time) => steps.findLastIndex((step) => step.time <= time));
  const bands = steps.map(survivalInterval);
  const stepped = (values: readonly number[]): (number | null)[] =>
    before.map((step) => (step < 0 ? null : fewDigits(values[step]!)));
  const half = curve.steps.find(({ survival: left }) => left <= 0.5);
  const title = `${quantity}: ${formatNumber(sample.size)}, ${choice.verdict}; ${drawn ? `draws ${drawn.name}` : `not drawn: ${law}`}`;
  return {
    kind: 'survival',
    title,
    describe: `${title}. Share that lasts longer, by time: ${half ? `half last longer than ${formatSpan(half.time * 1e6)}` : 'more than half outlast the recording'}.`,
    scale,
    times: times.map(fewDigits),
    recorded: before.map((step) => (step < 0 ? 1 : fewDigits(steps[step]!.survival))),
    low: stepped(bands.map(({ low }) => low)),
    high: stepped(bands.map(({ high }) => high)),
    drawn: times.map((time) =>
      drawn && time >= start && whole > 0 ? fewDigits(drawn.survival(time) / whole) : null,
    ),
    atRisk: atRisk(curve.steps, times),
  };
}

/** Both rise. */
function atRisk(steps: readonly SurvivalStep[], times: readonly number[]): number[] {
  let next = 0;
  return times.map((time) => {
    while (next < steps.length && steps[next]!.time < time) next += 1;
    return steps[next]?.atRisk ?? 0;
  });
}

const CURVE_POINTS = 100;

/** Times between the steps, at which a curve is drawn too. */
function evenTimes(steps: readonly SurvivalStep[]): number[] {
  const times = steps.map(({ time }) => time).filter((time) => time > 0);
  const [low, high] = [Math.min(...times), Math.max(...times)];
  return times.length === 0
    ? []
    : Array.from({ length: CURVE_POINTS }, (_, index) => low * (high / low) ** (index / (CURVE_POINTS - 1)));
}

/** Drawn quantiles over observed ones, with the 95 % range that the curve leaves: the diagonal runs through the ranges where they agree. */
export function quantileChart({ quantity, sample }: QuantityFit, law: DrawnLaw | string): Chart | undefined {
  if (typeof law === 'string') return undefined;
  const curve = kaplanMeier(sample);
  const start = Math.max(0, curve.from);
  const whole = start > 0 ? law.survival(start) : 1;
  const drawn = (left: number): number | undefined => law.outlastedBy(left * whole);
  const steps = thinned(curve.steps, MOST_QUANTILES);
  const points = steps.flatMap((step, index) => {
    const middle = drawn((step.survival + (steps[index - 1]?.survival ?? 1)) / 2);
    if (step.time <= 0 || middle === undefined || middle <= 0) return [];
    const interval = survivalInterval(step);
    const [low, high] = [drawn(interval.high), drawn(interval.low)];
    const isKnown = low !== undefined && high !== undefined && low > 0;
    return [{ time: step.time, middle, low: isKnown ? low : null, high: isKnown ? high : null }];
  });
  if (points.length < 3) return undefined;
  const few = (value: number | null): number | null => (value === null ? null : fewDigits(value));
  const title = `${quantity}: quantiles of ${law.name}`;
  const { time, middle } = points[Math.floor(points.length / 2)]!;
  return {
    kind: 'quantiles',
    title,
    describe: `${title}, drawn over recorded: where ${formatSpan(time * 1e6)} is recorded, ${formatSpan(middle * 1e6)} is drawn.`,
    scale: durationScale(points.flatMap((point) => [point.time, point.middle])),
    times: points.map((point) => fewDigits(point.time)),
    drawn: points.map((point) => few(point.middle)),
    low: points.map((point) => few(point.low)),
    high: points.map((point) => few(point.high)),
  };
}

const BARS = 60;

/**
 * The number of arrivals in each sixtieth of the window, and what the scenario lets expect there.
 *
 * @param isWorkload - whether a controller creates the pods: the scenario then has no rate.
 */
export function arrivalsChart(fit: GroupFit, window: number, isWorkload: boolean): Chart | undefined {
  const { times, group } = fit;
  if (times.length < 2) return undefined;
  const width = window / BARS;
  const counts = countsOf(times, width);
  const expected = isWorkload ? undefined : expectedCounts(fit, width);
  const title = `${group.name}: ${counted(times.length, 'arrival')}, in each ${formatSpan(width * 1e6)}`;
  const most = expected && `, at most ${formatNumber(Math.max(...expected))} expected`;
  return {
    kind: 'times',
    title,
    describe: `${title}: at most ${Math.max(...counts)} recorded${most ?? ''}.`,
    lines: [
      { side: 'recorded', values: counts, isArea: true },
      ...(expected ? [{ side: 'drawn', values: expected.map(fewDigits) } as const] : []),
    ],
  };
}

function countsOf(times: readonly number[], width: number): number[] {
  const counts = Array.from({ length: BARS }, () => 0);
  for (const time of times) counts[Math.min(BARS - 1, Math.max(0, Math.floor(time / width)))]! += 1;
  return counts;
}

/** Of each entry of the group: pods one by one, large bursts, and the others. */
function expectedCounts({ times, runs, bursts, recorded, rateProfile }: GroupFit, width: number): number[] {
  const kept = (runs?.kept?.pods ?? []).map(({ pod }) => pod.created);
  const drawn = times.length - kept.length - (bursts?.arrived ?? 0);
  const parts = [
    countsOf(kept, width),
    partCounts({ arrived: drawn, recorded, rateProfile }, width),
    ...(bursts ? [partCounts(bursts, width)] : []),
  ];
  return parts[0]!.map((_, index) => parts.reduce((sum, counts) => sum + counts[index]!, 0));
}

function partCounts(
  { arrived, recorded, rateProfile }: Pick<GroupFit, 'arrived' | 'recorded' | 'rateProfile'>,
  width: number,
): number[] {
  if (recorded)
    return countsOf(
      recorded.flatMap(({ at, count }) => Array.from({ length: count }, () => at)),
      width,
    );
  return Array.from(
    { length: BARS },
    (_, index) => (arrived / BARS) * meanFactor(rateProfile, index * width, (index + 1) * width),
  );
}

/** Over a slice of time: a stretch of seconds in a window of days is no higher than the arrivals that it brings. */
function meanFactor(profile: RateProfile, from: number, to: number): number {
  const steps = profileOver(profile, to);
  const parts = steps.map(({ at, factor }, index) => {
    const end = Math.min(to, steps[index + 1]?.at ?? to);
    return factor * Math.max(0, end - Math.max(from, at));
  });
  return parts.reduce((sum, part) => sum + part, 0) / (to - from);
}

/** How many pods a burst has. */
export function burstChart({ burstSize, group }: GroupFit): Chart | undefined {
  if (burstSize?.family !== 'choice') return undefined;
  const { options } = burstSize;
  const most = Math.max(...options.map(({ value }) => value));
  const width = Math.max(1, Math.ceil(most / BARS));
  const counts = new Map<number, number>();
  for (const { value, weight } of options) {
    const from = Math.floor(value / width) * width;
    counts.set(from, (counts.get(from) ?? 0) + weight);
  }
  const bars = [...counts].sort(([a], [b]) => a - b);
  const name = (from: number): string => (width === 1 ? String(from) : `${from}–${from + width - 1}`);
  const title = `${group.name}: pods in a burst`;
  return {
    kind: 'bars',
    title,
    describe: `${title}: ${bars.map(([from, count]) => `${counted(count, 'burst')} of ${name(from)}`).join(', ')}.`,
    bars: bars.map(([from, count]) => [name(from), count] as const),
  };
}

/** At most `most` steps, evenly spread, the last one included. */
function thinned(steps: readonly SurvivalStep[], most: number): readonly SurvivalStep[] {
  if (steps.length <= most) return steps;
  return Array.from(
    { length: most },
    (_, index) => steps[Math.round((index * (steps.length - 1)) / (most - 1))]!,
  );
}
