/** Watches everything that a recording is made from, until it is ended. Only reads, and never reads a Secret or a ConfigMap. */

import type { Problem } from '../../core/errors/problem.ts';
import { OBJECT_KINDS, type ObjectKind } from '../../core/objects/object-kinds.ts';
import type { KubernetesEvent } from '../../core/observing/kubernetes-event.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { ApiError } from '../../kubernetes/api-error.ts';
import type { Collection, KubernetesObject } from '../../kubernetes/list-pages.ts';
import type { Transport } from '../../kubernetes/transport.ts';
import type { WatchReport } from '../../kubernetes/watch-loop.ts';
import type { ClusterNode, ClusterPod } from '../../targets/live/observe/cluster-observer.ts';
import { createWatchGroup, type TakeWatchReport } from '../../targets/live/observe/watch-group.ts';
import { createMergedOrder } from './merged-order.ts';
import { askFor, meaningWithout, missingRights } from './missing-rights.ts';
import type { Controller } from './owners.ts';
import type { RecordedObjects } from './recorded-objects.ts';
import { collectionsOf, collectionsOfKind, type Selection } from './selection.ts';

export interface WatchClusterOptions {
  readonly transport: Transport;
  readonly selection: Selection;
  readonly objects: RecordedObjects;
  /** Whether nodes may be read. */
  readonly seesNodes: boolean;
  readonly warn: (problem: Problem) => void;
  /** Called when a watch ends without which nothing can be recorded. */
  readonly fail: (error: unknown) => void;
}

export interface ClusterWatch {
  /** Resolves when everything that exists was seen; rejects where the cluster does not allow it. */
  readonly synced: Promise<void>;
  /**
   * The resource version up to which everything of a collection was seen, by its path. For Events, which are never deleted soon after they
   * appear, that of the latest one. Collections that are only read to understand pods are not in it.
   */
  readonly reached: ReadonlyMap<string, number>;
  /** Calls back when everything that arrived before was observed. */
  inOrder(at: Microseconds, act: () => void): void;
  /** Ends all watches. Resolves when nothing more is observed. */
  end(): Promise<void>;
}

/** A recorder waits for a cluster that is away: the gap states how long it was. */
const PATIENCE = Number.POSITIVE_INFINITY;
/** Watches of one API server deliver a write within milliseconds of each other. */
const HOLD: Microseconds = 200_000;

export function watchCluster(options: WatchClusterOptions): ClusterWatch {
  const { transport, selection, objects, seesNodes, warn, fail } = options;
  const watches = createWatchGroup(transport, PATIENCE);
  const reached = new Map<string, number>();
  const order = createMergedOrder({ hold: HOLD, now: () => transport.clock.now() });

  /** Resolves when all of them are in step. Events have no place in the order of versions: they may be stored elsewhere. */
  function begin<T extends KubernetesObject>(
    collections: readonly Collection[],
    see: TakeWatchReport<T>,
    onLost: (error: unknown) => void,
  ): Promise<unknown> {
    return Promise.all(
      collections.map((collection) => {
        const { path } = collection;
        const isKept = /\/(?:nodes|pods)$/.test(path);
        const isEvents = path.endsWith('/events');
        const seeAll = isEvents ? noteReached(path, see) : see;
        const onReached = (version: string): void =>
          order.take(path, Number(version), transport.clock.now(), () => reached.set(path, Number(version)));
        return watches.watch<T>(
          collection,
          (report, isSynced) =>
            order.take(path, isEvents ? undefined : versionOf(report), report.at, (at) =>
              seeAll({ ...report, at }, isSynced),
            ),
          { onLost, onReached: isKept ? onReached : undefined },
        );
      }),
    );
  }

  function noteReached<T extends KubernetesObject>(
    path: string,
    see: TakeWatchReport<T>,
  ): TakeWatchReport<T> {
    return (report, isSynced) => {
      const version = versionOf(report);
      if (version !== undefined) reached.set(path, Math.max(reached.get(path) ?? 0, version));
      see(report, isSynced);
    };
  }

  /** Watches what helps and may be forbidden. @returns the error where it is. */
  async function beginIfAllowed<T extends KubernetesObject>(
    what: string,
    collections: readonly Collection[],
    see: TakeWatchReport<T>,
    otherwise: string,
  ): Promise<ApiError | undefined> {
    try {
      await begin<T>(collections, see, (lost) =>
        warn({
          code: 'watch-lost',
          severity: 'warning',
          message: `the watch of ${what} was lost: ${otherwise}`,
          ...(isForbidden(lost) && lost.next !== undefined && { next: lost.next }),
        }),
      );
      return undefined;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      return error;
    }
  }

  /** @returns the plural of the kind where it may not be read. */
  async function beginKind(entry: ObjectKind): Promise<string | undefined> {
    const { plural } = entry;
    const error = await beginIfAllowed<Controller & KubernetesObject>(
      plural,
      collectionsOfKind(entry, selection),
      (report) => objects.object(report, entry),
      meaningWithout(plural),
    );
    // A kind that this API server does not serve has no objects.
    return error === undefined || error.status === 404 ? undefined : plural;
  }

  /** All that existed at the start was seen. */
  function inStep(): void {
    objects.synced(transport.clock.now());
    order.begin();
  }

  async function beginAll(): Promise<void> {
    // Nodes first, so that the node of every pod is observed before it; then the objects that decided about the pods.
    if (seesNodes) await begin<ClusterNode>([{ path: '/api/v1/nodes' }], objects.node, fail);
    if (selection.nodesOnly) return inStep();
    const forbidden = await Promise.all(OBJECT_KINDS.map(beginKind));
    for (const problem of missingRights(
      new Set(forbidden.filter((plural) => plural !== undefined)),
      selection,
    ))
      warn(problem);
    await begin<ClusterPod>(collectionsOf('pods', selection), objects.pod, fail);
    if (watches.signal.aborted) return;
    inStep();
    const without = 'preemptions and evictions are taken from the state of pods alone';
    // Events from before the start describe what is over.
    const see: TakeWatchReport<KubernetesEvent & KubernetesObject> = (report, isSynced) =>
      isSynced && objects.event(report);
    for (const what of ['events', 'new-events'] as const) {
      const collections = collectionsOf(what, selection);
      if (!(await beginIfAllowed<KubernetesEvent & KubernetesObject>(what, collections, see, without)))
        return;
    }
    warn({
      code: 'read-forbidden',
      severity: 'warning',
      message: `events may not be read: ${without}`,
      next: askFor(['events'], selection),
    });
  }

  return {
    synced: beginAll().catch((error: unknown) => {
      if (!watches.signal.aborted) throw error;
    }),
    reached,
    inOrder: (at, act) => order.take('', undefined, at, act),
    async end() {
      await watches.end();
      order.end();
    },
  };
}

function versionOf<T extends KubernetesObject>(report: WatchReport<T>): number | undefined {
  const version = 'object' in report ? report.object?.metadata.resourceVersion : undefined;
  return version === undefined ? undefined : Number(version);
}

function isForbidden(error: unknown): error is ApiError {
  return error instanceof ApiError && /^(401|403|404|405)$/.test(String(error.status));
}
