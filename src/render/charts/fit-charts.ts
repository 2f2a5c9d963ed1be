/** Makes the charts of one group: survival and quantiles of every fitted quantity, arrivals over time, and sizes of bursts. */

import { type Distribution, inverseCdf, survival } from '../../core/distributions/families/distribution.ts';
import { counted } from '../../core/errors/counted.ts';
import { profileOver, type RateProfile } from '../../core/fitting/arrivals/rate-profile.ts';
import { kaplanMeier, type SurvivalStep, survivalInterval } from '../../core/fitting/kaplan-meier.ts';
import type { GroupFit, QuantityFit } from '../../core/fitting/pods/fit-group.ts';
import type { Chart, Point } from './chart.ts';
import { linearScale, logScale, type Scale, spanText, tickText, timeScale, timeScaleOf } from './scale.ts';

/** More points than pixels add nothing to a chart. */
const MOST_POINTS = 300;
/** More points than this hide their ranges in a chart of quantiles. */
const MOST_QUANTILES = 60;

/** The Kaplan-Meier curve with its 95 % band, the distribution that the scenario draws from, and the numbers at risk. */
export function survivalChart({ quantity, sample, choice }: QuantityFit): Chart {
  const curve = kaplanMeier(sample);
  const steps = thinned(curve.steps, MOST_POINTS);
  const start = Math.max(0, curve.from);
  const seen: Point[] = [[start, 1], ...steps.map(({ time, survival: left }): Point => [time, left])];
  const bands = steps.map((step) => ({ time: step.time, ...survivalInterval(step) }));
  const x = timeScaleOf(steps.map(({ time }) => time));
  const { distribution } = choice;
  return {
    title: `${quantity}: ${sample.size}, ${choice.verdict}; draws ${distribution ? drawnName(distribution) : 'nothing'}`,
    xTitle: 'time',
    yTitle: 'share that lasts longer',
    x,
    y: survivalScale(steps),
    layers: [
      {
        kind: 'band',
        className: 'band',
        upper: bands.map(({ time, high }): Point => [time, high]),
        lower: bands.map(({ time, low }): Point => [time, low]),
      },
      { kind: 'steps', className: 'seen', points: seen },
      ...(distribution
        ? [{ kind: 'line' as const, className: 'fitted', points: fittedPoints(distribution, steps, start) }]
        : []),
    ],
    below: { title: 'at risk', numbers: atRisk(curve.steps, x) },
  };
}

function drawnName({ family }: Distribution): string {
  return family === 'empirical' ? 'the Kaplan-Meier curve' : family;
}

/** Logarithmic, so that a tail shows: a straight line is an exponential one. */
function survivalScale(steps: readonly SurvivalStep[]): Scale {
  const lowest = Math.min(0.5, ...steps.map(({ survival: left }) => left).filter((left) => left > 0));
  const scale = logScale(Math.max(lowest / 1.5, 1e-4), 1);
  return { ...scale, text: (tick) => `${tickText(tick * 100)}%` };
}

/** The number at risk at each tick. */
function atRisk(steps: readonly SurvivalStep[], x: Scale): (readonly [number, number])[] {
  return x.ticks.flatMap((tick): (readonly [number, number])[] => {
    const next = steps.find(({ time }) => time >= tick);
    return next ? [[tick, next.atRisk]] : [];
  });
}

const CURVE_POINTS = 100;

/** The drawn survival function, conditional on a duration longer than the start of the curve, as the curve is. */
function fittedPoints(distribution: Distribution, steps: readonly SurvivalStep[], start: number): Point[] {
  const whole = start > 0 ? survival(distribution, start) : 1;
  const times = steps.map(({ time }) => time).filter((time) => time > 0);
  const [low, high] = [Math.min(...times), Math.max(...times)];
  const even = Array.from(
    { length: CURVE_POINTS },
    (_, index) => low * (high / low) ** (index / (CURVE_POINTS - 1)),
  );
  const all = times.length > 0 ? [...times, ...even].sort((a, b) => a - b) : [];
  return all.map((time): Point => [time, whole > 0 ? survival(distribution, time) / whole : 0]);
}

/** Drawn quantiles over observed ones, with the 95 % range that the curve leaves: the diagonal runs through the ranges where they agree. */
export function quantileChart({ quantity, sample, choice }: QuantityFit): Chart | undefined {
  const { distribution } = choice;
  if (!distribution) return undefined;
  const curve = kaplanMeier(sample);
  const start = Math.max(0, curve.from);
  const whole = start > 0 ? survival(distribution, start) : 1;
  const drawn = (left: number): number | undefined => {
    const probability = 1 - left * whole;
    if (probability <= 0 || probability >= 1) return undefined;
    const value = inverseCdf(distribution, probability);
    return Number.isFinite(value) ? value : undefined;
  };
  const steps = thinned(curve.steps, MOST_QUANTILES);
  const points: Point[] = [];
  const ranges: (readonly [number, number, number])[] = [];
  for (const [index, step] of steps.entries()) {
    const { time, survival: left } = step;
    const middle = drawn((left + (steps[index - 1]?.survival ?? 1)) / 2);
    if (time <= 0 || middle === undefined || middle <= 0) continue;
    points.push([time, middle]);
    const interval = survivalInterval(step);
    const [low, high] = [drawn(interval.high), drawn(interval.low)];
    if (low !== undefined && high !== undefined && low > 0) ranges.push([time, low, high]);
  }
  if (points.length < 3) return undefined;
  const scale = timeScaleOf(points.flat());
  const ends = points.flat().filter((value) => value > 0);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return {
    title: `${quantity}: quantiles of ${drawnName(distribution)}`,
    xTitle: 'seen quantile',
    yTitle: 'drawn quantile',
    x: scale,
    y: scale,
    layers: [
      {
        kind: 'line',
        className: 'diagonal',
        points: [
          [low, low],
          [high, high],
        ],
      },
      { kind: 'ranges', className: 'range', ranges },
      { kind: 'dots', className: 'quantile', points },
    ],
  };
}

const BARS = 60;

/** The number of arrivals in each sixtieth of the window, and what the fitted rate lets expect there. */
export function arrivalsChart({ times, rateProfile, group }: GroupFit, window: number): Chart | undefined {
  if (times.length < 2) return undefined;
  const width = window / BARS;
  const counts = Array.from({ length: BARS }, () => 0);
  for (const time of times) counts[Math.min(BARS - 1, Math.max(0, Math.floor(time / width)))]! += 1;
  const mean = times.length / BARS;
  const expected = counts.map(
    (_, index) => mean * meanFactor(rateProfile, index * width, (index + 1) * width),
  );
  return {
    title: `${group.name}: ${counted(times.length, 'arrival')}`,
    xTitle: 'time in the window',
    yTitle: `arrivals in ${spanText(width)}`,
    x: timeScale(linearScale, 0, window),
    y: linearScale(0, Math.max(...counts, ...expected)),
    layers: [
      {
        kind: 'bars',
        className: 'bar',
        bars: counts.map((count, index) => [index * width, (index + 1) * width, count] as const),
      },
      {
        kind: 'steps',
        className: 'fitted',
        points: [...expected, expected.at(-1)!].map((number, index): Point => [index * width, number]),
      },
    ],
  };
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
  return {
    title: `${group.name}: sizes of bursts`,
    xTitle: 'pods in a burst',
    yTitle: 'bursts',
    x: linearScale(0, most + width),
    y: linearScale(0, Math.max(...counts.values())),
    layers: [
      {
        kind: 'bars',
        className: 'bar',
        bars: [...counts].map(([from, count]) => [from, from + width, count] as const),
      },
    ],
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
