/** The density and the coordinates of the hyperexponential distribution, which its estimator and its fits share. */
import { exp, log } from '../../special-functions/exact-math.ts';
import { gammaLowerOf2 } from '../../special-functions/growth.ts';
import { type Density, type InParts, NO_DENSITY } from '../density.ts';
import type { Coordinates, ShownParameter } from '../family.ts';
import type { ExponentialPhase, Hyperexponential } from './phases.ts';

export const phaseDensity: Density<Hyperexponential> = {
  logDensity: ({ phases }) => {
    const { added, factor } = mixture(phases, ({ probability, mean }) => probability / mean);
    return (x) => (x < 0 ? NO_DENSITY : added(x) + log(factor(x)));
  },
  logSurvival: ({ phases }) => {
    const { added, factor } = mixture(phases, ({ probability }) => probability);
    return (x) => (x <= 0 ? 0 : added(x) + log(factor(x)));
  },
  partsOfDensity: ({ phases }) => {
    const { added, factor, power } = mixture(phases, ({ probability, mean }) => probability / mean);
    return { added: (x) => (x < 0 ? NO_DENSITY : added(x)), factor, power };
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

/** ln of Σ weight × e^(−x/m). The slowest phase is factored out, so that the sum never underflows. */
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
