/** Prints a report on stdout in a format, or writes the files of a format into a folder. */
import type { Figures } from '../../core/measure/figures.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import { csvFolderFor, writeCsvFolder } from '../../storage/csv-folder.ts';
import { isFolderFormat, isTextFormat, type OutputFormat } from '../formats/output-format.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import type { Breakdown } from './breakdowns.ts';

export interface PrintOptions {
  readonly format: OutputFormat;
  readonly by: Breakdown;
  /** The folder for a format that writes files; undefined is the default folder. */
  readonly csvFolder: string | undefined;
  /** Files that the command reads: the report never overwrites them. */
  readonly inputs: readonly (string | undefined)[];
  /** Replace files that exist. */
  readonly force: boolean;
}

export interface Measured {
  readonly header: RecordingHeader;
  readonly figures: Figures;
  readonly observations: readonly Observation[];
}

/** @throws {UserError} (usage) for a folder that cannot be written to. */
export async function printReport(measured: Measured, options: PrintOptions): Promise<void> {
  const { format, by, csvFolder } = options;
  const { header, figures, observations } = measured;
  if (!isFolderFormat(format)) {
    const text = isTextFormat(format)
      ? format.report(figures, { ...layoutOf(), by })
      : format.page(measured, by);
    process.stdout.write(await text);
    return;
  }
  const folder = csvFolderFor(csvFolder, header.name);
  const paths = await writeCsvFolder(folder, await format.files(header, observations), options);
  process.stdout.write(`${paths.join('\n')}\n`);
}
