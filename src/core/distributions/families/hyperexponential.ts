/** The hyperexponential distribution: a mixture of exponential phases, for bursts and for jobs of very different kinds. */
import { exp, expm1, log1p } from '../special-functions/exact-math.ts';
import type { Family } from './family.ts';

export interface ExponentialPhase {
  /** How likely this phase is; the probabilities of all phases sum to 1 (what is missing is scaled up). */
  readonly probability: number;
  readonly mean: number;
}

export interface Hyperexponential {
  readonly family: 'hyperexponential';
  readonly phases: readonly ExponentialPhase[];
}

export const hyperexponential: Family<Hyperexponential> = {
  cdf: ({ phases }, x) => (x <= 0 ? 0 : average(phases, ({ mean }) => -expm1(-x / mean))),
  survival: ({ phases }, x) => (x <= 0 ? 1 : average(phases, ({ mean }) => exp(-x / mean))),
  /**
   * By composition: the sub-interval of (0, 1) in which `u` falls picks the phase, its place there is the phase's own uniform. So it
   * grows with u only inside a phase and is not the inverse of the cdf, but has the same distribution.
   */
  quantile: ({ phases }, u) => {
    let left = u * totalProbability(phases);
    let value = 0;
    for (const { probability, mean } of phases) {
      if (probability > 0) value = -mean * log1p(-Math.min(left / probability, LARGEST_UNIFORM));
      if (left < probability) break;
      left -= probability;
    }
    return value;
  },
  mean: ({ phases }) => average(phases, ({ mean }) => mean),
};

/** 1 − 2^-53: rounding must not make a phase's uniform 1 and the draw infinite. */
const LARGEST_UNIFORM = 0.9999999999999999;

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
