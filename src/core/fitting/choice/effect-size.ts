/** Measures how far a fitted distribution is from the sample, in terms a person can judge: with thousands of durations, every test rejects. */

import type { Sample } from '../../distributions/estimating/sample.ts';
import type { FittedDistribution } from '../../distributions/families/distribution.ts';
import { cdf, inverseCdf, survival } from '../../distributions/families/distribution.ts';
import { exp } from '../../distributions/special-functions/exact-math.ts';
import { kaplanMeier, type SurvivalCurve, type SurvivalStep, survivalQuantile } from '../kaplan-meier.ts';
import { stampsOf } from '../likelihood/log-likelihood.ts';
import { type Stamps, stampedCdf } from '../likelihood/stamped.ts';

export interface EffectSize {
  /** The largest difference between the fitted cdf and the Kaplan-Meier estimate, 0 … 1. */
  readonly distance: number;
  /** That difference ÷ the standard error of the curve there. */
  readonly standardErrors: number;
  /** No p-value of the family is larger; 1 where nothing is known. */
  readonly pValueAtMost: number;
  /** Fitted quantile ÷ Kaplan-Meier quantile; undefined where the curve does not reach the quantile, or the quantile is 0. */
  readonly p50: number | undefined;
  readonly p90: number | undefined;
  readonly p99: number | undefined;
}

/** @param curve - of the sample. */
export function effectSize(
  sample: Sample,
  distribution: FittedDistribution,
  curve = kaplanMeier(sample),
): EffectSize {
  const ratio = (probability: number): number | undefined => quantileRatio(curve, distribution, probability);
  return {
    ...farthest(curve, distribution, stampsOf(sample)),
    p50: ratio(0.5),
    p90: ratio(0.9),
    p99: ratio(0.99),
  };
}

/** The most that rounding adds to a difference of two probabilities. */
const ROUNDING = 1e-12;

type Farthest = Pick<EffectSize, 'distance' | 'standardErrors' | 'pValueAtMost'>;

/**
 * sup |F − Kaplan-Meier| over the range of the curve: on both sides of each step, or at whole ticks with rounded stamps. Both functions are
 * conditional on a duration longer than the start of the curve.
 *
 * With n at risk and σ the standard error ÷ S, √n × difference ÷ (S (1 + n σ²)) is a Brownian bridge if F is the truth (Hall and Wellner,
 * "Confidence bands for a survival curve from censored data", 1980), and exceeds x anywhere with a probability of at most 2 exp(−2x²). A fitted F
 * is closer to the curve than the truth is, so its p-value is smaller still.
 */
export function farthest(
  { from, steps }: SurvivalCurve,
  distribution: FittedDistribution,
  stamps: Stamps | undefined,
): Farthest {
  const upTo = stamps ? stampedCdf(distribution, stamps) : (time: number) => cdf(distribution, time);
  const start = from > 0 || stamps ? upTo(from) : 0;
  const curveAt = (index: number): number => (index < 0 ? 0 : 1 - steps[index]!.survival);
  let [distance, farthestAt] = [0, -1];
  /** Steps between two steps with known fitted values: none is evaluated where none can be further. */
  const search = (low: number, lowest: number, high: number, highest: number): void => {
    if (high - low < 2) return;
    const most = Math.max(highest - curveAt(low), curveAt(high - 1) - lowest);
    if (most < distance - ROUNDING) return;
    const middle = (low + high) >>> 1;
    const { time } = steps[middle]!;
    const reached = (upTo(time) - start) / (1 - start);
    const reachedBefore = stamps ? (upTo(time - stamps.tick) - start) / (1 - start) : reached;
    const here = Math.max(Math.abs(curveAt(middle) - reached), Math.abs(curveAt(middle - 1) - reachedBefore));
    if (here > distance || (here === distance && middle < farthestAt))
      [distance, farthestAt] = [here, middle];
    search(low, lowest, middle, reached);
    search(middle, reached, high, highest);
  };
  search(-1, 0, steps.length, 1);
  if (farthestAt < 0) return { distance: 0, standardErrors: 0, pValueAtMost: 1 };
  let atRisk = 0;
  for (let index = 0; index <= farthestAt; index += 1) atRisk = Math.max(atRisk, steps[index]!.atRisk);
  return farAt(steps[farthestAt]!, distance, atRisk);
}

function farAt({ survival: left, standardError }: SurvivalStep, distance: number, atRisk: number): Farthest {
  if (!(standardError > 0)) return { distance, standardErrors: 0, pValueAtMost: 1 };
  const spread = atRisk * (standardError / left) ** 2;
  const bridge = (Math.sqrt(atRisk) * distance) / (left * (1 + spread));
  return {
    distance,
    standardErrors: distance / standardError,
    pValueAtMost: Math.min(1, 2 * exp(-2 * bridge * bridge)),
  };
}

function quantileRatio(
  curve: SurvivalCurve,
  distribution: FittedDistribution,
  probability: number,
): number | undefined {
  const seen = survivalQuantile(curve, probability);
  if (seen === undefined || seen <= 0) return undefined;
  const from = Math.max(0, curve.from);
  const wanted = 1 - (1 - probability) * survival(distribution, from);
  return wanted > 0 && wanted < 1 ? inverseCdf(distribution, wanted) / seen : undefined;
}
