/** A replay on a live cluster, as the command line shows it: what is about to happen, how it goes, what came of it. */
import { UserError } from '../core/errors/user-error.ts';
import type { SpeedFigures } from '../core/measure/figures.ts';
import type { Microseconds } from '../core/time/microseconds.ts';
import { kubeconfigFiles } from '../kubernetes/choose-context.ts';
import { startLiveProgress } from '../render/terminal/progress.ts';
import { kwokTarget } from '../targets/kwok/kwok-target.ts';
import { checkMaxLag } from '../verbs/replay/max-lag.ts';
import { type ReplayRequest, replayLive } from '../verbs/replay/replay-scenario.ts';
import { keepMemoryBounded } from './bounded-memory.ts';
import type { LiveFlags } from './live-flags.ts';
import { announce, printDryRun, unsentNote } from './print-live-replay.ts';
import { type PrintOptions, printReplayNotes, printReport, printWarnings } from './print-report.ts';

/** @throws {UserError} for what the person can mend, after the report of what was played. */
export async function runLive(
  request: ReplayRequest & { readonly signal: AbortSignal },
  { kwok, maxLag, dryRun, probe, keep }: LiveFlags,
  print: PrintOptions,
): Promise<void> {
  keepMemoryBounded();
  const progress = startLiveProgress();
  const sayBetween = (sentences: readonly string[]): void => {
    progress.stop();
    announce(sentences);
  };
  const options = {
    dryRun,
    probe,
    keep,
    announce: sayBetween,
    doing: progress.say,
    ...(progress.isShown ? { moment: progress.tell } : {}),
  };
  const alsoReads = kubeconfigFiles(kwok.choice);
  const live = await replayLive({ ...request, alsoReads }, options, kwokTarget(kwok));
  progress.stop();
  const { replay, survey, failure } = live;
  if (dryRun) return printDryRun(survey, dryRunFormat(print));
  if (replay === undefined) {
    printWarnings(['stopped before the clock started: nothing was played, and what was made is removed']);
    if (failure) throw failure;
    return;
  }
  printWarnings(unsentNote(live));
  printReplayNotes(replay.played, (replay.played.wallTime ?? 0) / 1e6);
  await printReport(replay, print);
  const late = maxLag === undefined ? undefined : lateness(replay.figures.speed, maxLag);
  if (failure ?? late) throw failure ?? late;
}

function lateness({ lag, limitedBy }: SpeedFigures, maxLag: Microseconds): UserError | undefined {
  return lag === null ? undefined : checkMaxLag({ ...lag, limitedBy: limitedBy ?? 'nothing' }, maxLag);
}

/** @throws {UserError} (usage) for a format that shows figures, of which there are none. */
function dryRunFormat({ format }: PrintOptions): 'table' | 'yaml' | 'json' {
  if (format === 'yaml' || format === 'json') return format;
  if (format === 'table' || format === 'wide') return 'table';
  throw new UserError(`--dry-run has no -o ${format}`, { next: 'use -o table, yaml or json' });
}
