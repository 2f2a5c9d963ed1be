/** A replay on the embedded cluster, as the command line shows it. */

import { formatDuration } from '../core/time/duration.ts';
import type { Microseconds } from '../core/time/microseconds.ts';
import { startProgress } from '../render/terminal/progress.ts';
import { embeddedTarget } from '../targets/embedded/play-embedded.ts';
import { type ReplayRequest, replayScenario } from '../verbs/replay/replay-scenario.ts';
import { printRecordingDifference } from './print-recording-difference.ts';
import { type PrintOptions, printReplayNotes, printReport, printWarnings } from './print-report.ts';

export async function runEmbedded(request: ReplayRequest, print: PrintOptions): Promise<void> {
  const progress = startProgress();
  const tell = (scenarioTime: Microseconds): void =>
    progress.tell(() => `scenario clock ${formatDuration(Math.floor(scenarioTime / 1e6) * 1e6)}`);
  const replay = await replayScenario({ ...request, progress: tell }, embeddedTarget);
  const seconds = progress.stop();
  printWarnings(replay.warnings);
  printReplayNotes(replay.played, seconds);
  await printReport(replay, print);
  if (replay.difference) printRecordingDifference(replay.difference, print.format);
}
