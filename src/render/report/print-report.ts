/** Prints a report on stdout in a format, or writes the files of a format into a folder. */
import type { Figures } from '../../core/measure/figures.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import { type ResultsFolder, resultsFolderFor, writeResultsFolder } from '../../storage/results-folder.ts';
import { isFolderFormat, isTextFormat, type OutputFormat } from '../formats/output-format.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import type { Breakdown } from './breakdowns.ts';

export interface PrintOptions {
  readonly format: OutputFormat;
  readonly by: Breakdown;
  /** For a format that writes files. */
  readonly folder: ResultsFolder | undefined;
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
  const { format, by, folder } = options;
  const { header, figures, observations } = measured;
  if (!isFolderFormat(format)) {
    const text = isTextFormat(format)
      ? format.report(figures, { ...layoutOf(), by })
      : format.page(measured, by);
    process.stdout.write(await text);
    return;
  }
  if (folder === undefined) throw new Error(`-o ${format.name} without a folder`);
  const files = await format.files(header, observations);
  const { inputs, force } = options;
  const paths = await writeResultsFolder(resultsFolderFor(folder, header.name), files, {
    flag: folder.flag,
    inputs,
    force,
  });
  process.stdout.write(`${paths.join('\n')}\n`);
}
