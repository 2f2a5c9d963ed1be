/** Reads the flags of `generate` whose value is a factor or a length. */
import { UserError } from '../../core/errors/user-error.ts';
import { parseDuration } from '../../core/time/duration.ts';

/**
 * Reads `2x`, `0.8` or `1.5x`.
 *
 * @throws {UserError} (usage) unless it is a number above 0 and at most a million.
 */
export function parseFactor(flag: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+)x?$/.exec(text.trim());
  const factor = match ? Number(match[1]) : Number.NaN;
  if (factor > 0 && factor <= 1e6) return factor;
  throw new UserError(`${flag} ${text} is not a factor`, {
    next: `write for example ${flag} 2x or ${flag} 0.8`,
  });
}

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
