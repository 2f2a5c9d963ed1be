/** Finds a format by its name or by the files that were given, and lists the names for help and errors. */

import { didYouMean } from '../errors/did-you-mean.ts';
import { UserError } from '../errors/user-error.ts';
import type { FileHead } from './file-kinds/file-head.ts';
import { kindOfFile, wrongFile } from './file-kinds/name-file.ts';
import type { ImportFormat } from './import-format.ts';

/** `dump, audit-log, …`, in the order of the list. */
export function importFormatNames(formats: readonly ImportFormat[]): readonly string[] {
  return formats.map(({ name }) => name);
}

/** @throws {UserError} (usage) for a name that is not in the list. */
export function formatNamed(name: string, formats: readonly ImportFormat[]): ImportFormat {
  const found = formats.find((format) => format.name === name);
  if (found) return found;
  const meant = didYouMean(name, importFormatNames(formats));
  throw new UserError(
    `--from ${name} is no format${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`,
    {
      next: `expected one of ${importFormatNames(formats).join(', ')}`,
    },
  );
}

/**
 * The one format of all the files.
 *
 * @throws {UserError} for a file of no known format (naming what it is), for a recording, and for files of several formats.
 */
export function formatOfAll(heads: readonly FileHead[], formats: readonly ImportFormat[]): ImportFormat {
  const found = heads.map((head) => ({ head, format: formatOf(head, formats) }));
  const [first] = found;
  if (!first)
    throw new UserError('no file is named', { next: 'kubectl keg import FILE... -o OUT.keg.jsonl' });
  if (found.some(({ format }) => format !== first.format)) {
    const list = found.map(({ head, format }) => `${head.file}: ${format.name}`).join(', ');
    throw new UserError(`the files are of several formats (${list})`, {
      next: 'import each format into a recording of its own',
    });
  }
  return first.format;
}

function formatOf(head: FileHead, formats: readonly ImportFormat[]): ImportFormat {
  if (kindOfFile(head).role === 'recording') {
    throw new UserError(`${head.file} is a recording already`, {
      next: 'print it with kubectl keg report, or play it with kubectl keg replay',
    });
  }
  const found = formats.find((format) => format.detect(head));
  if (found) return found;
  const names = importFormatNames(formats).join(', ');
  throw wrongFile(
    head,
    'a file that import recognises',
    `expected one of ${names}: state it with --from FORMAT; docs/reference/importers.md describes each`,
  );
}
