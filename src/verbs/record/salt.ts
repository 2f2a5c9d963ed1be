/** The salt of a recording's pseudonyms: given by a person, or drawn and kept beside the file for as long as it may have to be gone on with. */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from '../../core/errors/user-error.ts';

/** Beside the recording, never in it: who has both can try out names. */
export function saltFileOf(recording: string): string {
  return `${recording}.salt`;
}

/** 128 random bits, kept where only this user may read them. */
export function drawSalt(recording: string): string {
  const salt = randomBytes(16).toString('hex');
  writeFileSync(saltFileOf(recording), `${salt}\n`, { mode: 0o600 });
  return salt;
}

/**
 * The salt that an earlier part of the recording was written with.
 *
 * @throws {UserError} (usage) if it is not there any more.
 */
export function keptSalt(recording: string): string {
  try {
    return readFileSync(saltFileOf(recording), 'utf8').trim();
  } catch {
    throw new UserError(
      `the salt of ${recording} is gone, so names would get other pseudonyms from here on`,
      {
        next: 'record into a new file; with --pseudonymise SALT a salt of your own is used',
      },
    );
  }
}

export function forgetSalt(recording: string): void {
  rmSync(saltFileOf(recording), { force: true });
}
