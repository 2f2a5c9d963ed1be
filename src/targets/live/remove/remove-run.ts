/** Removes from a cluster what keg created, and only that: after a replay, after Ctrl-C, after a crash. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { persistence, unlessGone, withWorkers } from './removal-calls.ts';
import { hasController, type RemovedCounts, startCounting } from './removal-counts.ts';
import {
  FOUNDATIONS,
  objectPath,
  POD_KIND,
  type RunKind,
  type RunObject,
  runSelector,
  WORKLOADS,
} from './removal-kinds.ts';
import { type Leftovers, startLeftovers } from './removal-leftovers.ts';
import { runObjects } from './removal-objects.ts';
import { countPodsOfWorkloads } from './removal-survey.ts';

export interface RemovalOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after every object, with what has been removed so far. */
  readonly onProgress?: ((removed: RemovedCounts) => void) | undefined;
  /** How long to continue while nothing changes: the API server does not answer, or deleted objects stay. Default 1 min. */
  readonly patience?: Microseconds | undefined;
}

const PATIENCE: Microseconds = 60_000_000;
/** Deletions under way at a time. Single deletions are nearly three times as fast as deletecollection, which an API server carries out one object after another. */
const IN_FLIGHT = 32;
/** Factor of patience while namespaces are emptied: a namespace ends after everything in it. 20,000 pods leave as many events, and a few hundred are deleted per second. */
const PATIENCE_WITH_NAMESPACES = 10;
const FIRST_LOOK: Microseconds = 50_000;
const LONGEST_LOOK: Microseconds = 1_000_000;
/** Finalizers of pods whose owner is gone, or that only KWOK runs: removing them loses nothing. */
const IDLE_FINALIZERS = ['batch.kubernetes.io/job-tracking', 'kwok.x-k8s.io/fake'];

/**
 * Deletes all objects with the label of the run: workloads before their pods, pods before their nodes and namespaces. Returns when they are
 * gone. May be repeated, and may run beside another removal: objects that are gone are no error, and new objects of the same name stay.
 *
 * @param run its id; undefined removes what all runs of keg created.
 * @throws {UserError} (the cluster) where an object stays, with its name, or where the server refuses or does not answer; (usage) for an
 *   id that is not valid; the signal's reason.
 */
export async function removeRun(
  transport: Transport,
  run: string | undefined,
  options: RemovalOptions = {},
): Promise<RemovedCounts> {
  const { signal, onProgress, patience = PATIENCE } = options;
  const { clock } = transport;
  const labelSelector = runSelector(run);
  const persist = persistence(transport, patience, signal);
  const { counts, add, addAll } = startCounting();

  /** Deletes every object of these kinds that is not being deleted yet, and returns their number. */
  async function deleteAll(kinds: readonly RunKind[], left: Leftovers): Promise<number> {
    let deleted = 0;
    for (const kind of kinds) {
      const objects = runObjects(transport, kind, labelSelector, persist, signal);
      await withWorkers(IN_FLIGHT, objects, async (object) => {
        left.add(kind, object);
        if (isBeingDeleted(object)) return releasePod(kind, object);
        if (await deleteObject(kind, object)) deleted += 1;
        if (kind !== POD_KIND || !areCounted || !hasController(object)) add(kind.kind, object);
        onProgress?.(counts);
      });
    }
    return deleted;
  }

  /** Deletes by uid, so that a new object of the same name stays. */
  function deleteObject(kind: RunKind, object: RunObject): Promise<boolean> {
    // As a query, because undici closes the connection after a DELETE with a body.
    const query = { gracePeriodSeconds: 0, propagationPolicy: 'Background', uid: object.metadata.uid };
    const path = objectPath(kind, object);
    return persist(`delete ${kind.resource}`, () =>
      unlessGone(transport.send({ method: 'DELETE', path, query, signal })),
    );
  }

  async function releasePod(kind: RunKind, object: RunObject): Promise<void> {
    const { finalizers = [], resourceVersion } = object.metadata;
    const kept = finalizers.filter((finalizer) => !IDLE_FINALIZERS.includes(finalizer));
    if (kind !== POD_KIND || kept.length === finalizers.length) return;
    const path = objectPath(kind, object);
    const contentType = 'application/merge-patch+json';
    // Only this version: if something else changed the pod, the next round reads it again.
    const body = { metadata: { resourceVersion, finalizers: kept } };
    await persist('patch pods', () =>
      unlessGone(transport.send({ method: 'PATCH', path, contentType, body, idempotent: true, signal })),
    );
  }

  const ofWorkloads = await countPodsOfWorkloads({ transport, labelSelector, persist, signal });
  const areCounted = ofWorkloads.pods > 0;
  addAll(ofWorkloads);
  let before = 0;
  let moved = clock.now();
  for (let quietLooks = 0; ; quietLooks += 1) {
    const left = startLeftovers();
    let deleted = await deleteAll([...WORKLOADS, POD_KIND], left);
    // While there was something to delete, a controller may be creating the next pod.
    if (deleted === 0) deleted = await deleteAll(FOUNDATIONS, left);
    if (left.count() === 0) return counts;
    if (deleted > 0 || left.count() !== before) {
      moved = clock.now();
      quietLooks = 0;
    }
    before = left.count();
    const limit = (left.areBusy() ? PATIENCE_WITH_NAMESPACES : 1) * patience;
    if (clock.now() - moved > limit) throw left.asError(transport, limit);
    await clock.sleep(Math.min(LONGEST_LOOK, FIRST_LOOK * 2 ** Math.min(quietLooks, 10)), signal);
  }
}

/** Whether it is being deleted already, without a grace period that no kubelet may be there to end. */
function isBeingDeleted({ metadata }: RunObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.deletionGracePeriodSeconds ?? 0) === 0;
}
