/** Makes the charts of one group: survival and quantiles of every fitted quantity, and arrivals over time. */

import { type Distribution, inverseCdf, survival } from '../../core/distributions/families/distribution.ts';
import { profileOver } from '../../core/fitting/arrivals/rate-profile.ts';
import { kaplanMeier, type SurvivalStep, survivalInterval } from '../../core/fitting/kaplan-meier.ts';
import type { GroupFit, QuantityFit } from '../../core/fitting/pods/fit-group.ts';
import type { Chart, Point } from './chart.ts';
import { linearScale, scaleOf } from './scale.ts';

/** More points than pixels add nothing to a chart. */
const MOST_POINTS = 300;

/** The Kaplan-Meier curve with its 95 % band, and the fitted survival function. */
export function survivalChart({ quantity, sample, choice }: QuantityFit): Chart {
  const curve = kaplanMeier(sample);
  const steps = thinned(curve.steps);
  const start = Math.max(0, curve.from);
  const seen: Point[] = [[start, 1], ...steps.map(({ time, survival }): Point => [time, survival])];
  const bands = steps.map((step) => ({ time: step.time, ...survivalInterval(step) }));
  const x = scaleOf(steps.map(({ time }) => time));
  const fitted = choice.best?.distribution ?? choice.distribution;
  return {
    title: `${quantity}: ${sample.size}, ${choice.verdict}`,
    xTitle: 'seconds',
    yTitle: 'share that lasts longer',
    x,
    y: linearScale(0, 1),
    layers: [
      {
        kind: 'band',
        className: 'band',
        upper: bands.map(({ time, high }): Point => [time, high]),
        lower: bands.map(({ time, low }): Point => [time, low]),
      },
      { kind: 'steps', className: 'seen', points: seen },
      ...(fitted
        ? [{ kind: 'line' as const, className: 'fitted', points: fittedPoints(fitted, steps, start) }]
        : []),
    ],
  };
}

const CURVE_POINTS = 100;

/** The fitted survival function, conditional on a duration longer than the start of the curve, as the curve is. */
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

/** Fitted quantiles over observed quantiles: on the diagonal where they agree. */
export function quantileChart({ quantity, sample, choice }: QuantityFit): Chart | undefined {
  const fitted = choice.best?.distribution;
  if (!fitted) return undefined;
  const curve = kaplanMeier(sample);
  const start = Math.max(0, curve.from);
  const whole = start > 0 ? survival(fitted, start) : 1;
  const points = thinned(curve.steps).flatMap(({ time, survival: left }, index, all): Point[] => {
    const middle = (left + (all[index - 1]?.survival ?? 1)) / 2;
    const probability = 1 - middle * whole;
    return time > 0 && probability > 0 && probability < 1 ? [[time, inverseCdf(fitted, probability)]] : [];
  });
  if (points.length < 3) return undefined;
  const scale = scaleOf(points.flat());
  const ends = points.flat().filter((value) => value > 0);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return {
    title: `${quantity}: ${choice.best!.candidate}`,
    xTitle: 'seen quantile, seconds',
    yTitle: 'fitted quantile',
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
      { kind: 'dots', className: 'quantile', points },
    ],
  };
}

const BARS = 60;

/** The number of arrivals in each sixtieth of the window, and the fitted rate over time. */
export function arrivalsChart({ times, rateProfile, group }: GroupFit, window: number): Chart | undefined {
  if (times.length < 2) return undefined;
  const width = window / BARS;
  const counts = Array.from({ length: BARS }, () => 0);
  for (const time of times) counts[Math.min(BARS - 1, Math.max(0, Math.floor(time / width)))]! += 1;
  const mean = times.length / BARS;
  const over = profileOver(rateProfile, window);
  const most = Math.max(...counts, ...over.map(({ factor }) => factor * mean));
  const steps = over.map(({ at, factor }): Point => [at, factor * mean]);
  return {
    title: `${group.name}: ${times.length} arrivals`,
    xTitle: 'seconds of the window',
    yTitle: `arrivals in ${Number(width.toPrecision(3))} s`,
    x: linearScale(0, window),
    y: linearScale(0, most),
    layers: [
      {
        kind: 'bars',
        className: 'bar',
        bars: counts.map((count, index) => [index * width, (index + 1) * width, count] as const),
      },
      { kind: 'steps', className: 'fitted', points: [...steps, [window, steps.at(-1)![1]]] },
    ],
  };
}

/** At most {@link MOST_POINTS} steps, evenly spread, the last one included. */
function thinned(steps: readonly SurvivalStep[]): readonly SurvivalStep[] {
  if (steps.length <= MOST_POINTS) return steps;
  return Array.from(
    { length: MOST_POINTS },
    (_, index) => steps[Math.round((index * (steps.length - 1)) / (MOST_POINTS - 1))]!,
  );
}
