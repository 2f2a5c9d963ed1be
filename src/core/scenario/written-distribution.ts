/** A distribution as a scenario file writes it: times as durations that a person can read, with all the digits that matter. */

import { type Distribution, quantile } from '../distributions/families/distribution.ts';
import type { Empirical } from '../distributions/families/empirical.ts';
import { formatDuration } from '../time/duration.ts';

export type WrittenParameters = Readonly<Record<string, unknown>>;

/** Times in seconds; rounded to microseconds, but never to nothing what is above 0. */
export function writtenTime(seconds: number): string {
  const microseconds = Math.round(seconds * 1e6);
  return formatDuration(seconds > 0 ? Math.max(1, microseconds) : microseconds);
}

/** Twelve digits: more than any sample knows. */
function number(value: number): number {
  return Number(value.toPrecision(12));
}

/** Seconds become durations. A normal distribution whose mean lies below its cut at 0 is written by its quantiles, for no duration is negative. */
export function writtenDistribution(distribution: Distribution): WrittenParameters {
  switch (distribution.family) {
    case 'exponential':
      return { type: 'exponential', mean: writtenTime(distribution.mean) };
    case 'weibull':
    case 'gamma':
    case 'lomax':
      return {
        type: distribution.family,
        shape: number(distribution.shape),
        scale: writtenTime(distribution.scale),
      };
    case 'lognormal':
      return { type: 'lognormal', mu: number(distribution.mu), sigma: number(distribution.sigma) };
    case 'normal':
      return distribution.mean < 0
        ? writtenDistribution(byQuantiles(distribution))
        : { type: 'normal', mean: writtenTime(distribution.mean), sd: writtenTime(distribution.sd) };
    case 'uniform':
    case 'loguniform':
      return {
        type: distribution.family,
        min: writtenTime(distribution.min),
        max: writtenTime(distribution.max),
      };
    case 'pareto':
      return { type: 'pareto', shape: number(distribution.shape), min: writtenTime(distribution.min) };
    case 'hyperexponential':
      return { type: 'hyperexponential', phases: writtenPhases(distribution.phases) };
    case 'constant':
      return { type: 'constant', value: writtenTime(distribution.value) };
    case 'empirical':
      return {
        type: 'empirical',
        quantiles: distribution.quantiles.map(({ probability, value }) => ({
          probability: number(probability),
          value: writtenTime(value),
        })),
      };
    case 'choice':
      return {
        type: 'choice',
        options: distribution.options.map(({ value, weight }) => ({ value, weight })),
      };
  }
}

function byQuantiles(distribution: Distribution): Empirical {
  const quantiles = Array.from({ length: 41 }, (_, index) => {
    const probability = index === 0 ? 0 : index === 40 ? 0.999 : index / 40;
    return { probability, value: index === 0 ? 0 : quantile(distribution, probability) };
  });
  return { family: 'empirical', quantiles };
}

/** Rounded so that the probabilities still sum to 1. */
function writtenPhases(
  phases: readonly { readonly probability: number; readonly mean: number }[],
): unknown[] {
  let left = 1;
  return phases.map(({ probability, mean }, index) => {
    const share = index === phases.length - 1 ? number(left) : number(probability);
    left -= share;
    return { probability: share, mean: writtenTime(mean) };
  });
}
