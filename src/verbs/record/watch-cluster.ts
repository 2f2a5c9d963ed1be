/** Keeps a watch on everything that a recording is made from, until it is told to end; only reads, and asks for no Secret or ConfigMap. */

import type { ClusterEvent } from '../../core/observing/cluster-event.ts';
import { ApiError } from '../../kubernetes/api-error.ts';
import type { Collection, KubernetesObject } from '../../kubernetes/list-pages.ts';
import type { Transport } from '../../kubernetes/transport.ts';
import { type Sighting, watchCollectionInBatches } from '../../kubernetes/watch-loop.ts';
import type { LiveNode, LiveObjects, LivePod } from './live-objects.ts';
import type { Controller } from './owners.ts';
import { collectionsOf, type Selection, type Watched } from './selection.ts';

export interface WatchClusterOptions {
  readonly transport: Transport;
  readonly selection: Selection;
  readonly objects: LiveObjects;
  readonly warn: (warning: string) => void;
  /** A watch that nothing can be recorded without was given up. */
  readonly fail: (error: unknown) => void;
}

/** @param isSynced whether all that existed at the start was told before. */
type See<T> = (sighting: Sighting<T>, isSynced: boolean) => void;

export interface ClusterWatch {
  /** Resolves when all that exists was seen; rejects where it may not be. */
  readonly synced: Promise<void>;
  /**
   * The resource version up to which everything of a collection was told, by its path; of Events, which nobody deletes as soon as they are
   * there, that of the latest one. What is only read to understand pods is not in it.
   */
  readonly reached: ReadonlyMap<string, number>;
  /** Ends all watches; resolves when nothing more is told. */
  end(): Promise<void>;
}

/** A cluster that is away is waited for: the gap says how long it was. */
const PATIENCE = Number.POSITIVE_INFINITY;

export function watchCluster(options: WatchClusterOptions): ClusterWatch {
  const { transport, selection, objects, warn, fail } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const loops: Promise<unknown>[] = [];
  const reached = new Map<string, number>();

  async function follow<T extends KubernetesObject>(
    collection: Collection,
    see: See<T>,
    synced: () => void,
  ): Promise<void> {
    let isSynced = false;
    const { path } = collection;
    const isEvents = path.endsWith('/events');
    const onReached = (version: string): void => {
      if (/\/(?:nodes|pods)$/.test(path)) reached.set(path, Number(version));
    };
    const watching = { signal, patience: PATIENCE, onReached };
    for await (const sightings of watchCollectionInBatches<T>(transport, collection, watching))
      for (const sighting of sightings) {
        if (sighting.type === 'synced') {
          isSynced = true;
          synced();
        }
        if (isEvents && 'object' in sighting && sighting.object !== undefined) {
          const version = Number(sighting.object.metadata.resourceVersion);
          reached.set(path, Math.max(reached.get(path) ?? 0, version));
        }
        see(sighting.type === 'gap' ? withoutAddress(sighting, transport.server) : sighting, isSynced);
      }
  }

  /** Resolves when it is in step; what ends it later goes to `fallen`. */
  function begin<T extends KubernetesObject>(
    collections: readonly Collection[],
    see: See<T>,
    fallen: (error: unknown) => void,
  ): Promise<unknown> {
    return Promise.all(
      collections.map(
        (collection) =>
          new Promise<void>((resolve, reject) => {
            let isSynced = false;
            const loop = follow<T>(collection, see, () => {
              isSynced = true;
              resolve();
            });
            loops.push(loop.catch(() => {}));
            loop.then(resolve, (error) => (isSynced ? fallen(error) : reject(error)));
          }),
      ),
    );
  }

  /** What helps, but may be forbidden. */
  async function beginIfAllowed<T extends KubernetesObject>(
    what: Watched,
    see: See<T>,
    otherwise: string,
  ): Promise<boolean> {
    try {
      await begin<T>(collectionsOf(what, selection), see, () =>
        warn(`the watch of ${what} was lost: ${otherwise}`),
      );
      return true;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      return false;
    }
  }

  async function beginAll(): Promise<void> {
    // Nodes first, so that every pod's node is there; then who the pods belong to.
    await begin<LiveNode>([{ path: '/api/v1/nodes' }], objects.node, fail);
    const byName = 'what their pods belong to is told by names';
    for (const what of ['replicasets', 'jobs'] as const) {
      const isAllowed = await beginIfAllowed<Controller & KubernetesObject>(what, objects.controller, byName);
      if (!isAllowed) warn(`${what} may not be read: ${byName}`);
    }
    await begin<LivePod>(collectionsOf('pods', selection), objects.pod, fail);
    if (signal.aborted) return;
    objects.synced(transport.clock.now());
    const without = 'preemptions and evictions are told by the state of pods alone';
    // What Events told before the start, they told of what is over.
    const see: See<ClusterEvent & KubernetesObject> = (sighting, isSynced) =>
      isSynced && objects.event(sighting);
    for (const what of ['events', 'new-events'] as const)
      if (await beginIfAllowed<ClusterEvent & KubernetesObject>(what, see, without)) return;
    warn(`events may not be read: ${without}`);
  }

  return {
    synced: beginAll().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    }),
    reached,
    async end() {
      ending.abort();
      await Promise.all(loops);
    },
  };
}

function isForbidden(error: unknown): boolean {
  return error instanceof ApiError && /^(401|403|404|405)$/.test(String(error.status));
}

/** Where the cluster is is nobody's business who reads the recording. */
function withoutAddress<T>(
  gap: Extract<Sighting<T>, { readonly type: 'gap' }>,
  server: string,
): Extract<Sighting<T>, { readonly type: 'gap' }> {
  const { host, hostname } = new URL(server);
  const reason = [server, host, hostname].reduce(
    (text, address) => text.replaceAll(address, 'the API server'),
    gap.reason,
  );
  return { ...gap, reason };
}
