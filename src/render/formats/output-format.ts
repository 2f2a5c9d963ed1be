/** Declares what an output format is: a name, one sentence, and what it makes of a report or of plain data. */
import type { Figures } from '../../core/measure/figures.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { Breakdown } from '../report/breakdowns.ts';

/** The width and the choices of a report for people. */
interface ReportLayout {
  /** Columns of the terminal. */
  readonly width: number;
  readonly by: Breakdown;
  /** Whether escape codes for colour may be used. */
  readonly colour: boolean;
}

interface NamedFormat {
  /** The word after `-o`. */
  readonly name: string;
  /** One sentence without a full stop, for help texts and docs. */
  readonly summary: string;
}

/** A format that is printed on stdout. */
export interface TextFormat extends NamedFormat {
  /** People read it, so remarks may follow it on stdout. Default false. */
  readonly isForPeople?: boolean;
  /** Renders the figures of a recording; the text ends with a line break. */
  report(figures: Figures, layout: ReportLayout): string | Promise<string>;
  /** Renders any plain data; the text ends with a line break. Commands other than `report` and `replay` offer the formats that have this function. */
  data?(value: unknown): string | Promise<string>;
}

/** A format that consists of files in a folder. */
export interface FolderFormat extends NamedFormat {
  /** The flag that names the folder. */
  readonly folderFlag: 'csv-dir' | 'parquet-dir';
  /** Returns the content of each file by its name. */
  files(
    header: RecordingHeader,
    observations: readonly Observation[],
  ): Promise<ReadonlyMap<string, string | Uint8Array>>;
}

/** A format that is one file to look at, and shows more than the figures. It is printed on stdout. */
export interface PageFormat extends NamedFormat {
  page(
    measured: {
      readonly header: RecordingHeader;
      readonly figures: Figures;
      readonly observations: readonly Observation[];
    },
    by: Breakdown,
  ): string | Promise<string>;
}

export type OutputFormat = TextFormat | FolderFormat | PageFormat;

export function isFolderFormat(format: OutputFormat): format is FolderFormat {
  return 'files' in format;
}

export function isTextFormat(format: OutputFormat): format is TextFormat {
  return 'report' in format;
}

/** Whether people read it in a terminal, so that remarks may follow it on stdout. */
export function isTableForPeople(format: OutputFormat): boolean {
  return isTextFormat(format) && format.isForPeople === true;
}

/** Whether it is made of the observations, so that they have to be kept. */
export function readsObservations(format: OutputFormat): boolean {
  return !isTextFormat(format);
}
