/** Converts successive states of pods into observations: each step once and in order, also if states were skipped. */
import type { PodTemplate, Volume } from '../objects/pod.ts';
import type { Observation } from '../recording/observation.ts';
import type { Observer } from '../recording/observer.ts';
import { type PodOwner, SCHEDULING_GATED, type Stamp } from '../recording/pod-observation.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { createPodChanges } from './pod-changes.ts';
import { createPodIncidents } from './pod-incidents.ts';
import type { PodObject } from './pod-object.ts';
import {
  acceptedStamp,
  boundStamp,
  createdStamp,
  finishedStamp,
  readyStamp,
  startedStamp,
} from './pod-stamps.ts';
import {
  boundNodeOf,
  disruptionOf,
  endOf,
  hasStarted,
  isGated,
  isReady,
  unschedulableMessage,
} from './pod-steps.ts';
import { createRecentlyGone } from './recently-gone.ts';

/** What a recording contains of a pod when it is first seen. */
export interface PodDescription {
  readonly namespace: string;
  readonly name: string;
  readonly group?: string;
  readonly intended?: Microseconds;
  readonly age?: Microseconds;
  readonly owners?: readonly PodOwner[];
  readonly template: PodTemplate;
  /** Its own labels. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly volumes?: readonly Volume[];
}

export interface PodTransitionsOptions {
  /** Observe also restarts, resizes, changes of labels and gates, nominations, disruptions and requested deletions. Default false: only the steps. */
  readonly observesIncidents?: boolean;
  /** Converts a Kubernetes stamp (RFC 3339) to recording time, for the `stamp` of each step. Default: steps have no stamp. */
  readonly stampOf?: (stamp: string) => Stamp | undefined;
}

export interface PodTransitions {
  /** Takes a state of a pod; `at` is recording time and never decreases. Observes everything that earlier states did not show. */
  seen(pod: PodObject, at: Microseconds): void;
  /**
   * The pod is gone. `last` is its last state if the source contains it; it may show steps that were not seen yet. A pod that was never seen is
   * observed only with such a state. States that arrive later cause no observation.
   */
  gone(uid: string, at: Microseconds, last?: PodObject): void;
  /** Takes the message of a failed attempt to schedule the pod from a source other than its state. Observes it if it is new. */
  refused(uid: string, message: string, at: Microseconds): void;
  /**
   * Continues an earlier recording of the same pods: takes its observations, in order, and observes nothing. Steps that it contains are not
   * observed again. The caller reports which of its pods are gone.
   */
  restore(observation: Observation): void;
  /** Whether the pod was seen and is not gone. */
  has(uid: string): boolean;
  /** How many pods were seen and are not gone. */
  readonly size: number;
  /** Their uids, in the order in which they were first seen. */
  uids(): IterableIterator<string>;
}

/** Steps taken, as bits: for most pods one number is all that is kept. */
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

/** The last failed attempt to schedule a pod, kept until the pod is bound. */
interface Attempt {
  readonly message: string;
  readonly version: number | undefined;
}

/**
 * @param describe decides what of the object gets into the recording. Called once a pod, when it is first seen.
 */
export function createPodTransitions(
  observer: Observer,
  describe: (pod: PodObject, at: Microseconds) => PodDescription,
  { observesIncidents = false, stampOf }: PodTransitionsOptions = {},
): PodTransitions {
  const steps = new Map<string, number>();
  const attempts = new Map<string, Attempt>();
  const disruptions = new Map<string, string>();
  const recentlyGone = createRecentlyGone();
  const incidents = observesIncidents
    ? createPodIncidents(
        observer,
        (pod, at) => observer.templateHash(describe(pod, at).template, at),
        stampOf,
      )
    : undefined;
  const changes = observesIncidents ? createPodChanges(observer, describe) : undefined;

  /** The stamp as a field; empty if there is none. */
  function stamped(pod: PodObject, textOf: (pod: PodObject) => string | undefined): { stamp?: Stamp } {
    const text = stampOf && textOf(pod);
    const stamp = text ? stampOf(text) : undefined;
    return stamp === undefined ? {} : { stamp };
  }

  /** Observes the creation. @returns whether the pod is older than the recording. */
  function create(pod: PodObject, uid: string, at: Microseconds): boolean {
    const { namespace, name, group, intended, age, owners, template, labels, volumes } = describe(pod, at);
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
      ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
      ...(volumes && volumes.length > 0 ? { volumes } : {}),
    });
    return age !== undefined;
  }

  function observeAttempt(pod: PodObject, uid: string, at: Microseconds): void {
    const message = unschedulableMessage(pod);
    if (message === undefined) return;
    const last = attempts.get(uid);
    const version = versionOf(pod);
    // Resource versions are whole numbers that grow (KEP-5504). An older state only repeats an older message.
    if (last?.version !== undefined && version !== undefined && version < last.version) return;
    const reason = isGated(pod) ? { reason: SCHEDULING_GATED } : {};
    if (last?.message !== message)
      observer.observe({ at, kind: 'pod-unschedulable', uid, message, ...reason });
    attempts.set(uid, { message, version });
  }

  /** Observes the steps that this state shows first. A pod without a node cannot start. @returns all steps taken so far. */
  function observeSteps(pod: PodObject, uid: string, taken: number, at: Microseconds): number {
    let now = taken;
    const node = boundNodeOf(pod);
    if (!(now & BOUND)) {
      if (node === undefined) observeAttempt(pod, uid, at);
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
        const { stamp: startTime } = stamped(pod, acceptedStamp);
        observer.observe({
          at,
          kind: 'pod-started',
          uid,
          ...stamped(pod, startedStamp),
          ...(startTime === undefined ? {} : { startTime }),
        });
      }
      if (ready) {
        now |= READY;
        observer.observe({ at, kind: 'pod-ready', uid, ...stamped(pod, readyStamp) });
      }
    }
    return now;
  }

  function observeEnd(pod: PodObject, uid: string, taken: number, at: Microseconds): number {
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
      changes?.seen(pod, uid, at);
      taken = observeSteps(pod, uid, taken, at);
      incidents?.seen(pod, uid, at, isOldAndNew);
      taken = observeEnd(pod, uid, taken, at);
    }
    steps.set(uid, taken);
    noteDisruption(pod, uid);
  }

  function forget(uid: string): void {
    attempts.delete(uid);
    disruptions.delete(uid);
    incidents?.forget(uid);
    changes?.forget(uid);
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
    else if (kind === 'pod-readiness') incidents?.restore(observation.uid, { ready: observation.ready });
    else {
      const step = STEP_OF[kind];
      if (step === undefined) return;
      const { uid } = observation as { readonly uid: string };
      const taken = steps.get(uid);
      if (taken !== undefined) steps.set(uid, taken | step);
      if (kind === 'pod-ready') incidents?.restore(uid, { ready: true });
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
