/** Turns successive states of pods into what happened to them: each step told once, in order, however many states were skipped. */
import type { PodTemplate } from '../objects/pod.ts';
import type { Microseconds } from '../recording/observation.ts';
import type { Observer } from '../recording/observer.ts';
import type { PodObject } from './pod-object.ts';
import { disruptionOf, endOf, hasStarted, isReady, nodeOf, unschedulableMessage } from './pod-steps.ts';
import { createRecentlyGone } from './recently-gone.ts';

/** What a recording says of a pod when it is first seen. */
export interface PodDescription {
  readonly namespace: string;
  readonly name: string;
  readonly group?: string;
  readonly intended?: Microseconds;
  readonly age?: Microseconds;
  readonly template: PodTemplate;
}

export interface PodTransitions {
  /** The pod exists in this state; `at` in recording time, never decreasing. Tells everything that is new since the states seen before. */
  seen(pod: PodObject, at: Microseconds): void;
  /**
   * It is gone; `last` is its last state where the source tells it, which may hold steps not seen yet. A pod that was never seen is told of
   * only if there is such a state. States of it that come later tell nothing.
   */
  gone(uid: string, at: Microseconds, last?: PodObject): void;
  /** Whether it was seen and is not gone. */
  has(uid: string): boolean;
  /** Pods seen and not gone. */
  readonly size: number;
  /** Their uids, in the order in which they were first seen. */
  uids(): IterableIterator<string>;
}

/** Steps taken, as bits: a number a pod is all that is kept of most. */
const BOUND = 1;
const STARTED = 2;
const READY = 4;
const FINISHED = 8;

/** Kept until the pod is bound. */
interface Attempt {
  readonly message: string;
  readonly version: number | undefined;
}

/**
 * @param describe asked once a pod, when it is first seen. It decides what of the object gets into the recording.
 */
export function createPodTransitions(
  observer: Observer,
  describe: (pod: PodObject, at: Microseconds) => PodDescription,
): PodTransitions {
  const steps = new Map<string, number>();
  const attempts = new Map<string, Attempt>();
  const disruptions = new Map<string, string>();
  const recentlyGone = createRecentlyGone();

  function create(pod: PodObject, uid: string, at: Microseconds): void {
    const { namespace, name, group, intended, age, template } = describe(pod, at);
    observer.observe({
      at,
      kind: 'pod-created',
      uid,
      namespace,
      name,
      ...(group === undefined ? {} : { group }),
      template: observer.templateHash(template, at),
      ...(intended === undefined ? {} : { intended }),
      ...(age === undefined ? {} : { age }),
    });
  }

  function tellAttempt(pod: PodObject, uid: string, at: Microseconds): void {
    const message = unschedulableMessage(pod);
    if (message === undefined) return;
    const last = attempts.get(uid);
    const version = versionOf(pod);
    // Resource versions are whole numbers that grow (KEP-5504); an older state only repeats what was said before.
    if (last?.version !== undefined && version !== undefined && version < last.version) return;
    if (last?.message !== message) observer.observe({ at, kind: 'pod-unschedulable', uid, message });
    attempts.set(uid, { message, version });
  }

  /** The steps that this state tells and none before it did. A pod that is in no place can't start. */
  function tellSteps(pod: PodObject, uid: string, taken: number, at: Microseconds): number {
    let now = taken;
    const node = nodeOf(pod);
    if (!(now & BOUND)) {
      if (node === undefined) tellAttempt(pod, uid, at);
      else {
        now |= BOUND;
        attempts.delete(uid);
        observer.observe({ at, kind: 'pod-bound', uid, node });
      }
    }
    if (now & BOUND) {
      const ready = !(now & READY) && isReady(pod);
      if (!(now & STARTED) && (ready || hasStarted(pod))) {
        now |= STARTED;
        observer.observe({ at, kind: 'pod-started', uid });
      }
      if (ready) {
        now |= READY;
        observer.observe({ at, kind: 'pod-ready', uid });
      }
    }
    const end = endOf(pod);
    if (end === undefined) return now;
    attempts.delete(uid);
    observer.observe({ at, kind: 'pod-finished', uid, ...end });
    return now | FINISHED;
  }

  function noteDisruption(pod: PodObject, uid: string): void {
    const reason = disruptionOf(pod);
    if (reason === null) disruptions.delete(uid);
    else if (reason !== undefined) disruptions.set(uid, reason);
  }

  function seen(pod: PodObject, uid: string, at: Microseconds): void {
    if (recentlyGone.has(uid)) return;
    let taken = steps.get(uid);
    if (taken === undefined) {
      taken = 0;
      create(pod, uid, at);
    }
    if (!(taken & FINISHED)) taken = tellSteps(pod, uid, taken, at);
    steps.set(uid, taken);
    noteDisruption(pod, uid);
  }

  return {
    seen: (pod, at) => seen(pod, pod.metadata.uid, at),
    gone(uid, at, last) {
      if (last) seen(last, uid, at);
      if (!steps.delete(uid)) return;
      const reason = disruptions.get(uid);
      attempts.delete(uid);
      disruptions.delete(uid);
      recentlyGone.add(uid);
      observer.observe({ at, kind: 'pod-deleted', uid, ...(reason === undefined ? {} : { reason }) });
    },
    has: (uid) => steps.has(uid),
    get size() {
      return steps.size;
    },
    uids: () => steps.keys(),
  };
}

function versionOf({ metadata }: PodObject): number | undefined {
  const version = Number(metadata.resourceVersion);
  return Number.isSafeInteger(version) ? version : undefined;
}
