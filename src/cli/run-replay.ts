/** Runs a replay for the command line: prints what will happen, the progress, and the report. */
import { formatProblem, type Problem } from '../core/errors/problem.ts';
import { UserError } from '../core/errors/user-error.ts';
import { formatDuration } from '../core/time/duration.ts';
import { dataFormats, formatNames } from '../render/formats/index.ts';
import { isFolderFormat } from '../render/formats/output-format.ts';
import { printDryRun } from '../render/replay/print-dry-run.ts';
import { printRecordingDifference } from '../render/replay/print-recording-difference.ts';
import { printReplayNotes } from '../render/replay/print-replay-notes.ts';
import { type PrintOptions, printReport } from '../render/report/print-report.ts';
import { printRemarks } from '../render/terminal/print-problems.ts';
import { startLiveProgress, startProgress } from '../render/terminal/progress.ts';
import { refuseSenselessFlags, targetNamed } from '../targets/index.ts';
import type { PlayMoment } from '../targets/target.ts';
import { durationFlag } from '../targets/target-flag.ts';
import type { ReplayScreen } from '../verbs/replay/play-on-target.ts';
import { type ReplayRequest, replayScenario } from '../verbs/replay/replay-scenario.ts';
import { keepMemoryBounded } from './bounded-memory.ts';
import { flagValues } from './target-flags.ts';

/**
 * @param name of the target.
 * @param flags as the command line read them.
 * @throws {UserError} (usage) for a flag that makes no sense on the target; for a failure that the user can correct, after the report of what was played.
 */
export async function runReplay(
  request: ReplayRequest,
  name: string,
  flags: Readonly<Record<string, unknown>>,
  print: PrintOptions,
): Promise<void> {
  const target = targetNamed(name);
  refuseSenselessFlags(target, flags);
  if (target.clock === 'wall') keepMemoryBounded();
  const values = flagValues(target.flags, flags);
  const own = {
    dryRun: values['dry-run'] === true,
    keep: values.keep === true,
    maxLag: durationFlag(values, 'max-lag'),
    alsoReads: (await target.inputFiles?.(values)) ?? [],
  };
  const screen = openScreen();
  const open = await target.open(values);
  const replay = await replayScenario({ ...request, ...own, show: screen.show }, open);
  const { survey, result, failure } = replay;
  const seconds = screen.stop();
  if (own.dryRun) return printDryRun(survey, dryRunFormat(print));
  if (result === undefined) {
    printRemarks(['stopped before the clock started: nothing was played, and what was created is removed']);
    if (failure) throw failure;
    return;
  }
  const { played, problems, difference } = result;
  printReplayNotes(played, problems, played.wallTime === undefined ? seconds : played.wallTime / 1e6);
  await printReport(result, print);
  if (difference) printRecordingDifference(difference, print.format);
  if (failure) throw failure;
}

/** Sentences and problems stay on stderr. The current activity is one line of a terminal that is written over. */
function openScreen(): { readonly show: ReplayScreen; stop(): number } {
  const virtual = startProgress();
  const live = startLiveProgress();
  const stay = (lines: readonly string[]): void => {
    if (lines.length > 0) live.stop();
    printRemarks(lines);
  };
  const moment = ({ scenarioTime, wall }: PlayMoment): void => {
    if (wall) live.report({ scenarioTime, ...wall });
    else virtual.report(() => `scenario clock ${formatDuration(Math.floor(scenarioTime / 1e6) * 1e6)}`);
  };
  return {
    show: {
      inform: (sentence) => stay([sentence]),
      warn: (problems) => stay(problemLines(problems)),
      doing: live.show,
      ...(live.isShown ? { moment } : {}),
    },
    stop() {
      live.stop();
      return virtual.stop();
    },
  };
}

/** One line a problem; all changes of pods on one line. */
function problemLines(problems: readonly Problem[]): string[] {
  const [changes, others] = [
    problems.filter(({ code }) => code === 'changed-for-target'),
    problems.filter(({ code }) => code !== 'changed-for-target'),
  ];
  const changed = changes.map(({ message }) => message).join('; ');
  return [...others.map(formatProblem), ...(changed === '' ? [] : [`changed in pods: ${changed}`])];
}

/** @throws {UserError} (usage) for a format that shows figures: a dry run has none. */
function dryRunFormat({ format }: PrintOptions): string {
  const names = formatNames(dataFormats());
  if (names.includes(format.name)) return format.name;
  if (!isFolderFormat(format) && format.isForPeople) return 'table';
  throw new UserError(`--dry-run has no -o ${format.name}`, { next: `use -o ${names.join(', ')}` });
}
