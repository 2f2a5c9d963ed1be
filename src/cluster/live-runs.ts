/** Finds keg's runs in a cluster by the label that everything they made carries. */
import type { KubernetesObject } from '../kubernetes/list-pages.ts';
import { RUN_LABEL } from '../kubernetes/run-label.ts';
import type { Microseconds } from '../recording/observation.ts';

/** What one run of keg has in the cluster. */
export interface LiveRun {
  readonly run: string;
  readonly nodes: number;
  readonly pods: number;
  readonly namespaces: number;
  /** Since its oldest object was created, by the clock here. */
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
 * The oldest run first.
 *
 * @param now milliseconds since the epoch.
 */
export function liveRuns(
  counts: { readonly nodes: RunCounts; readonly pods: RunCounts; readonly namespaces: RunCounts },
  now: number,
): LiveRun[] {
  const { nodes, pods, namespaces } = counts;
  const runs = new Set([...nodes.keys(), ...pods.keys(), ...namespaces.keys()]);
  return [...runs]
    .map((run) => {
      const kinds = [nodes.get(run), pods.get(run), namespaces.get(run)];
      const oldest = Math.min(...kinds.map((kind) => kind?.oldest ?? Number.POSITIVE_INFINITY));
      return {
        run,
        nodes: kinds[0]?.count ?? 0,
        pods: kinds[1]?.count ?? 0,
        namespaces: kinds[2]?.count ?? 0,
        // Stamps are whole seconds of another clock: never younger than nothing.
        age: Math.max(0, now - oldest) * 1000,
      };
    })
    .sort((left, right) => right.age - left.age || (left.run < right.run ? -1 : 1));
}
