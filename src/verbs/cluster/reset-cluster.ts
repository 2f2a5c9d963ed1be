/** Resets a cluster: removes what runs of keg created and left there, found by their label alone. */

import type { Microseconds } from '../../core/time/microseconds.ts';
import type { ClusterChoice } from '../../kubernetes/cluster-choice.ts';
import { connectionOf } from '../../kubernetes/connection.ts';
import { openTransport } from '../../kubernetes/transport.ts';
import {
  type KindCounts,
  type RemovedCounts,
  startCounting,
} from '../../targets/live/remove/removal-counts.ts';
import { surveyRun } from '../../targets/live/remove/removal-survey.ts';
import { removeRun } from '../../targets/live/remove/remove-run.ts';
import { cleaningRights, withRights } from '../../targets/live/survey/required-rights.ts';
import { simulatorApi } from '../../targets/simulator/simulator-api.ts';

export interface ResetRequest {
  readonly choice: ClusterChoice;
  /** Time limit of each call; 0 is no limit. */
  readonly timeout?: Microseconds | undefined;
  /** Undefined: every run of keg. */
  readonly run?: string | undefined;
  /** Where the API of a simulator is whose scheduler gets its default configuration back. */
  readonly simulatorUrl?: string | undefined;
  /** Count only. */
  readonly dryRun: boolean;
  /** Ends the removal early. */
  readonly signal?: AbortSignal | undefined;
  /** Called before anything is changed. */
  readonly onStart?: ((cluster: { readonly server: string; readonly context: string }) => void) | undefined;
  readonly onProgress?: ((removed: KindCounts) => void) | undefined;
}

export interface ClusterReset {
  readonly server: string;
  readonly context: string;
  /** The only run to remove; undefined for all. */
  readonly run: string | undefined;
  readonly dryRun: boolean;
  /** Whether it was ended before everything was gone. */
  readonly interrupted: boolean;
  /** The simulator whose scheduler has its default configuration again. */
  readonly scheduler?: string;
  readonly removed: KindCounts;
  /** By the id of the run, in the order of ids. */
  readonly runs: readonly (KindCounts & { readonly run: string })[];
}

/** @throws {UserError} (the cluster) where there is no cluster, it does not answer or allow this, or an object stays; (usage) for an id that is not valid. */
export async function resetCluster(request: ResetRequest): Promise<ClusterReset> {
  const { choice, timeout, run, simulatorUrl, dryRun, signal, onStart, onProgress } = request;
  const transport = openTransport(await connectionOf(choice), { timeout });
  const { server, context } = transport;
  let { counts } = startCounting();
  let interrupted = false;
  try {
    onStart?.({ server, context });
    const rights = cleaningRights(false, dryRun ? ['list'] : ['list', 'delete']);
    counts = await withRights(transport, rights, () =>
      dryRun
        ? surveyRun(transport, run, signal)
        : removeRun(transport, run, {
            signal,
            onProgress(removed) {
              counts = removed;
              onProgress?.(removed);
            },
          }),
    );
  } catch (error) {
    if (!signal?.aborted) throw error;
    interrupted = true;
  } finally {
    await transport.close();
  }
  const reset = { server, context, run, dryRun, interrupted, ...summarize(counts) };
  if (simulatorUrl === undefined || dryRun || interrupted) return reset;
  await resetScheduler(simulatorUrl);
  return { ...reset, scheduler: simulatorUrl };
}

/** The simulator's own reset would delete what others created. Without profiles kube-scheduler has its default profile. */
async function resetScheduler(url: string): Promise<void> {
  const api = simulatorApi(url);
  try {
    await api.replaceProfiles([]);
  } finally {
    await api.close();
  }
}

function summarize({ byRun, ...removed }: RemovedCounts): Pick<ClusterReset, 'removed' | 'runs'> {
  const runs = [...byRun].map(([run, ofRun]) => ({ run, ...ofRun }));
  return { removed, runs: runs.sort((left, right) => (left.run < right.run ? -1 : 1)) };
}
