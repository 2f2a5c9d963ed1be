/** Reads the values of `-o`: a format, or the file that the command writes. */
import { UserError } from '../../core/errors/user-error.ts';
import { type OutputKind, refuseOutputName } from '../../storage/output-name.ts';
import { formatNames, OUTPUT_FORMATS } from './index.ts';
import type { OutputFormat } from './output-format.ts';

export interface OutputChoice {
  readonly format: OutputFormat;
  /** The file to write; undefined for none. */
  readonly file: string | undefined;
}

export interface OutputFlag {
  /** What the file is. */
  readonly kind: Exclude<OutputKind, 'folder'>;
  /** Default: all. */
  readonly formats?: readonly OutputFormat[];
  /** Another flag that names the same file, as `--recording`. */
  readonly other?: { readonly flag: string; readonly path: string | undefined };
}

/**
 * Sorts the values into formats and files. The first format is the default.
 *
 * @throws {UserError} (usage) for two formats, two files, or a word that is neither.
 */
export function chooseOutput(values: readonly string[], flag: OutputFlag): OutputChoice {
  const { kind, formats = OUTPUT_FORMATS, other } = flag;
  const chosen = formats.filter(({ name }) => values.includes(name));
  const names = formatNames(formats);
  const files = values.filter((value) => !names.includes(value));
  for (const path of files) refuseOutputName({ flag: '-o', path, kind }, names);
  if (chosen.length > 1) {
    throw new UserError(`-o ${formatNames(chosen).join(' -o ')}: one format at a time`, {
      next: 'give one of them; report prints a recording again in another format',
    });
  }
  if (other?.path !== undefined) {
    refuseOutputName({ flag: other.flag, path: other.path, kind });
    files.push(other.path);
  }
  if (files.length > 1) {
    throw new UserError(`two files for one ${kind}: ${files.join(' and ')}`, { next: 'name one file' });
  }
  return { format: chosen[0] ?? formats[0]!, file: files[0] };
}
