/** Watches everything that a recording is made from, until it is ended. Only reads, and never reads a Secret or a ConfigMap. */

import type { Problem } from '../../core/errors/problem.ts';
import type { KubernetesEvent } from '../../core/observing/kubernetes-event.ts';
import { ApiError } from '../../kubernetes/api-error.ts';
import type { Collection, KubernetesObject } from '../../kubernetes/list-pages.ts';
import type { Transport } from '../../kubernetes/transport.ts';
import type { ClusterNode, ClusterPod } from '../../targets/live/observe/cluster-observer.ts';
import { createWatchGroup, type TakeWatchReport } from '../../targets/live/observe/watch-group.ts';
import type { Controller } from './owners.ts';
import type { RecordedObjects } from './recorded-objects.ts';
import { collectionsOf, type Selection, type Watched } from './selection.ts';

export interface WatchClusterOptions {
  readonly transport: Transport;
  readonly selection: Selection;
  readonly objects: RecordedObjects;
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
  /** Ends all watches. Resolves when nothing more is observed. */
  end(): Promise<void>;
}

/** A recorder waits for a cluster that is away: the gap states how long it was. */
const PATIENCE = Number.POSITIVE_INFINITY;

export function watchCluster(options: WatchClusterOptions): ClusterWatch {
  const { transport, selection, objects, warn, fail } = options;
  const watches = createWatchGroup(transport, PATIENCE);
  const reached = new Map<string, number>();

  /** Resolves when all of them are in step. */
  function begin<T extends KubernetesObject>(
    collections: readonly Collection[],
    see: TakeWatchReport<T>,
    onLost: (error: unknown) => void,
  ): Promise<unknown> {
    return Promise.all(
      collections.map((collection) => {
        const { path } = collection;
        const isKept = /\/(?:nodes|pods)$/.test(path);
        const onReached = isKept ? (version: string) => reached.set(path, Number(version)) : undefined;
        const seeAll = path.endsWith('/events') ? noteReached(path, see) : see;
        return watches.watch<T>(collection, seeAll, { onLost, onReached });
      }),
    );
  }

  function noteReached<T extends KubernetesObject>(
    path: string,
    see: TakeWatchReport<T>,
  ): TakeWatchReport<T> {
    return (report, isSynced) => {
      if ('object' in report && report.object !== undefined) {
        const version = Number(report.object.metadata.resourceVersion);
        reached.set(path, Math.max(reached.get(path) ?? 0, version));
      }
      see(report, isSynced);
    };
  }

  /** Watches what helps and may be forbidden. @returns false where it is. */
  async function beginIfAllowed<T extends KubernetesObject>(
    what: Watched,
    see: TakeWatchReport<T>,
    otherwise: string,
  ): Promise<boolean> {
    try {
      await begin<T>(collectionsOf(what, selection), see, () =>
        warn({
          code: 'watch-lost',
          severity: 'warning',
          message: `the watch of ${what} was lost: ${otherwise}`,
        }),
      );
      return true;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      return false;
    }
  }

  async function beginAll(): Promise<void> {
    // Nodes first, so that the node of every pod is observed before it; then the controllers of pods.
    await begin<ClusterNode>([{ path: '/api/v1/nodes' }], objects.node, fail);
    const byName = 'the owners of their pods are taken from names';
    for (const what of ['replicasets', 'jobs'] as const) {
      const isAllowed = await beginIfAllowed<Controller & KubernetesObject>(what, objects.controller, byName);
      if (!isAllowed) warn(forbidden(what, byName));
    }
    await begin<ClusterPod>(collectionsOf('pods', selection), objects.pod, fail);
    if (watches.signal.aborted) return;
    objects.synced(transport.clock.now());
    const without = 'preemptions and evictions are taken from the state of pods alone';
    // Events from before the start describe what is over.
    const see: TakeWatchReport<KubernetesEvent & KubernetesObject> = (report, isSynced) =>
      isSynced && objects.event(report);
    for (const what of ['events', 'new-events'] as const)
      if (await beginIfAllowed<KubernetesEvent & KubernetesObject>(what, see, without)) return;
    warn(forbidden('events', without));
  }

  return {
    synced: beginAll().catch((error: unknown) => {
      if (!watches.signal.aborted) throw error;
    }),
    reached,
    end: () => watches.end(),
  };
}

function forbidden(what: Watched, otherwise: string): Problem {
  return {
    code: 'read-forbidden',
    severity: 'warning',
    message: `${what} may not be read: ${otherwise}`,
  };
}

function isForbidden(error: unknown): boolean {
  return error instanceof ApiError && /^(401|403|404|405)$/.test(String(error.status));
}
