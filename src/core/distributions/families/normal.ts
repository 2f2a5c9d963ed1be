/** The normal distribution cut off at 0 and rescaled: times and amounts are never negative. */
import { exp, log1p } from '../special-functions/exact-math.ts';
import {
  logNormalTail,
  logTailRatio,
  normalCdf,
  normalExcess,
  normalHazard,
  normalQuantile,
} from '../special-functions/normal-distribution.ts';
import type { Family } from './family.ts';

/** `mean` and `sd` are those before the cut. */
export interface Normal {
  readonly family: 'normal';
  readonly mean: number;
  readonly sd: number;
}

export const normal: Family<Normal> = {
  cdf: (normal, x) => (x <= 0 ? 0 : 1 - survivalAbove(normal, x)),
  survival: (normal, x) => (x <= 0 ? 1 : survivalAbove(normal, x)),
  quantile: ({ mean, sd }, u) => {
    const cut = -mean / sd;
    if (cut > DEEP_CUT) return sd * excessBeyond(cut, u);
    const kept = normalCdf(-cut);
    const above = (1 - u) * kept;
    const z = above < 0.5 ? -normalQuantile(above) : normalQuantile(normalCdf(cut) + u * kept);
    return Math.max(0, mean + sd * z);
  },
  mean: ({ mean, sd }) => sd * normalExcess(-mean / sd),
};

/** Where the cut lies in the upper tail, the quantile is sought from the cut on, not by subtracting two large numbers. */
const DEEP_CUT = 2;

function survivalAbove({ mean, sd }: Normal, x: number): number {
  const cut = -mean / sd;
  const logSurvival =
    cut > 0 ? logTailRatio(cut, x / sd) : logNormalTail((x - mean) / sd) - logNormalTail(cut);
  return exp(logSurvival);
}

/** How far the quantile of what lies beyond `cut` is beyond it (standard normal): Newton's method on the logarithm of the tail, which is concave. */
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
