/** What maximum likelihood needs of a family beyond drawing from it: logarithms of density and survival, and means over a part. */
import type { Distribution, FamilyName } from '../families/distribution.ts';
import type { Exponential } from '../families/exponential.ts';
import type { Gamma } from '../families/gamma.ts';
import type { Hyperexponential } from '../families/hyperexponential.ts';
import type { Lognormal } from '../families/lognormal.ts';
import type { Loguniform } from '../families/loguniform.ts';
import type { Lomax } from '../families/lomax.ts';
import type { Normal } from '../families/normal.ts';
import type { Pareto } from '../families/pareto.ts';
import type { Uniform } from '../families/uniform.ts';
import type { Weibull } from '../families/weibull.ts';
import { exp, expm1, log, log1p, pow } from '../special-functions/exact-math.ts';
import { gammaLower, logGammaUpper } from '../special-functions/incomplete-gamma.ts';
import { HALF_LOG_TWO_PI, logGamma } from '../special-functions/log-gamma.ts';
import { logNormalTail, normalCdf, normalDensity } from '../special-functions/normal-distribution.ts';

/** Families that have a density and can be fitted. */
export type FittedFamily = Exclude<FamilyName, 'constant' | 'empirical' | 'choice'>;
export type FittedDistribution = Extract<Distribution, { family: FittedFamily }>;

export interface Density<Parameters> {
  /** ln f(x); −Infinity where there is no density. */
  logDensity(parameters: Parameters, x: number): number;
  /** ln P(X > x), also where it is no double any more; 0 up to x = 0. */
  logSurvival(parameters: Parameters, x: number): number;
  /** ∫₀ˣ t f(t) dt, the mean over what is at most x, not divided by its probability. */
  partialMean(parameters: Parameters, x: number): number;
}

const exponential: Density<Exponential> = {
  logDensity: ({ mean }, x) => (x < 0 ? Number.NEGATIVE_INFINITY : -log(mean) - x / mean),
  logSurvival: ({ mean }, x) => (x <= 0 ? 0 : -x / mean),
  partialMean: ({ mean }, x) => mean * gammaLower(2, x / mean),
};

const weibull: Density<Weibull> = {
  logDensity: ({ shape, scale }, x) => {
    const logRatio = log(x / scale);
    return log(shape / scale) + (shape === 1 ? 0 : (shape - 1) * logRatio) - exp(shape * logRatio);
  },
  logSurvival: ({ shape, scale }, x) => (x <= 0 ? 0 : -pow(x / scale, shape)),
  partialMean: ({ shape, scale }, x) =>
    x <= 0 ? 0 : scale * exp(logGamma(1 + 1 / shape)) * gammaLower(1 + 1 / shape, pow(x / scale, shape)),
};

const gamma: Density<Gamma> = {
  logDensity: ({ shape, scale }, x) =>
    (shape === 1 ? 0 : (shape - 1) * log(x / scale)) - x / scale - log(scale) - logGamma(shape),
  logSurvival: ({ shape, scale }, x) => logGammaUpper(shape, x / scale),
  partialMean: ({ shape, scale }, x) => shape * scale * gammaLower(shape + 1, x / scale),
};

const lognormal: Density<Lognormal> = {
  logDensity: ({ mu, sigma }, x) => {
    if (x <= 0) return Number.NEGATIVE_INFINITY;
    const logarithm = log(x);
    const z = (logarithm - mu) / sigma;
    return -HALF_LOG_TWO_PI - log(sigma) - logarithm - 0.5 * z * z;
  },
  logSurvival: ({ mu, sigma }, x) => (x <= 0 ? 0 : logNormalTail((log(x) - mu) / sigma)),
  partialMean: ({ mu, sigma }, x) =>
    x <= 0 ? 0 : exp(mu + 0.5 * sigma * sigma) * normalCdf((log(x) - mu) / sigma - sigma),
};

