/** Reads `-o`: a format of the report, or the file that a recording goes to. */

import { UserError } from '../../core/errors/user-error.ts';
import { refuseOutputName } from '../../storage/output-name.ts';

export const REPORT_FORMATS = ['table', 'wide', 'json', 'yaml', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface OutputChoice {
  readonly format: ReportFormat;
  /** Where the recording is to be written, if anywhere. */
  readonly recording: string | undefined;
}

/**
 * Sorts the values of `-o`. What is no format counts as a file if it looks like one (it has a dot or a slash).
 *
 * @throws {UserError} (usage) for two formats, two files, or a word that is neither.
 */
export function chooseOutput(values: readonly string[], recordingFlag?: string): OutputChoice {
  const formats = values.filter(isFormat);
  const files = values.filter((value) => !isFormat(value));
  for (const path of files) refuseOutputName({ flag: '-o', path, kind: 'recording' }, REPORT_FORMATS);
  if (recordingFlag !== undefined)
    refuseOutputName({ flag: '--recording', path: recordingFlag, kind: 'recording' });
  if (formats.length > 1) throw new UserError(`-o ${formats.join(' -o ')}: one format at a time`);
  const recordings = recordingFlag === undefined ? files : [...files, recordingFlag];
  if (recordings.length > 1) throw new UserError(`two files for one recording: ${recordings.join(' and ')}`);
  return { format: formats[0] ?? 'table', recording: recordings[0] };
}

function isFormat(value: string): value is ReportFormat {
  return (REPORT_FORMATS as readonly string[]).includes(value);
}
