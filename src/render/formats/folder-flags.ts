/** Reads --csv-dir and --parquet-dir, which only their own format uses: with another format they would write nothing. */
import { UserError } from '../../core/errors/user-error.ts';
import type { ResultsFolder } from '../../storage/results-folder.ts';
import { isFolderFormat, type OutputFormat } from './output-format.ts';

type FolderFlagValues = Readonly<Partial<Record<'csv-dir' | 'parquet-dir', string | undefined>>>;

/**
 * @returns the folder of the files that the format writes; undefined for a format that writes no folder.
 * @throws {UserError} (usage) for the folder of another format.
 */
export function readFolderFlags(format: OutputFormat, values: FolderFlagValues): ResultsFolder | undefined {
  const own = isFolderFormat(format) ? format.folderFlag : undefined;
  for (const other of ['csv-dir', 'parquet-dir'] as const) {
    if (values[other] === undefined || other === own) continue;
    throw new UserError(`--${other} writes nothing with -o ${format.name}`, {
      next: `add -o ${other.replace('-dir', '')}, or leave out --${other}`,
    });
  }
  return own === undefined ? undefined : { flag: `--${own}`, folder: values[own] };
}