const normal: Density<Normal> = {
  logDensity: ({ mean, sd }, x) => {
    if (x < 0) return Number.NEGATIVE_INFINITY;
    const z = (x - mean) / sd;
    return -HALF_LOG_TWO_PI - log(sd) - 0.5 * z * z - logNormalTail(-mean / sd);
  },
  logSurvival: ({ mean, sd }, x) => (x <= 0 ? 0 : logNormalTail((x - mean) / sd) - logNormalTail(-mean / sd)),
  partialMean: ({ mean, sd }, x) => {
    if (x <= 0) return 0;
    const [from, to] = [-mean / sd, (x - mean) / sd];
    const within = normalCdf(to) - normalCdf(from);
    return (mean * within - sd * (normalDensity(to) - normalDensity(from))) / normalCdf(-from);
  },
};

const uniform: Density<Uniform> = {
  logDensity: ({ min, max }, x) => (x < min || x > max ? Number.NEGATIVE_INFINITY : -log(max - min)),
  logSurvival: ({ min, max }, x) =>
    x <= min ? 0 : x >= max ? Number.NEGATIVE_INFINITY : log((max - x) / (max - min)),
  partialMean: ({ min, max }, x) => {
    const to = Math.min(max, x);
    return to <= min ? 0 : ((to - min) * (to + min)) / (2 * (max - min));
  },
};

const loguniform: Density<Loguniform> = {
  logDensity: ({ min, max }, x) =>
    x < min || x > max ? Number.NEGATIVE_INFINITY : -log(x) - log(log(max / min)),
  logSurvival: ({ min, max }, x) =>
    x <= min ? 0 : x >= max ? Number.NEGATIVE_INFINITY : log(log(max / x) / log(max / min)),
  partialMean: ({ min, max }, x) => (x <= min ? 0 : (Math.min(max, x) - min) / log(max / min)),
};

const pareto: Density<Pareto> = {
  logDensity: ({ shape, min }, x) =>
    x < min ? Number.NEGATIVE_INFINITY : log(shape / min) - (shape + 1) * log(x / min),
  logSurvival: ({ shape, min }, x) => (x <= min ? 0 : -shape * log(x / min)),
  partialMean: ({ shape, min }, x) => {
    if (x <= min) return 0;
    const logRatio = log(x / min);
    return shape * min * growth(1 - shape, logRatio);
  },
};

const lomax: Density<Lomax> = {
  logDensity: ({ shape, scale }, x) =>
    x < 0 ? Number.NEGATIVE_INFINITY : log(shape / scale) - (shape + 1) * log1p(x / scale),
  logSurvival: ({ shape, scale }, x) => (x <= 0 ? 0 : -shape * log1p(x / scale)),
  partialMean: ({ shape, scale }, x) => {
    if (x <= 0) return 0;
    const logRatio = log1p(x / scale);
    return shape * scale * (growth(1 - shape, logRatio) - growth(-shape, logRatio));
  },
};

const hyperexponential: Density<Hyperexponential> = {
  logDensity: ({ phases }, x) => (x < 0 ? Number.NEGATIVE_INFINITY : logMixture(phases, x, true)),
  logSurvival: ({ phases }, x) => (x <= 0 ? 0 : logMixture(phases, x, false)),
  partialMean: ({ phases }, x) =>
    phases.reduce((sum, { probability, mean }) => sum + probability * mean * gammaLower(2, x / mean), 0),
};

/** ln of Σ p e^(−x/m), each divided by m for the density, with the slowest phase taken out so that nothing vanishes. */
function logMixture(phases: Hyperexponential['phases'], x: number, isDensity: boolean): number {
  let slowest = 0;
  for (const { mean } of phases) slowest = Math.max(slowest, mean);
  let sum = 0;
  for (const { probability, mean } of phases) {
    const weight = isDensity ? probability / mean : probability;
    sum += mean === slowest ? weight : weight * exp(x / slowest - x / mean);
  }
  return log(sum) - x / slowest;
}

/** (e^(power × logarithm) − 1) ÷ power, also where the power is 0. */
function growth(power: number, logarithm: number): number {
  return power === 0 ? logarithm : expm1(power * logarithm) / power;
}

const DENSITIES: { readonly [Name in FittedFamily]: Density<Extract<Distribution, { family: Name }>> } = {
  exponential,
  weibull,
  gamma,
  lognormal,
  normal,
  uniform,
  loguniform,
  pareto,
  lomax,
  hyperexponential,
};

export function densityOf(family: FittedFamily): Density<FittedDistribution> {
  return DENSITIES[family] as Density<FittedDistribution>;
}
