/** Replays on several clusters at the same moment, and prints them side by side. */
import type { NamedReport } from '../core/comparing/limit-results.ts';
import { UserError } from '../core/errors/user-error.ts';
import { dataFormatsWithWide, formatNames } from '../render/formats/index.ts';
import { markdownFormat } from '../render/formats/markdown.ts';
import { printClusters } from '../render/replay/print-clusters.ts';
import { printReplay } from '../render/replay/print-replay.ts';
import { printReplayNotes } from '../render/replay/print-replay-notes.ts';
import type { PrintOptions } from '../render/report/print-report.ts';
import { printRemarks } from '../render/terminal/print-problems.ts';
import type { Target } from '../targets/target.ts';
import type { FlagValues } from '../targets/target-flag.ts';
import { refuseOneCluster, replayClusters } from '../verbs/replay/replay-clusters.ts';
import type { ReplayRequest } from '../verbs/replay/replay-scenario.ts';

interface ClusterPlays {
  readonly target: Target;
  readonly ownFlags: FlagValues;
  readonly contexts: readonly string[];
  readonly request: ReplayRequest;
}

interface ClusterPrint extends PrintOptions {
  readonly isDryRun: boolean;
  /** Ends the progress on the screen. @returns seconds since the start. */
  readonly stop: () => number;
}

/**
 * @returns the figures of each cluster; undefined where not all have some.
 * @throws {UserError} for flags that are for one cluster, for what fails on any of them, and for a format that shows one replay.
 */
export async function playClusters(
  { target, ownFlags, contexts, request }: ClusterPlays,
  print: ClusterPrint,
): Promise<readonly NamedReport[] | undefined> {
  const { isDryRun, format, by } = print;
  refuseOneCluster(request, contexts, ownFlags);
  const names = formatNames([...dataFormatsWithWide(), markdownFormat]);
  if (!isDryRun && !names.includes(format.name))
    throw new UserError(`several contexts have no -o ${format.name}`, { next: `use -o ${names.join(', ')}` });
  const replays = await replayClusters(target, ownFlags, request, contexts);
  const seconds = print.stop();
  const clusters = [];
  for (const { context, replay } of replays) {
    const { result } = replay;
    printRemarks([`${context}:`]);
    if (result === undefined) await printReplay(replay, { isDryRun, seconds }, print);
    else {
      printReplayNotes(result.played, result.problems, (result.played.wallTime ?? seconds * 1e6) / 1e6);
      clusters.push({ context, figures: result.figures });
    }
  }
  if (clusters.length > 0) await printClusters(clusters, { format: format.name, by, file: request.file });
  for (const { replay } of replays) if (replay.failure) throw replay.failure;
  if (clusters.length < contexts.length) return undefined;
  return clusters.map(({ context, figures }) => ({ name: context, figures }));
}
