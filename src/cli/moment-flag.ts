/** Reads flags whose value is a point in time. */

import { UserError } from '../core/errors/user-error.ts';
import { parseMoment } from '../core/time/moment.ts';

/**
 * Microseconds since the Unix epoch of an RFC 3339 time; undefined for a flag that is not given.
 *
 * @throws {UserError} (usage) for anything else.
 */
export function readMoment(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const moment = parseMoment(value);
  if (moment !== undefined) return moment;
  throw new UserError(`${flag} ${value} is not a time`, { next: 'write for example 2026-03-01T12:00:00Z' });
}
