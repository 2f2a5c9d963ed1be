/** Reads `--speed`: seconds of scenario time per second of wall time. */
import { UserError } from '../../core/errors/user-error.ts';

/**
 * Reads `10x`, `0.5x` or `10`.
 *
 * @throws {UserError} (usage) unless it is a number above 0 and at most a million.
 */
export function parseSpeed(text: string): number {
  const match = /^(\d+(?:\.\d+)?)x?$/.exec(text.trim());
  const speed = match ? Number(match[1]) : Number.NaN;
  if (speed > 0 && speed <= 1e6) return speed;
  throw new UserError(`--speed ${text} is not a speed`, {
    next: 'write for example --speed 10x, or 0.5x for half speed',
  });
}
