/** Reads flags whose value is a duration. */
import { UserError } from '../core/errors/user-error.ts';
import { parseDuration } from '../core/time/duration.ts';

/**
 * Microseconds of a Go duration, zero or longer; undefined for a flag that is not given.
 *
 * @throws {UserError} (usage) for anything else.
 */
export function parseDurationFlag(flag: string, value: string): number;
export function parseDurationFlag(flag: string, value: string | undefined): number | undefined;
export function parseDurationFlag(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const microseconds = parseDuration(value);
  if (microseconds !== undefined && microseconds >= 0) return microseconds;
  throw new UserError(`${flag} ${value} is not a duration`, {
    next: 'write for example 12h, 1m30s or 250ms',
  });
}
