/** Prints a replay at its end: the plan of a dry run, or how it went and what was measured. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { dataFormats, formatNames } from '../formats/index.ts';
import { isTableForPeople } from '../formats/output-format.ts';
import { type Measured, type PrintOptions, printReport } from '../report/print-report.ts';
import { formatSpan } from '../terminal/human-units.ts';
import { printRemarks } from '../terminal/print-problems.ts';
import { type PlannedRun, printDryRun } from './print-dry-run.ts';
import { printRecordingDifference, type ReplayDifference } from './print-recording-difference.ts';
import { printReplayNotes } from './print-replay-notes.ts';

/** Without a duration, a replay of pods that never end is over when the last one runs: a shorter one shows little but the filling. */
const SHORT_WINDOW: Microseconds = 60_000_000;

/** A replay that ended. */
export interface EndedReplay {
  readonly survey: PlannedRun;
  /** Undefined where the clock never started. */
  readonly result: MeasuredReplay | undefined;
}

type MeasuredReplay = Measured & {
  readonly played: {
    readonly end: Microseconds;
    readonly stopped?: boolean;
    readonly wallTime?: Microseconds;
  };
  readonly problems: readonly Problem[];
  readonly difference?: ReplayDifference;
};

/**
 * @param seconds of wall time that the command took until the replay ended.
 * @throws {UserError} (usage) for a dry run in a format that shows figures.
 */
export async function printReplay(
  { survey, result }: EndedReplay,
  { isDryRun, seconds }: { readonly isDryRun: boolean; readonly seconds: number },
  print: PrintOptions,
): Promise<void> {
  if (isDryRun) return printDryRun(survey, dryRunFormat(print));
  if (result === undefined) {
    printRemarks(['stopped before the clock started: nothing was played, and what was created is removed']);
    return;
  }
  const { played, problems, difference } = result;
  printReplayNotes(played, problems, played.wallTime === undefined ? seconds : played.wallTime / 1e6);
  const { makespan } = result.figures;
  if (makespan?.complete === false && !played.stopped && played.end < SHORT_WINDOW)
    printRemarks([
      `the replay ended after ${formatSpan(played.end)} and pods ran on: means cover this time only (--duration 1h plays longer)`,
    ]);
  await printReport(result, print);
  if (difference) printRecordingDifference(difference, print.format);
}

/** @throws {UserError} (usage) for a format that shows figures: a dry run has none. */
function dryRunFormat({ format }: PrintOptions): string {
  const names = formatNames(dataFormats());
  if (names.includes(format.name)) return format.name;
  if (isTableForPeople(format)) return 'table';
  throw new UserError(`--dry-run has no -o ${format.name}`, { next: `use -o ${names.join(', ')}` });
}
