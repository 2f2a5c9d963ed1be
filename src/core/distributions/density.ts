/** What maximum likelihood needs of a family beyond drawing from it: logarithms of density and survival, and means over a part. */
import type { Distribution, FamilyName } from './families/distribution.ts';
import type { Exponential } from './families/exponential.ts';
import type { Gamma } from './families/gamma.ts';
import type { ExponentialPhase, Hyperexponential } from './families/hyperexponential.ts';
import type { Lognormal } from './families/lognormal.ts';
import type { Loguniform } from './families/loguniform.ts';
import type { Lomax } from './families/lomax.ts';
import type { Normal } from './families/normal.ts';
import type { Pareto } from './families/pareto.ts';
import type { Uniform } from './families/uniform.ts';
import type { Weibull } from './families/weibull.ts';
import { exp, expm1, log, log1p, pow } from './special-functions/exact-math.ts';
import { gammaLower, logGammaUpper } from './special-functions/incomplete-gamma.ts';
import { HALF_LOG_TWO_PI, logGamma } from './special-functions/log-gamma.ts';
import { logNormalTail, normalCdf, normalDensity } from './special-functions/normal-distribution.ts';

/** Families that have a density and can be fitted. */
export type FittedFamily = Exclude<FamilyName, 'constant' | 'empirical' | 'choice'>;
export type FittedDistribution = Extract<Distribution, { family: FittedFamily }>;

/** A function of x that is given ln x, too, so that it need not be worked out anew for every set of parameters. */
export type OfDuration = (x: number, logX: number) => number;

/**
 * A logarithm taken apart, so that of a thousand durations' factors the product is taken and not each one's logarithm: it is what is added +
 * power × ln(factor). The factor is at least 0, and no subnormal.
 */
export interface InParts {
  added(x: number): number;
  factor(x: number): number;
  readonly power: number;
}

export interface Density<Parameters> {
  /** ln f; −Infinity where there is no density. */
  logDensity(parameters: Parameters): OfDuration;
  /** ln P(X > x), also where it is no double any more; 0 up to x = 0. */
  logSurvival(parameters: Parameters): OfDuration;
  /** The same in parts, where a logarithm would be worked out for each duration. */
  readonly partsOfDensity?: (parameters: Parameters) => InParts;
  readonly partsOfSurvival?: (parameters: Parameters) => InParts;
  /** ∫₀ˣ t f(t) dt, the mean over what is at most x, not divided by its probability. */
  partialMean(parameters: Parameters): (x: number) => number;
}

const NEVER = Number.NEGATIVE_INFINITY;

const exponential: Density<Exponential> = {
  logDensity: ({ mean }) => {
    const logMean = log(mean);
    return (x) => (x < 0 ? NEVER : -logMean - x / mean);
  },
  logSurvival:
    ({ mean }) =>
    (x) =>
      x <= 0 ? 0 : -x / mean,
  partialMean:
    ({ mean }) =>
    (x) =>
      mean * gammaLowerOf2(x / mean),
};

const weibull: Density<Weibull> = {
  logDensity: ({ shape, scale }) => {
    const [logScale, constant] = [log(scale), log(shape / scale)];
    if (shape === 1) return (x) => (x < 0 ? NEVER : constant - x / scale);
    return (x, logX) => {
      if (x < 0) return NEVER;
      const logRatio = logX - logScale;
      return constant + (shape - 1) * logRatio - exp(shape * logRatio);
    };
  },
  logSurvival: ({ shape, scale }) => {
    const logScale = log(scale);
    return (x, logX) => (x <= 0 ? 0 : -exp(shape * (logX - logScale)));
  },
  partialMean: ({ shape, scale }) => {
    const mean = scale * exp(logGamma(1 + 1 / shape));
    return (x) => (x <= 0 ? 0 : mean * gammaLower(1 + 1 / shape, pow(x / scale, shape)));
  },
};

const gamma: Density<Gamma> = {
  logDensity: ({ shape, scale }) => {
    const constant = -shape * log(scale) - logGamma(shape);
    return (x, logX) => (x < 0 ? NEVER : constant - x / scale + (shape === 1 ? 0 : (shape - 1) * logX));
  },
  logSurvival:
    ({ shape, scale }) =>
    (x) =>
      logGammaUpper(shape, x / scale),
  partialMean:
    ({ shape, scale }) =>
    (x) =>
      shape * scale * gammaLower(shape + 1, x / scale),
};

const lognormal: Density<Lognormal> = {
  logDensity: ({ mu, sigma }) => {
    const constant = -HALF_LOG_TWO_PI - log(sigma);
    return (x, logX) => {
      if (x <= 0) return NEVER;
      const z = (logX - mu) / sigma;
      return constant - logX - 0.5 * z * z;
    };
  },
  logSurvival:
    ({ mu, sigma }) =>
    (x, logX) =>
      x <= 0 ? 0 : logNormalTail((logX - mu) / sigma),
  partialMean: ({ mu, sigma }) => {
    const mean = exp(mu + 0.5 * sigma * sigma);
    return (x) => (x <= 0 ? 0 : mean * normalCdf((log(x) - mu) / sigma - sigma));
  },
};

