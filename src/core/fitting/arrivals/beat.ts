/** Finds arrivals on a beat, as of a CronJob: a period, and how late each arrival is. */

import { sampleOf } from '../../distributions/estimating/sample.ts';
import type { Distribution } from '../../distributions/families/distribution.ts';
import { empiricalOf } from '../choice/empirical-of.ts';

/** In seconds. */
export interface Beat {
  readonly period: number;
  /** The first beat in the window. */
  readonly first: number;
  /** Where the beat ends: the length of the window, unless it stops before. */
  readonly until: number;
  /** How late arrivals are after their beat; undefined where none is late. */
  readonly jitter: Distribution | undefined;
}

/** Lateness that spreads over more than this share of a period is no beat. */
const LARGEST_SPREAD = 0.25;
/** A period is a whole number of these seconds where the arrivals allow it. */
const ROUND = [60, 1];

/**
 * @param times - of arrivals or bursts, in the order of time, in seconds.
 * @returns undefined unless every beat from the first to the last arrival has exactly one arrival.
 */
export function beatOf(times: readonly number[], window: number, tick: number): Beat | undefined {
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  const middle = [...gaps].sort((one, other) => one - other)[gaps.length >> 1];
  if (middle === undefined || middle <= 2 * tick) return undefined;
  if (gaps.some((gap) => Math.round(gap / middle) !== 1)) return undefined;
  const period = roundPeriod(slope(times), times);
  const after = times.map((time, index) => time - index * period);
  const first = after.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
  const late = after.map((each) => each - first);
  const spread = late.reduce((most, each) => Math.max(most, each), 0);
  if (spread > Math.max(LARGEST_SPREAD * period, tick)) return undefined;
  const next = first + times.length * period;
  const seen = late.map((duration) => ({ duration, isEnded: true }));
  const jitter = late.some((each) => each > 1e-6) ? empiricalOf(sampleOf(seen, tick)) : undefined;
  return { period, first, jitter, until: next + spread >= window ? window : next - period / 2 };
}

/** Least squares of times over their numbers. */
function slope(times: readonly number[]): number {
  const middle = (times.length - 1) / 2;
  let [products, squares] = [0, 0];
  for (const [index, time] of times.entries()) {
    products += (index - middle) * time;
    squares += (index - middle) ** 2;
  }
  return products / squares;
}

function roundPeriod(period: number, times: readonly number[]): number {
  const residuals = times.map((time, index) => time - index * period);
  const spread = Math.max(...residuals) - Math.min(...residuals);
  for (const unit of ROUND) {
    const whole = Math.round(period / unit) * unit;
    if (whole > 0 && Math.abs(whole - period) * times.length <= Math.max(spread, 1e-3)) return whole;
  }
  return period;
}
