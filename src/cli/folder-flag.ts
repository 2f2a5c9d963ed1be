/** Declares `--folder` for the commands that install and remove kubectl's completion. */
import * as Flags from '@oclif/core/flags';

export const FOLDER_FLAG = {
  folder: Flags.string({ helpValue: 'FOLDER', description: 'a folder of PATH (default: chosen)' }),
};
