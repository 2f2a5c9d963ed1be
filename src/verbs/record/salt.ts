/** Draws the salt of a recording's pseudonyms and keeps it beside the file for as long as the recording may be resumed. */
import { randomBytes } from 'node:crypto';
import { UserError } from '../../core/errors/user-error.ts';
import { writeFileAtomically } from '../../storage/atomic-file.ts';
import { storageFor } from '../../storage/index.ts';
import { readTextFile } from '../../storage/text-file.ts';

/** The salt is never in the recording: with both, anyone can test which name has a pseudonym. */
export function saltFileOf(recording: string): string {
  return `${recording}.salt`;
}

/** Draws 128 random bits, kept in a file that only this user may read. */
export async function drawSalt(recording: string): Promise<string> {
  const salt = randomBytes(16).toString('hex');
  await writeFileAtomically(saltFileOf(recording), `${salt}\n`, { isPrivate: true });
  return salt;
}

/**
 * The salt that the resumed recording was written with.
 *
 * @throws {UserError} (usage) if its file is gone.
 */
export async function keptSalt(recording: string): Promise<string> {
  try {
    return (await readTextFile(saltFileOf(recording))).trim();
  } catch {
    throw new UserError(
      `the salt of ${recording} is gone, so the same names would get other pseudonyms from here on`,
      { next: 'record into a new file; --pseudonymise SALT uses a salt that you choose' },
    );
  }
}

export async function forgetSalt(recording: string): Promise<void> {
  const file = saltFileOf(recording);
  await storageFor(file).remove(file);
}
