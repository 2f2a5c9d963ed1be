/** Chooses between the names of the source and pseudonyms for an imported recording, with the flags of `record`. */
import { randomBytes } from 'node:crypto';
import { UserError } from '../../core/errors/user-error.ts';
import type { RedactionPolicy } from '../../core/recording/redaction/redaction.ts';

export interface NameFlags {
  readonly 'keep-names': boolean;
  readonly pseudonymise?: string | undefined;
}

/**
 * Without a flag: pseudonyms under 128 random bits that are stored nowhere, as in `kubectl keg record`.
 *
 * @throws {UserError} (usage) for flags that contradict each other.
 */
export function chosenNames(flags: NameFlags): RedactionPolicy['names'] {
  const { pseudonymise: salt } = flags;
  if (flags['keep-names']) {
    if (salt === undefined) return 'kept';
    throw new UserError('--keep-names and --pseudonymise contradict each other', {
      next: 'give one of them',
    });
  }
  if (salt === '') throw new UserError('--pseudonymise needs a salt', { next: 'give any text' });
  return { salt: salt ?? randomBytes(16).toString('hex') };
}
