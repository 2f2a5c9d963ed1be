/** Checks `--min-share`: turns too many disagreements into an exit code. */

import type { Verification } from '../../core/decisions/verification-figures.ts';
import { counted } from '../../core/errors/counted.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { formatShare } from '../../render/terminal/human-units.ts';

/**
 * The percentage.
 *
 * @throws {UserError} (usage) for anything but a percentage from 0 to 100.
 */
export function parseMinShare(value: string): number {
  const [, number] = /^(\d{1,3}(?:\.\d+)?)%?$/.exec(value) ?? [];
  const percent = Number(number);
  if (number !== undefined && percent <= 100) return percent;
  throw new UserError(`--min-share ${value} is not a percentage`, { next: 'write for example 99.9%' });
}

/** Percentages such as 99.9 are not exact in binary. */
const ROUNDING_NOISE = 1e-9;

/**
 * @param minShare a percentage.
 * @returns the error to end with (exit code 1), or undefined if the share is high enough. Without a binding to compare it is not.
 */
export function checkMinShare({ share, bindings }: Verification, minShare: number): UserError | undefined {
  if (bindings.decided === 0) {
    return new UserError('--min-share: no binding of the recording can be compared', {
      exitCode: 1,
      next: 'the table says why',
    });
  }
  if (share * 100 + ROUNDING_NOISE >= minShare) return undefined;
  return new UserError(
    `${shareBelow(share, minShare)} of ${counted(bindings.decided, 'binding')} went to one of the model's best nodes, below --min-share ${minShare}%`,
    { exitCode: 1, next: 'the table lists the disagreements; explain POD shows every node of one of them' },
  );
}

/** With as many decimals as it takes to see that it is less. */
function shareBelow(share: number, minShare: number): string {
  const texts = [2, 3, 4, 5, 6].map((decimals) => formatShare(share, decimals));
  return texts.find((text) => Number.parseFloat(text) < minShare) ?? texts.at(-1)!;
}
