/** Removes from a cluster what keg made, and only that: after a replay, after Ctrl-C, after a crash. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { persistence, unlessGone, withWorkers } from './removal-calls.ts';
import { hasController, type RemovedCounts, startCounting } from './removal-counts.ts';
import {
  FOUNDATIONS,
  objectPath,
  PODS,
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
  /** How long to go on while nothing moves: the API server does not answer, or what was deleted stays. Default 1 min. */
  readonly patience?: Microseconds | undefined;
}

const PATIENCE: Microseconds = 60_000_000;
/** One by one, so many at once: pods go nearly three times as fast as by deletecollection, which an API server works off one after another. */
const IN_FLIGHT = 32;
/** Times that: a namespace goes in one piece, after everything in it; of 20,000 pods there are as many events, a few hundred of which go a second. */
const PATIENCE_WITH_NAMESPACES = 10;
const FIRST_LOOK: Microseconds = 50_000;
const LONGEST_LOOK: Microseconds = 1_000_000;
/** Of pods whose owner is gone, or that nothing but KWOK runs: with them nobody loses anything. */
const IDLE_FINALIZERS = ['batch.kubernetes.io/job-tracking', 'kwok.x-k8s.io/fake'];

/**
 * Deletes all objects with the label of the run, workloads before their pods and pods before what they stand on, and returns when they are
 * gone. May be repeated, and run beside another removal: what has vanished meanwhile is fine, and a name made anew is not touched.
 *
 * @param run its id; undefined removes what every run of keg made.
 * @throws {UserError} (the cluster) where something does not go, naming it, or where the server refuses or stays away; (usage) for an
 *   impossible id; the signal's reason.
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

  /** Deletes every object of these kinds that is not on its way yet; gives how many. */
  async function deleteAll(kinds: readonly RunKind[], left: Leftovers): Promise<number> {
    let deleted = 0;
    for (const kind of kinds) {
      const objects = runObjects(transport, kind, labelSelector, persist, signal);
      await withWorkers(IN_FLIGHT, objects, async (object) => {
        left.add(kind, object);
        if (isOnItsWay(object)) return releasePod(kind, object);
        if (await deleteObject(kind, object)) deleted += 1;
        if (kind !== PODS || !areCounted || !hasController(object)) add(kind.kind, object);
        onProgress?.(counts);
      });
    }
    return deleted;
  }

  /** By its uid, so that the next one of its name is safe. */
  function deleteObject(kind: RunKind, object: RunObject): Promise<boolean> {
    // Not in a body: undici closes the connection after a DELETE that has one.
    const query = { gracePeriodSeconds: 0, propagationPolicy: 'Background', uid: object.metadata.uid };
    const path = objectPath(kind, object);
    return persist(`delete ${kind.resource}`, () =>
      unlessGone(transport.send({ method: 'DELETE', path, query, signal })),
    );
  }

  async function releasePod(kind: RunKind, object: RunObject): Promise<void> {
    const { finalizers = [], resourceVersion } = object.metadata;
    const kept = finalizers.filter((finalizer) => !IDLE_FINALIZERS.includes(finalizer));
    if (kind !== PODS || kept.length === finalizers.length) return;
    const path = objectPath(kind, object);
    const contentType = 'application/merge-patch+json';
    // Of this version of it: somebody else's change is looked at in the next round.
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
    let deleted = await deleteAll([...WORKLOADS, PODS], left);
    // While there is still something to delete, a controller may just be making the next pod.
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

/** Whether it was deleted already, and without a grace period that nobody may be there to end. */
function isOnItsWay({ metadata }: RunObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.deletionGracePeriodSeconds ?? 0) === 0;
}
