/** Turns successive states of pods into what happened to them: each step told once, in order, however many states were skipped. */
import type { PodTemplate } from '../objects/pod.ts';
import type { Observation, PodOwner, Stamp } from '../recording/observation.ts';
import type { Observer } from '../recording/observer.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { createPodIncidents } from './pod-incidents.ts';
import type { PodObject } from './pod-object.ts';
import { boundStamp, createdStamp, finishedStamp, readyStamp, startedStamp } from './pod-stamps.ts';
import { disruptionOf, endOf, hasStarted, isReady, nodeOf, unschedulableMessage } from './pod-steps.ts';
import { createRecentlyGone } from './recently-gone.ts';

/** What a recording says of a pod when it is first seen. */
export interface PodDescription {
  readonly namespace: string;
  readonly name: string;
  readonly group?: string;
  readonly intended?: Microseconds;
  readonly age?: Microseconds;
  readonly owners?: readonly PodOwner[];
  readonly template: PodTemplate;
}

export interface PodTransitionsOptions {
  /** Tell restarts, resizes in place, disruptions and deletions that are asked for too. Default false: only the steps. */
  readonly tellsIncidents?: boolean;
  /** Recording time of one of Kubernetes' own stamps (RFC 3339), to be told beside each step. Default: none is told. */
  readonly stampOf?: (stamp: string) => Stamp | undefined;
}

export interface PodTransitions {
  /** The pod exists in this state; `at` in recording time, never decreasing. Tells everything that is new since the states seen before. */
  seen(pod: PodObject, at: Microseconds): void;
  /**
   * It is gone; `last` is its last state where the source tells it, which may hold steps not seen yet. A pod that was never seen is told of
   * only if there is such a state. States of it that come later tell nothing.
   */
  gone(uid: string, at: Microseconds, last?: PodObject): void;
  /** An attempt to schedule it failed, as something else than its state says; told where it was not said yet. */
  refused(uid: string, message: string, at: Microseconds): void;
  /**
   * Goes on from an earlier recording of the same pods: takes its observations, in order, and tells nothing. What it knows of is not told
   * again; what the recording says but no later state shows is gone, which is for the caller to say.
   */
  restore(observation: Observation): void;
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

const STEP_OF: { readonly [Kind in Observation['kind']]?: number } = {
  'pod-bound': BOUND,
  'pod-started': STARTED,
  'pod-ready': READY,
  'pod-finished': FINISHED,
};

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
  { tellsIncidents = false, stampOf }: PodTransitionsOptions = {},
): PodTransitions {
  const steps = new Map<string, number>();
  const attempts = new Map<string, Attempt>();
  const disruptions = new Map<string, string>();
  const recentlyGone = createRecentlyGone();
  const incidents = tellsIncidents
    ? createPodIncidents(observer, (pod, at) => observer.templateHash(describe(pod, at).template, at))
    : undefined;

  /** The stamp as a field, if there is one. */
  function stamped(pod: PodObject, textOf: (pod: PodObject) => string | undefined): { stamp?: Stamp } {
    const text = stampOf && textOf(pod);
    const stamp = text ? stampOf(text) : undefined;
    return stamp === undefined ? {} : { stamp };
  }

  /** Whether it is older than the recording. */
  function create(pod: PodObject, uid: string, at: Microseconds): boolean {
    const { namespace, name, group, intended, age, owners, template } = describe(pod, at);
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
      ...(owners === undefined || owners.length === 0 ? {} : { owners }),
      ...stamped(pod, createdStamp),
    });
    return age !== undefined;
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
        observer.observe({ at, kind: 'pod-bound', uid, node, ...stamped(pod, boundStamp) });
      }
    }
    if (now & BOUND) {
      const ready = !(now & READY) && isReady(pod);
      if (!(now & STARTED) && (ready || hasStarted(pod))) {
        now |= STARTED;
        observer.observe({ at, kind: 'pod-started', uid, ...stamped(pod, startedStamp) });
      }
      if (ready) {
        now |= READY;
        observer.observe({ at, kind: 'pod-ready', uid, ...stamped(pod, readyStamp) });
      }
    }
    return now;
  }

  function tellEnd(pod: PodObject, uid: string, taken: number, at: Microseconds): number {
    const end = endOf(pod);
    if (end === undefined) return taken;
    attempts.delete(uid);
    observer.observe({ at, kind: 'pod-finished', uid, ...end, ...stamped(pod, finishedStamp) });
    return taken | FINISHED;
  }

  function noteDisruption(pod: PodObject, uid: string): void {
    const reason = disruptionOf(pod);
    if (reason === null) disruptions.delete(uid);
    else if (reason !== undefined) disruptions.set(uid, reason);
  }

  function seen(pod: PodObject, uid: string, at: Microseconds): void {
    let taken = steps.get(uid);
    let isOldAndNew = false;
    if (taken === undefined) {
      if (recentlyGone.has(uid)) return;
      taken = 0;
      isOldAndNew = create(pod, uid, at);
    }
    if (!(taken & FINISHED)) {
      taken = tellSteps(pod, uid, taken, at);
      incidents?.seen(pod, uid, at, isOldAndNew);
      taken = tellEnd(pod, uid, taken, at);
    }
    steps.set(uid, taken);
    noteDisruption(pod, uid);
  }

  function forget(uid: string): void {
    attempts.delete(uid);
    disruptions.delete(uid);
    incidents?.forget(uid);
    recentlyGone.add(uid);
  }

  function restore(observation: Observation): void {
    const { kind } = observation;
    if (kind === 'pod-created') {
      steps.set(observation.uid, 0);
      incidents?.resume(observation.uid, observation.template);
    } else if (kind === 'pod-deleted') {
      if (steps.delete(observation.uid)) forget(observation.uid);
    } else if (kind === 'pod-resized') incidents?.resume(observation.uid, observation.template);
    else if (kind === 'pod-terminating') incidents?.restore(observation.uid, { terminating: true });
    else if (kind === 'pod-disrupted') incidents?.restore(observation.uid, { disrupted: observation.reason });
    else {
      const step = STEP_OF[kind];
      if (step === undefined) return;
      const { uid } = observation as { readonly uid: string };
      const taken = steps.get(uid);
      if (taken !== undefined) steps.set(uid, taken | step);
    }
  }

  function refused(uid: string, message: string, at: Microseconds): void {
    const taken = steps.get(uid);
    if (taken === undefined || taken & (BOUND | FINISHED)) return;
    const last = attempts.get(uid);
    if (last?.message === message) return;
    observer.observe({ at, kind: 'pod-unschedulable', uid, message });
    attempts.set(uid, { message, version: last?.version });
  }

  return {
    refused,
    restore,
    seen: (pod, at) => seen(pod, pod.metadata.uid, at),
    gone(uid, at, last) {
      if (last) seen(last, uid, at);
      if (!steps.delete(uid)) return;
      const reason = disruptions.get(uid);
      forget(uid);
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
