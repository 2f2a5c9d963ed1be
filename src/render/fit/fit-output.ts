/** Reads `-o` of `fit`: a format of the output, or the file of the scenario. */
import { UserError } from '../../core/errors/user-error.ts';
import { refuseOutputName } from '../../storage/output-name.ts';

export const FIT_FORMATS = ['table', 'json', 'yaml'] as const;
export type FitFormat = (typeof FIT_FORMATS)[number];

/**
 * Divides the values of `-o` into formats and files. A value that is not a format is a file if it has a dot or a slash.
 *
 * @throws {UserError} (usage) for two formats, two files, or a word that is neither.
 */
export function chooseFitOutput(values: readonly string[]): {
  format: FitFormat;
  scenario: string | undefined;
} {
  const formats = values.filter(isFormat);
  const files = values.filter((value) => !isFormat(value));
  for (const path of files) refuseOutputName({ flag: '-o', path, kind: 'scenario' }, FIT_FORMATS);
  if (formats.length > 1) throw new UserError(`-o ${formats.join(' -o ')}: one format at a time`);
  if (files.length > 1) throw new UserError(`two files for one scenario: ${files.join(' and ')}`);
  return { format: formats[0] ?? 'table', scenario: files[0] };
}

function isFormat(value: string): value is FitFormat {
  return (FIT_FORMATS as readonly string[]).includes(value);
}
