/** Shows that no mixture of exponential phases is likelier than one phase, so that no search for one is needed. */
import { exposure } from '../../estimating/exposure.ts';
import type { Sample } from '../../estimating/sample.ts';
import { exp } from '../../special-functions/exact-math.ts';

/** Rates are tried at steps of this size on the scale of their logarithm; the ratios of densities bend over about 1. */
const STEP = 0.2;
/** Rates beyond the shortest and the longest duration by this factor add nothing. */
const BEYOND = 4;
/** A mixture that gains no more log-likelihood than this is one phase, up to rounding. */
const NOTHING = 1e-9;

/**
 * The log-likelihood is concave in the weights of the phases, so one phase is the best mixture where no phase beside it would raise it: where
 * Σ (its density ÷ that of the one phase) ≤ n for every rate (Lindsay, "The geometry of mixture likelihoods", 1983). For cut-off durations
 * survival takes the place of the density. No mixture gains more than the largest excess.
 *
 * @returns false also where nothing can be said: with late entries the likelihood is not concave.
 */
export function isExponential({ rows, size, events, truncated, ...rest }: Sample): boolean {
  if (truncated > 0 || events < 2) return false;
  const mean = exposure({ rows, size, events, truncated, ...rest }) / events;
  const shortest = rows.find(({ duration }) => duration > 0)?.duration;
  if (!(mean > 0) || shortest === undefined || rows[0]!.duration <= 0) return false;
  const until = Math.log((BEYOND * mean) / shortest);
  const from = Math.log(mean / (BEYOND * rows.at(-1)!.duration));
  let isBest = true;
  for (let step = Math.floor(from / STEP); isBest && step * STEP <= until; step += 1) {
    if (step === 0) continue;
    const ratio = exp(step * STEP);
    let sum = 0;
    for (const { duration, isEnded, count } of rows)
      sum += count * (isEnded ? ratio : 1) * exp(((1 - ratio) * duration) / mean);
    isBest = sum <= size + NOTHING;
  }
  return isBest && bendsDown(rows, mean);
}

/** Whether the sum has a maximum at the one phase itself: its second derivative there is Σ (t² − 2 t m) over ends and Σ t² over tails. */
function bendsDown(rows: Sample['rows'], mean: number): boolean {
  let bend = 0;
  for (const { duration, isEnded, count } of rows)
    bend += count * duration * (isEnded ? duration - 2 * mean : duration);
  return bend < 0;
}