const normal: Density<Normal> = {
  logDensity: ({ mean, sd }) => {
    const constant = -HALF_LOG_TWO_PI - log(sd) - logNormalTail(-mean / sd);
    return (x) => (x < 0 ? NEVER : constant - 0.5 * ((x - mean) / sd) ** 2);
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
};

const uniform: Density<Uniform> = {
  logDensity: ({ min, max }) => {
    const constant = -log(max - min);
    return (x) => (x < min || x > max ? NEVER : constant);
  },
  logSurvival:
    ({ min, max }) =>
    (x) => {
      if (x <= min) return 0;
      return x >= max ? NEVER : log((max - x) / (max - min));
    },
  partialMean:
    ({ min, max }) =>
    (x) => {
      const to = Math.min(max, x);
      return to <= min ? 0 : ((to - min) * (to + min)) / (2 * (max - min));
    },
};

const loguniform: Density<Loguniform> = {
  logDensity: ({ min, max }) => {
    const constant = -log(log(max / min));
    return (x, logX) => (x < min || x > max ? NEVER : constant - logX);
  },
  logSurvival:
    ({ min, max }) =>
    (x) => {
      if (x <= min) return 0;
      return x >= max ? NEVER : log(log(max / x) / log(max / min));
    },
  partialMean: ({ min, max }) => {
    const logRange = log(max / min);
    return (x) => (x <= min ? 0 : (Math.min(max, x) - min) / logRange);
  },
};

const pareto: Density<Pareto> = {
  logDensity: ({ shape, min }) => {
    const constant = log(shape) + shape * log(min);
    return (x, logX) => (x < min ? NEVER : constant - (shape + 1) * logX);
  },
  logSurvival:
    ({ shape, min }) =>
    (x) =>
      x <= min ? 0 : -shape * log(x / min),
  partialMean:
    ({ shape, min }) =>
    (x) =>
      x <= min ? 0 : shape * min * growth(1 - shape, log(x / min)),
};

const lomax: Density<Lomax> = {
  logDensity: ({ shape, scale }) => {
    const constant = log(shape / scale);
    return (x) => (x < 0 ? NEVER : constant - (shape + 1) * log1p(x / scale));
  },
  logSurvival:
    ({ shape, scale }) =>
    (x) =>
      x <= 0 ? 0 : -shape * log1p(x / scale),
  partsOfDensity: ({ shape, scale }) => {
    const constant = log(shape / scale);
    return {
      added: (x) => (x < 0 ? NEVER : constant),
      factor: (x) => 1 + x / scale,
      power: -(shape + 1),
    };
  },
  partsOfSurvival: ({ shape, scale }) => ({
    added: () => 0,
    factor: (x) => (x <= 0 ? 1 : 1 + x / scale),
    power: -shape,
  }),
  partialMean:
    ({ shape, scale }) =>
    (x) => {
      if (x <= 0) return 0;
      const logRatio = log1p(x / scale);
      return shape * scale * (growth(1 - shape, logRatio) - growth(-shape, logRatio));
    },
};

const hyperexponential: Density<Hyperexponential> = {
  logDensity: ({ phases }) => {
    const { added, factor } = mixture(phases, ({ probability, mean }) => probability / mean);
    return (x) => (x < 0 ? NEVER : added(x) + log(factor(x)));
  },
  logSurvival: ({ phases }) => {
    const { added, factor } = mixture(phases, ({ probability }) => probability);
    return (x) => (x <= 0 ? 0 : added(x) + log(factor(x)));
  },
  partsOfDensity: ({ phases }) => {
    const { added, factor, power } = mixture(phases, ({ probability, mean }) => probability / mean);
    return { added: (x) => (x < 0 ? NEVER : added(x)), factor, power };
  },
  partsOfSurvival: ({ phases }) => {
    const { added, factor, power } = mixture(phases, ({ probability }) => probability);
    return { added: (x) => (x <= 0 ? 0 : added(x)), factor: (x) => (x <= 0 ? 1 : factor(x)), power };
  },
  partialMean:
    ({ phases }) =>
    (x) =>
      phases.reduce((sum, { probability, mean }) => sum + probability * mean * gammaLowerOf2(x / mean), 0),
};

/** ln of Σ weight × e^(−x/m), with the slowest phase taken out so that nothing vanishes. */
function mixture(
  phases: readonly ExponentialPhase[],
  weightOf: (phase: ExponentialPhase) => number,
): InParts {
  const slowest = phases.reduce((best, phase) => (phase.mean > best.mean ? phase : best));
  const logSlowest = log(weightOf(slowest));
  const others = phases
    .filter((phase) => phase !== slowest)
    .map((phase) => ({
      weight: weightOf(phase) / weightOf(slowest),
      rate: 1 / phase.mean - 1 / slowest.mean,
    }));
  return {
    added: (x) => logSlowest - x / slowest.mean,
    factor(x) {
      let sum = 1;
      for (const { weight, rate } of others) sum += weight * exp(-rate * x);
      return sum;
    },
    power: 1,
  };
}

/** P(2, x); the closed form loses digits below 1. */
function gammaLowerOf2(x: number): number {
  return x < 1 ? gammaLower(2, x) : 1 - (1 + x) * exp(-x);
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

/** One distribution made ready to be asked about many durations. */
export interface ReadyDensity {
  readonly distribution: FittedDistribution;
  readonly logDensity: OfDuration;
  readonly logSurvival: OfDuration;
  readonly partsOfDensity: InParts | undefined;
  readonly partsOfSurvival: InParts | undefined;
}

export function readyDensity(distribution: FittedDistribution): ReadyDensity {
  const density = densityOf(distribution.family);
  return {
    distribution,
    logDensity: density.logDensity(distribution),
    logSurvival: density.logSurvival(distribution),
    partsOfDensity: density.partsOfDensity?.(distribution),
    partsOfSurvival: density.partsOfSurvival?.(distribution),
  };
}
