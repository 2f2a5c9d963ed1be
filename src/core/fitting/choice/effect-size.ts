/** Measures how far a fitted distribution is from the sample, in terms a person can judge: with thousands of durations, every test rejects. */

import type { Sample } from '../../distributions/estimating/sample.ts';
import type { FittedDistribution } from '../../distributions/families/distribution.ts';
import { cdf, inverseCdf, survival } from '../../distributions/families/distribution.ts';
import { kaplanMeier, type SurvivalCurve, survivalQuantile } from '../kaplan-meier.ts';
import { stampsOf } from '../likelihood/log-likelihood.ts';
import { type Stamps, stampedCdf } from '../likelihood/stamped.ts';

export interface EffectSize {
  /** The largest difference between the fitted cdf and the Kaplan-Meier estimate, 0 … 1. */
  readonly distance: number;
  /** That difference ÷ the standard error of the curve there. */
  readonly standardErrors: number;
  /** Fitted quantile ÷ Kaplan-Meier quantile; undefined where the curve does not reach the quantile, or the quantile is 0. */
  readonly p50: number | undefined;
  readonly p90: number | undefined;
  readonly p99: number | undefined;
}

export function effectSize(sample: Sample, distribution: FittedDistribution): EffectSize {
  const curve = kaplanMeier(sample);
  const ratio = (probability: number): number | undefined => quantileRatio(curve, distribution, probability);
  const { distance, standardErrors } = farthest(curve, distribution, stampsOf(sample));
  return {
    distance,
    standardErrors,
    p50: ratio(0.5),
    p90: ratio(0.9),
    p99: ratio(0.99),
  };
}

/**
 * sup |F − Kaplan-Meier| over the range of the curve: on both sides of each step, or at whole ticks with rounded stamps. Both functions are
 * conditional on a duration longer than the start of the curve.
 */
export function farthest(
  { from, steps }: SurvivalCurve,
  distribution: FittedDistribution,
  stamps: Stamps | undefined,
): { distance: number; standardErrors: number } {
  const upTo = (time: number): number =>
    stamps ? stampedCdf(distribution, time, stamps) : cdf(distribution, time);
  const start = from > 0 || stamps ? upTo(from) : 0;
  let [distance, standardErrors, before] = [0, 0, 0];
  for (const { time, survival: left, standardError } of steps) {
    const reached = (upTo(time) - start) / (1 - start);
    const reachedBefore = stamps ? (upTo(time - stamps.tick) - start) / (1 - start) : reached;
    const here = Math.max(Math.abs(1 - left - reached), Math.abs(before - reachedBefore));
    if (here > distance) {
      distance = here;
      standardErrors = standardError > 0 ? here / standardError : 0;
    }
    before = 1 - left;
  }
  return { distance, standardErrors };
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
