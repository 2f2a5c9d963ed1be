/** Reads the factors of the command line. */
import { UserError } from '../errors/user-error.ts';

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
