/** Reads `-o` of `fit`: a format of the table, or the file that the scenario goes to. */
import { UserError } from '../../core/errors/user-error.ts';
import { refuseOutputName } from '../../storage/output-name.ts';

export const FIT_FORMATS = ['table', 'json', 'yaml'] as const;
export type FitFormat = (typeof FIT_FORMATS)[number];

/**
 * Sorts the values of `-o`. What is no format counts as a file if it looks like one (it has a dot or a slash).
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
