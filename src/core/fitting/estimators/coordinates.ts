/** Each family's parameters as free coordinates, in which likelihoods are smooth and nearly quadratic, and back; and as they are shown. */

import type { FittedDistribution, FittedFamily } from '../../distributions/density.ts';
import type { Distribution } from '../../distributions/families/distribution.ts';
import type { ExponentialPhase } from '../../distributions/families/hyperexponential.ts';
import { exp, log } from '../../distributions/special-functions/exact-math.ts';

/** How a parameter's interval is made: on its logarithm, its log-odds, or as it is. */
export type ParameterKind = 'positive' | 'probability' | 'real';

export interface ShownParameter {
  readonly name: string;
  readonly value: number;
  readonly kind: ParameterKind;
}

export interface Coordinates<Parameters> {
  of(parameters: Parameters): number[];
  toParameters(at: readonly number[]): Parameters;
  /** For each coordinate the length over which the likelihood of one duration bends: about the spread of what it moves. */
  units(parameters: Parameters): number[];
  shown(parameters: Parameters): ShownParameter[];
}

const positive = (name: string, value: number): ShownParameter => ({ name, value, kind: 'positive' });
const real = (name: string, value: number): ShownParameter => ({ name, value, kind: 'real' });

const COORDINATES: {
  readonly [Name in FittedFamily]: Coordinates<Extract<Distribution, { family: Name }>>;
} = {
  exponential: {
    of: ({ mean }) => [log(mean)],
    toParameters: ([mean]) => ({ family: 'exponential', mean: exp(mean!) }),
    units: () => [1],
    shown: ({ mean }) => [positive('mean', mean)],
  },
  weibull: {
    of: ({ shape, scale }) => [log(shape), log(scale)],
    toParameters: ([shape, scale]) => ({ family: 'weibull', shape: exp(shape!), scale: exp(scale!) }),
    units: ({ shape }) => [1, Math.min(1, 1 / shape)],
    shown: ({ shape, scale }) => [positive('shape', shape), positive('scale', scale)],
  },
  /** ln shape and ln mean: the two are independent in a complete sample. */
  gamma: {
    of: ({ shape, scale }) => [log(shape), log(shape * scale)],
    toParameters: ([shape, mean]) => ({ family: 'gamma', shape: exp(shape!), scale: exp(mean! - shape!) }),
    units: ({ shape }) => [1, Math.min(1, 1 / Math.sqrt(shape))],
    shown: ({ shape, scale }) => [positive('shape', shape), positive('scale', scale)],
  },
  lognormal: {
    of: ({ mu, sigma }) => [mu, log(sigma)],
    toParameters: ([mu, sigma]) => ({ family: 'lognormal', mu: mu!, sigma: exp(sigma!) }),
    units: ({ sigma }) => [Math.min(1, sigma), 1],
    shown: ({ mu, sigma }) => [real('mu', mu), positive('sigma', sigma)],
  },
  normal: {
    of: ({ mean, sd }) => [mean, log(sd)],
    toParameters: ([mean, sd]) => ({ family: 'normal', mean: mean!, sd: exp(sd!) }),
    units: ({ sd }) => [sd, 1],
    shown: ({ mean, sd }) => [real('mean', mean), positive('sd', sd)],
  },
  uniform: {
    of: ({ min, max }) => [min, max],
    toParameters: ([min, max]) => ({ family: 'uniform', min: min!, max: max! }),
    units: ({ min, max }) => [max - min, max - min],
    shown: ({ min, max }) => [real('min', min), positive('max', max)],
  },
  loguniform: {
    of: ({ min, max }) => [log(min), log(max)],
    toParameters: ([min, max]) => ({ family: 'loguniform', min: exp(min!), max: exp(max!) }),
    units: ({ min, max }) => [log(max / min), log(max / min)],
    shown: ({ min, max }) => [positive('min', min), positive('max', max)],
  },
  pareto: {
    of: ({ shape, min }) => [log(shape), log(min)],
    toParameters: ([shape, min]) => ({ family: 'pareto', shape: exp(shape!), min: exp(min!) }),
    units: () => [1, 1],
    shown: ({ shape, min }) => [positive('shape', shape), positive('min', min)],
  },
  /** ln shape and the logarithm of scale ÷ shape: near the exponential distribution only the second is well known. */
  lomax: {
    of: ({ shape, scale }) => [log(shape), log(scale / shape)],
    toParameters: ([shape, ratio]) => ({ family: 'lomax', shape: exp(shape!), scale: exp(ratio! + shape!) }),
    units: () => [1, 1],
    shown: ({ shape, scale }) => [positive('shape', shape), positive('scale', scale)],
  },
  /** Log-odds of each phase against the last, then the logarithms of the means. */
  hyperexponential: {
    of: ({ phases }) => {
      const last = phases.at(-1)!.probability;
      return [
        ...phases.slice(0, -1).map(({ probability }) => log(probability / last)),
        ...phases.map(({ mean }) => log(mean)),
      ];
    },
    toParameters: (at) => ({ family: 'hyperexponential', phases: phasesAt(at) }),
    units: ({ phases }) => [...phases.slice(1).map(() => 1), ...phases.map(() => 1)],
    shown: ({ phases }) => [
      ...phases.slice(0, -1).map(
        ({ probability }, index): ShownParameter => ({
          name: `probability${index + 1}`,
          value: probability,
          kind: 'probability',
        }),
      ),
      ...phases.map(({ mean }, index) => positive(`mean${index + 1}`, mean)),
    ],
  },
};

export function coordinatesOf(family: FittedFamily): Coordinates<FittedDistribution> {
  return COORDINATES[family] as unknown as Coordinates<FittedDistribution>;
}

function phasesAt(at: readonly number[]): ExponentialPhase[] {
  const count = (at.length + 1) / 2;
  const odds = [...at.slice(0, count - 1).map(exp), 1];
  const sum = odds.reduce((total, each) => total + each, 0);
  return odds.map((each, index) => ({ probability: each / sum, mean: exp(at[count - 1 + index]!) }));
}
