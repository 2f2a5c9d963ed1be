/** Draws times from distributions, each from its own random stream. */

import { type Distribution, quantile } from '../distributions/families/distribution.ts';
import { randomStream } from '../distributions/random-stream.ts';
import { UserError } from '../errors/user-error.ts';

/** Each call draws one value. */
export type Draw = () => number;

/** Draws from the random stream of this name. A constant needs no stream. */
export function drawTime(distribution: Distribution, seed: number, ...name: readonly string[]): Draw {
  if (distribution.family === 'constant') return () => distribution.value;
  const uniform = randomStream(seed, ...name);
  return () => quantile(distribution, uniform());
}

/**
 * Converts seconds to integer microseconds.
 *
 * @throws {UserError} for a negative time, and for one beyond 2^53 microseconds (285 years).
 */
export function microseconds(
  seconds: number,
  entry: { readonly name: string; readonly position: UserError['position'] },
): number {
  const value = Math.round(seconds * 1e6);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  const what = seconds < 0 ? `a negative time (${seconds}s)` : `a time beyond 285 years (${seconds}s)`;
  throw new UserError(`"${entry.name}" drew ${what}`, {
    position: entry.position,
    next: 'check the parameters of its distributions',
  });
}
