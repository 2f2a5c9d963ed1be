/** Reads the flags of `generate` whose value is a length. */
import { UserError } from '../../core/errors/user-error.ts';
import { parseDuration } from '../../core/time/duration.ts';

/**
 * Integer microseconds of a Go duration, which may begin with days (`1d`, `2d12h`); undefined for a flag that is not given.
 *
 * @throws {UserError} (usage) for anything else.
 */
export function parseDays(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(?:(\d+)d)?(.*)$/.exec(text.trim())!;
  const days = Number(match[1] ?? 0) * 86_400e6;
  const rest = match[2] === '' && match[1] !== undefined ? 0 : parseDuration(match[2]!);
  if (rest !== undefined && days + rest > 0) return days + rest;
  throw new UserError(`${flag} ${text} is not a duration`, { next: 'write for example 1d, 12h or 1h30m' });
}
