/** Reads --csv-dir, which only the format csv uses: with another format it would write nothing. */
import { UserError } from '../../core/errors/user-error.ts';
import { isFolderFormat, type OutputFormat } from './output-format.ts';

/**
 * @param folder the value of --csv-dir; undefined if the flag is not given.
 * @returns the folder of the CSV files, undefined inside for the default folder; undefined for a format that writes no folder.
 * @throws {UserError} (usage) for a folder beside a format that writes none.
 */
export function csvFolderFlag(
  format: OutputFormat,
  folder: string | undefined,
): { readonly folder: string | undefined } | undefined {
  if (isFolderFormat(format)) return { folder };
  if (folder === undefined) return undefined;
  throw new UserError(`--csv-dir writes nothing with -o ${format.name}`, {
    next: 'add -o csv, or leave out --csv-dir',
  });
}
