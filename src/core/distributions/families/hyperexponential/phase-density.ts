/** The density and the coordinates of the hyperexponential distribution, which its estimator and its fits share. */
import { exp, log } from '../../special-functions/exact-math.ts';
import { gammaLowerOf2 } from '../../special-functions/growth.ts';
import { type Density, type InParts, NO_DENSITY } from '../density.ts';
import type { Coordinates, ShownParameter } from '../family.ts';
import type { ExponentialPhase, Hyperexponential } from './phases.ts';

export const phaseDensity: Density<Hyperexponential> = {
  logDensity: ({ phases }) => {
    const of = whenNeeded(phases, ({ probability, mean }) => probability / mean);
    return (x) => (x < 0 ? NO_DENSITY : of(x));
  },
  logSurvival: ({ phases }) => {
    const of = whenNeeded(phases, ({ probability }) => probability);
    return (x) => (x <= 0 ? 0 : of(x));
  },
  partsOfDensity: ({ phases }) => {
    const { added, factor, power, columns } = mixture(phases, ({ probability, mean }) => probability / mean);
    return {
      added: (x) => (x < 0 ? NO_DENSITY : added(x)),
      factor,
      power,
      columns(durations, sums, factors) {
        columns(durations, sums, factors);
        for (let index = 0; index < durations.length; index += 1)
          if (durations[index]! < 0) sums[index] = NO_DENSITY;
      },
    };
  },
  partsOfSurvival: ({ phases }) => {
    const { added, factor, power, columns } = mixture(phases, ({ probability }) => probability);
    return {
      added: (x) => (x <= 0 ? 0 : added(x)),
      factor: (x) => (x <= 0 ? 1 : factor(x)),
      power,
      columns(durations, sums, factors) {
        columns(durations, sums, factors);
        for (let index = 0; index < durations.length; index += 1)
          if (durations[index]! <= 0) [sums[index], factors[index]] = [0, 1];
      },
    };
  },
  partialMean:
    ({ phases }) =>
    (x) => {
      let sum = 0;
      for (const { probability, mean } of phases) sum += probability * mean * gammaLowerOf2(x / mean);
      return sum;
    },
};

/** The logarithm of {@link mixture}, which is made at the first call: sums over many durations use its parts instead. */
function whenNeeded(
  phases: readonly ExponentialPhase[],
  weightOf: (phase: ExponentialPhase) => number,
): (x: number) => number {
  let parts: InParts | undefined;
  return (x) => {
    parts ??= mixture(phases, weightOf);
    return parts.added(x) + log(parts.factor(x));
  };
}

/** ln of Σ weight × e^(−x/m). The slowest phase is factored out, so that the sum never underflows. */
function mixture(
  phases: readonly ExponentialPhase[],
  weightOf: (phase: ExponentialPhase) => number,
): InParts {
  const slowest = phases.reduce((best, phase) => (phase.mean > best.mean ? phase : best));
  const logSlowest = log(weightOf(slowest));
  const weights: number[] = [];
  const rates: number[] = [];
  for (const phase of phases) {
    if (phase === slowest) continue;
    weights.push(weightOf(phase) / weightOf(slowest));
    rates.push(1 / phase.mean - 1 / slowest.mean);
  }
  const added = (x: number): number => logSlowest - x / slowest.mean;
  const factor = (x: number): number => {
    let sum = 1;
    for (let phase = 0; phase < weights.length; phase += 1) sum += weights[phase]! * exp(-rates[phase]! * x);
    return sum;
  };
  const columns: InParts['columns'] = (durations, sums, factors) => {
    for (let index = 0; index < durations.length; index += 1) {
      sums[index] = logSlowest - durations[index]! / slowest.mean;
      factors[index] = 1;
    }
    for (let phase = 0; phase < weights.length; phase += 1) {
      const weight = weights[phase]!;
      const rate = rates[phase]!;
      for (let index = 0; index < durations.length; index += 1)
        factors[index]! += weight * exp(-rate * durations[index]!);
    }
  };
  return { added, factor, power: 1, columns };
}

/** Log-odds of each phase against the last, then the logarithms of the means. */
export const phaseCoordinates: Coordinates<Hyperexponential> = {
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
    ...phases.map(
      ({ mean }, index): ShownParameter => ({ name: `mean${index + 1}`, value: mean, kind: 'positive' }),
    ),
  ],
};

function phasesAt(at: readonly number[]): ExponentialPhase[] {
  const count = (at.length + 1) / 2;
  const odds = [...at.slice(0, count - 1).map(exp), 1];
  const sum = odds.reduce((total, each) => total + each, 0);
  return odds.map((each, index) => ({ probability: each / sum, mean: exp(at[count - 1 + index]!) }));
}
