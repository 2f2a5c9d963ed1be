/** The hyperexponential distribution: a mixture of exponential phases, for bursts and for jobs of very different kinds. */
import * as z from 'zod';
import { exp, expm1, log1p } from '../../special-functions/exact-math.ts';
import { positiveNumber, probabilityNumber, writtenValue } from '../../written/parameter-schemas.ts';
import { writtenNumber, writtenTime } from '../../written/written-values.ts';
import type { FittableFamily } from '../family.ts';
import { estimateHyperexponential } from './estimate-hyperexponential.ts';
import { phaseCoordinates, phaseDensity } from './phase-density.ts';
import type { ExponentialPhase, Hyperexponential } from './phases.ts';

const schema = z.strictObject({
  type: z.literal('hyperexponential'),
  phases: z
    .array(
      z.strictObject({
        probability: probabilityNumber,
        rate: positiveNumber.optional(),
        mean: writtenValue.optional(),
      }),
    )
    .min(1, { error: 'needs at least one phase' }),
});

export const hyperexponential: FittableFamily<Hyperexponential, 'hyperexponential-2' | 'hyperexponential-3'> =
  {
    name: 'hyperexponential',
    summary: 'a mixture of exponential phases; give `mean` or `rate` (per second) for each',
    cdf: ({ phases }, x) => (x <= 0 ? 0 : average(phases, ({ mean }) => -expm1(-x / mean))),
    survival: ({ phases }, x) => (x <= 0 ? 1 : average(phases, ({ mean }) => exp(-x / mean))),
    quantile: composedDraw,
    inverseCdf: bisectedQuantile,
    quantileBeyond: ({ phases }, entry, u) => {
      const left = phases.map((phase) => ({
        ...phase,
        probability: phase.probability * exp(-entry / phase.mean),
      }));
      return entry + composedDraw({ family: 'hyperexponential', phases: left }, u);
    },
    mean: ({ phases }) => average(phases, ({ mean }) => mean),
    scaled: (parameters, factor) => ({
      ...parameters,
      phases: parameters.phases.map((phase) => ({ ...phase, mean: phase.mean * factor })),
    }),
    schema,
    read: (written: z.output<typeof schema>, reader) => {
      const phases = written.phases.map((phase, index) => ({
        probability: phase.probability,
        mean: reader.rateOrMean(phase, ['phases', index]),
      }));
      const sum = phases.reduce((total, phase) => total + phase.probability, 0);
      if (Math.abs(sum - 1) > 1e-6) reader.fail(['phases'], `the probabilities sum to ${sum}, not to 1`);
      return { family: 'hyperexponential', phases };
    },
    write: ({ phases }) => ({ type: 'hyperexponential', phases: writtenPhases(phases) }),
    fitting: {
      density: phaseDensity,
      coordinates: phaseCoordinates,
      candidates: [
        {
          name: 'hyperexponential-2',
          fewestEnds: 20,
          isSlow: true,
          estimate: (sample, isStart) => estimateHyperexponential(sample, 2, isStart),
        },
        /** With five parameters, three phases follow almost any sample. */
        {
          name: 'hyperexponential-3',
          fewestEnds: 20,
          isSlow: true,
          isOptional: true,
          estimate: (sample, isStart) => estimateHyperexponential(sample, 3, isStart),
        },
      ],
    },
  };

/** 1 − 2^-53: rounding must not make a phase's uniform 1 and the draw infinite. */
const LARGEST_UNIFORM = 0.9999999999999999;

/**
 * Draws by composition: the part of (0, 1) that contains `u` selects the phase, and the place of `u` inside that part is the phase's own
 * uniform. The draw rises with u only inside a phase, so it is not the inverse of the cdf, but it has the same distribution.
 */
function composedDraw({ phases }: Hyperexponential, u: number): number {
  let left = u * totalProbability(phases);
  let value = 0;
  for (const { probability, mean } of phases) {
    if (probability > 0) value = -mean * log1p(-Math.min(left / probability, LARGEST_UNIFORM));
    if (left < probability) break;
    left -= probability;
  }
  return value;
}

/** The x with P(X ≤ x) = probability, 0 < probability < 1, by bisection to 13 digits. */
function bisectedQuantile(parameters: Hyperexponential, probability: number): number {
  const reached = (x: number): number => hyperexponential.cdf(parameters, x);
  let [low, high] = [0, 1];
  while (reached(high) < probability) high *= 2;
  for (let round = 0; round < 200 && high - low > 1e-13 * high; round += 1) {
    const middle = (low + high) / 2;
    if (reached(middle) < probability) low = middle;
    else high = middle;
  }
  return high;
}

function totalProbability(phases: readonly ExponentialPhase[]): number {
  let total = 0;
  for (const { probability } of phases) total += probability;
  return total;
}

function average(phases: readonly ExponentialPhase[], of: (phase: ExponentialPhase) => number): number {
  let sum = 0;
  for (const phase of phases) sum += phase.probability * of(phase);
  return sum / totalProbability(phases);
}

/** Rounded so that the probabilities still sum to 1. */
function writtenPhases(phases: readonly ExponentialPhase[]): unknown[] {
  let left = 1;
  return phases.map(({ probability, mean }, index) => {
    const share = writtenNumber(index === phases.length - 1 ? left : probability);
    left -= share;
    return { probability: share, mean: writtenTime(mean) };
  });
}
