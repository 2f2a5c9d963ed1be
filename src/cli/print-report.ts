/** Puts a report on stdout in the format that was asked for, and what else is to be said on stderr. */
import { formatProblem, type Problem } from '../core/errors/problem.ts';
import type { Figures } from '../core/measure/figures.ts';
import type { Occupancy } from '../core/measure/occupancy.ts';
import type { Observation, RecordingHeader } from '../core/recording/observation.ts';
import { formatDuration } from '../core/time/duration.ts';
import type { ReportFormat } from '../render/report/output-choice.ts';
import type { Played } from '../targets/target.ts';

export interface PrintOptions {
  readonly format: ReportFormat;
  readonly by: 'pool' | 'node';
  readonly csvFolder: string | undefined;
  /** Files that the command reads; none of them is written. */
  readonly inputs: readonly (string | undefined)[];
  /** Replace files that exist. */
  readonly force: boolean;
}

interface Measured {
  readonly header: RecordingHeader;
  readonly figures: Figures;
  readonly observations: readonly Observation[];
}

/** Columns where there is no terminal to ask. */
const DEFAULT_WIDTH = 80;

export async function printReport(measured: Measured, options: PrintOptions): Promise<void> {
  if (options.format === 'csv') return printCsv(measured, options);
  const { renderFigures } = await import('../render/report/render-figures.ts');
  const { columns, isTTY } = process.stdout;
  const width = columns ?? (Number(process.env.COLUMNS) || DEFAULT_WIDTH);
  const colour = isTTY === true && !process.env.NO_COLOR;
  process.stdout.write(
    await renderFigures(measured.figures, options.format, { width, by: options.by, colour }),
  );
}

async function printCsv(measured: Measured, options: PrintOptions): Promise<void> {
  const { csvFiles } = await import('../render/report/csv.ts');
  const { csvFolderFor, writeCsvFolder } = await import('../storage/csv-folder.ts');
  const { header, observations } = measured;
  const folder = csvFolderFor(options.csvFolder, header.name);
  const paths = writeCsvFolder(folder, csvFiles(header, observations), options);
  process.stdout.write(`${paths.join('\n')}\n`);
}

/** Prints what went wrong while it was played, and how long it took. */
export function printReplayNotes(
  { end, stopped }: Played,
  problems: readonly Problem[],
  wallSeconds: number,
): void {
  if (stopped)
    printWarnings([
      `stopped at ${formatDuration(end)} of scenario time: what follows is what was played until then`,
    ]);
  printProblems(problems);
  const rate = wallSeconds > 0 ? Math.round(end / 1e6 / wallSeconds) : 0;
  const pace = `${formatDuration(Math.round(end / 1e6) * 1e6)} of scenario time took ${wallSeconds.toFixed(2)} s here`;
  process.stderr.write(`${pace} (${rate.toLocaleString('en-US')}x)\n`);
}

/** Prints problems on stderr, one line each. */
export function printProblems(problems: readonly Problem[]): void {
  printWarnings(problems.map(formatProblem));
}

export function printWarnings(warnings: readonly string[]): void {
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
}

/** What ran just before given times: a line a time, amounts in cores, bytes and counts (exact, in JSON in base units). */
export function printOccupancy(occupancy: readonly Occupancy[], format: ReportFormat): void {
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(occupancy, null, 2)}\n`);
    return;
  }
  for (const { time, pods, requested } of occupancy) {
    const { pods: _places, ...others } = requested;
    const amounts = Object.entries(others).map(
      ([resource, amount]) => `${resource} ${amount}${resource === 'cpu' ? 'm' : ''}`,
    );
    process.stdout.write(`${formatDuration(time)}  pods ${pods}  requests: ${amounts.join('  ')}\n`);
  }
}
