/** The normal distribution, cut off at 0 and rescaled: times and amounts are never negative. */
import * as z from 'zod';
import { estimateGaussian } from '../estimating/gaussian.ts';
import type { Sample } from '../estimating/sample.ts';
import { exp, log, log1p } from '../special-functions/exact-math.ts';
import { HALF_LOG_TWO_PI } from '../special-functions/log-gamma.ts';
import {
  logNormalTail,
  logTailRatio,
  normalCdf,
  normalDensity,
  normalExcess,
  normalHazard,
  normalQuantile,
} from '../special-functions/normal-distribution.ts';
import { writtenValue } from '../written/parameter-schemas.ts';
import { writtenTime } from '../written/written-values.ts';
import { NO_DENSITY } from './density.ts';
import { type Empirical, empirical } from './empirical.ts';
import type { FittableFamily } from './family.ts';

/** `mean` and `sd` are those before the cut. */
export interface Normal {
  readonly family: 'normal';
  readonly mean: number;
  readonly sd: number;
}

const schema = z.strictObject({ type: z.literal('normal'), mean: writtenValue, sd: writtenValue });

export const normal: FittableFamily<Normal> = {
  name: 'normal',
  summary: 'cut off at 0 and rescaled; `mean` and `sd` are those before the cut',
  cdf: (parameters, x) => (x <= 0 ? 0 : 1 - survivalAbove(parameters, x)),
  survival: (parameters, x) => (x <= 0 ? 1 : survivalAbove(parameters, x)),
  quantile: truncatedQuantile,
  mean: ({ mean, sd }) => sd * normalExcess(-mean / sd),
  scaled: (parameters, factor) => ({
    ...parameters,
    mean: parameters.mean * factor,
    sd: parameters.sd * factor,
  }),
  schema,
  read: ({ mean, sd }: z.output<typeof schema>, reader) => ({
    family: 'normal',
    mean: reader.value(mean, ['mean']),
    sd: reader.positive(sd, ['sd']),
  }),
  /** No duration in a file is negative, so a normal distribution with a mean below its cut at 0 is written by its quantiles. */
  write: (parameters) =>
    parameters.mean < 0
      ? empirical.write(byQuantiles(parameters))
      : { type: 'normal', mean: writtenTime(parameters.mean), sd: writtenTime(parameters.sd) },
  fitting: {
    density: {
      logDensity: ({ mean, sd }) => {
        const constant = -HALF_LOG_TWO_PI - log(sd) - logNormalTail(-mean / sd);
        return (x) => (x < 0 ? NO_DENSITY : constant - 0.5 * ((x - mean) / sd) ** 2);
      },
      logSurvival: ({ mean, sd }) => {
        const kept = logNormalTail(-mean / sd);
        return (x) => (x <= 0 ? 0 : logNormalTail((x - mean) / sd) - kept);
      },
      partialMean: ({ mean, sd }) => {
        const from = -mean / sd;
        const [below, densityThere, kept] = [normalCdf(from), normalDensity(from), normalCdf(-from)];
        return (x) => {
          if (x <= 0) return 0;
          const to = (x - mean) / sd;
          return (mean * (normalCdf(to) - below) - sd * (normalDensity(to) - densityThere)) / kept;
        };
      },
    },
    coordinates: {
      of: ({ mean, sd }) => [mean, log(sd)],
      toParameters: ([mean, sd]) => ({ family: 'normal', mean: mean!, sd: exp(sd!) }),
      units: ({ sd }) => [sd, 1],
      shown: ({ mean, sd }) => [
        { name: 'mean', value: mean, kind: 'real' },
        { name: 'sd', value: sd, kind: 'positive' },
      ],
    },
    candidates: [{ name: 'normal', fewestEnds: 20, estimate: estimateNormal }],
  },
};

/** From this cut on, in standard deviations above the mean, the quantile is searched upwards from the cut: a difference would lose digits. */
const DEEP_CUT = 2;

function truncatedQuantile({ mean, sd }: Normal, u: number): number {
  const cut = -mean / sd;
  if (cut > DEEP_CUT) return sd * excessBeyond(cut, u);
  const kept = normalCdf(-cut);
  const above = (1 - u) * kept;
  const z = above < 0.5 ? -normalQuantile(above) : normalQuantile(normalCdf(cut) + u * kept);
  return Math.max(0, mean + sd * z);
}

function survivalAbove({ mean, sd }: Normal, x: number): number {
  const cut = -mean / sd;
  const logSurvival =
    cut > 0 ? logTailRatio(cut, x / sd) : logNormalTail((x - mean) / sd) - logNormalTail(cut);
  return exp(logSurvival);
}

/**
 * How far the quantile of a standard normal value beyond `cut` lies beyond it: Newton's method on the logarithm of the tail, which is
 * concave.
 */
function excessBeyond(cut: number, u: number): number {
  const target = log1p(-u);
  let excess = -target / cut;
  for (let round = 0; round < 20; round += 1) {
    const z = cut + excess;
    const step = (logTailRatio(cut, excess) - target) / normalHazard(z);
    const next = Math.max(0, excess + step);
    if (Math.abs(next - excess) <= 1e-15 * next) return next;
    excess = next;
  }
  return excess;
}

/**
 * Every duration counts as one that is longer than 0.
 *
 * @returns undefined where the best normal distribution has its peak below 0. The part above 0 is then no bell, and the exponential
 *   distribution is its limit.
 */
function estimateNormal(sample: Sample): Normal | undefined {
  const found = estimateGaussian(sample, (value) => value);
  return found && found.center > 0 ? { family: 'normal', mean: found.center, sd: found.spread } : undefined;
}

function byQuantiles(parameters: Normal): Empirical {
  const quantiles = Array.from({ length: 41 }, (_, index) => {
    const probability = index === 0 ? 0 : index === 40 ? 0.999 : index / 40;
    return { probability, value: index === 0 ? 0 : truncatedQuantile(parameters, probability) };
  });
  return { family: 'empirical', quantiles };
}
