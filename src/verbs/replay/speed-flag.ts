/** Reads `--speed`: seconds of scenario time per second of wall time, or as fast as the truth allows. */
import { UserError } from '../../core/errors/user-error.ts';
import type { PlannedSpeed } from '../../targets/target.ts';

/**
 * Reads `10x`, `0.5x` or `10`; `max` is `max:1x`.
 *
 * @throws {UserError} (usage) unless it is a number above 0 and at most a million.
 */
export function parseSpeed(text: string): PlannedSpeed {
  const [, max, number] = /^(max(?::|$))?(?:(\d+(?:\.\d+)?)x?)?$/.exec(text.trim()) ?? [];
  const speed = number === undefined ? (max === 'max' ? 1 : Number.NaN) : Number(number);
  if (speed > 0 && speed <= 1e6) return max === undefined ? speed : { whileBusy: speed };
  throw new UserError(`--speed ${text} is not a speed`, {
    next: 'write for example --speed 10x, 0.5x for half speed, or max for jumps over idle time',
  });
}
