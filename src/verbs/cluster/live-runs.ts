/** Finds the runs of keg in a cluster by the label of everything that they created. */

import type { Microseconds } from '../../core/time/microseconds.ts';
import type { KubernetesObject } from '../../kubernetes/list-pages.ts';
import { RUN_LABEL } from '../../targets/live/objects/run-label.ts';

/** What one run of keg has in the cluster. */
export interface RunStatus {
  readonly run: string;
  readonly nodes: number;
  readonly pods: number;
  readonly namespaces: number;
  /** Workloads, classes, volumes and stages. */
  readonly others: number;
  /** Since its oldest object was created, by the clock of this machine. */
  readonly age: Microseconds;
}

/** Objects of one kind by run. */
export type RunCounts = Map<string, { count: number; oldest: number }>;

export function countRun(counts: RunCounts, { metadata }: KubernetesObject): void {
  const run = metadata.labels?.[RUN_LABEL];
  if (run === undefined) return;
  const created = Date.parse(metadata.creationTimestamp ?? '');
  const before = counts.get(run);
  counts.set(run, {
    count: (before?.count ?? 0) + 1,
    oldest: Math.min(before?.oldest ?? Number.POSITIVE_INFINITY, created),
  });
}

/**
 * Lists the runs, the oldest first.
 *
 * @param now milliseconds since the epoch.
 */
export function liveRuns(
  counts: {
    readonly nodes: RunCounts;
    readonly pods: RunCounts;
    readonly namespaces: RunCounts;
    /** Counts of further kinds. */
    readonly others: readonly RunCounts[];
  },
  now: number,
): RunStatus[] {
  const { nodes, pods, namespaces, others } = counts;
  const all = [nodes, pods, namespaces, ...others];
  const runs = new Set(all.flatMap((kind) => [...kind.keys()]));
  return [...runs]
    .map((run) => {
      const count = (kinds: readonly RunCounts[]): number =>
        kinds.reduce((sum, kind) => sum + (kind.get(run)?.count ?? 0), 0);
      const oldest = Math.min(...all.map((kind) => kind.get(run)?.oldest ?? Number.POSITIVE_INFINITY));
      return {
        run,
        nodes: count([nodes]),
        pods: count([pods]),
        namespaces: count([namespaces]),
        others: count(others),
        // Stamps are whole seconds of another clock: the age is never negative.
        age: Math.max(0, now - oldest) * 1000,
      };
    })
    .sort((left, right) => right.age - left.age || (left.run < right.run ? -1 : 1));
}
