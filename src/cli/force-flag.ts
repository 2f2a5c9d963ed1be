/** Declares `--force` in the same words for every command that writes files. */
import { Flags } from '@oclif/core';

export const FORCE_FLAG = {
  force: Flags.boolean({ description: 'replace files that exist' }),
};
