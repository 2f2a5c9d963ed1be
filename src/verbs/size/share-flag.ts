/** Reads `--share`, the share of the seeds in which limits must hold. */
import { UserError } from '../../core/errors/user-error.ts';

/** @returns above 0, at most 1. @throws {UserError} (usage) for anything but such a percentage. */
export function parseShare(value: string): number {
  const [, number] = /^(\d{1,3}(?:\.\d+)?)%$/.exec(value.trim()) ?? [];
  const percent = Number(number);
  if (number !== undefined && percent > 0 && percent <= 100) return percent / 100;
  throw new UserError(`--share ${value} is not a percentage above 0`, { next: 'write for example 95%' });
}
