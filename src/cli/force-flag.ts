/** Declares `--force` in the same words for every command that writes files. */
import * as Flags from '@oclif/core/flags';

export const FORCE_FLAG = {
  force: Flags.boolean({ description: 'replace files that exist' }),
};
