/** The queue of waiting pods: ready, backing off, parked until an event in the cluster, or gated (backend/queue/scheduling_queue.go). */

import { quickGetters } from '../../objects/quick-getters.ts';
import type { ClusterEvent } from '../framework/cluster-event.ts';
import type { Framework } from '../framework/framework.ts';
import type { Frameworks } from '../framework/frameworks.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { type BackoffLimits, backoffEnd, flushAfterBackoff, isBackingOff } from './backoff.ts';
import { createInFlightPods } from './in-flight.ts';
import { createParkedPods, overdueAt } from './parked-pods.ts';
import { preEnqueue } from './pre-enqueue.ts';
import { comesBefore, NO_PLUGINS, type QueuedPod, UNTRIED, untried } from './queued-pod.ts';
import { createReadyPods } from './ready-pods.ts';
import {
  concernsGate,
  mayConcern,
  type Requeuing,
  worthRequeuing,
  worthRequeuingAfter,
} from './worth-requeuing.ts';

export interface QueueLengths {
  readonly active: number;
  readonly backoff: number;
  readonly unschedulable: number;
  readonly gated: number;
  readonly inFlight: number;
}

/** The plugins that rejected a pod. None: the attempt failed for another reason. */
export interface Rejectors {
  readonly rejectors: ReadonlySet<string>;
  readonly pending?: ReadonlySet<string>;
}

/** All times are microseconds and never decrease. The queue's own timers start at 0. */
export interface SchedulingQueue {
  /** @returns why the pod is gated; undefined if it is ready. */
  add(pod: PodState, framework: Framework, now: number): Rejection | undefined;
  /** Takes the next pod. It is in flight until {@link done} or {@link reject}. */
  pop(): QueuedPod | undefined;
  /** Ends the cycle of a pod that was placed. */
  done(pod: QueuedPod): void;
  /**
   * Ends the cycle of a pod that was not placed, or takes back a pod that could not be bound. The pod is parked. It backs off instead if no
   * plugin rejected it, or if an event during the cycle could make it schedulable.
   */
  reject(pod: QueuedPod, by: Rejectors, now: number): void;
  /** @returns whether the queue contained the pod. */
  remove(uid: string): boolean;
  /** Wakes the parked pods that the event could make schedulable. */
  notify(event: ClusterEvent, now: number, admits?: (pod: QueuedPod) => boolean): void;
  /**
   * Sets the new state of a waiting pod. Its own changes can make it ready. Its priority must be the same.
   *
   * @returns why the pod is still gated.
   */
  update(pod: PodState, changes: readonly ClusterEvent[], now: number): Rejection | undefined;
  /** Makes a parked pod, or one that backs off, ready. A pod in flight is tried again after its backoff. */
  activate(uid: string): void;
  /** Runs all timers up to now. */
  advance(now: number): void;
  /** The earliest time, not before now, at which {@link pop} finds a pod without further events; undefined for never. */
  nextWakeAt(now: number): number | undefined;
  get(uid: string): PodState | undefined;
  /** Makes every waiting pod ready in order of namespace and name, without backoff, as after a restart of the scheduler. */
  restart(now: number): void;
  /** Sets new frameworks and limits. Every pod keeps its place. @returns the pods that belong to no profile any more; they leave the queue. */
  configure(frameworks: Frameworks, limits: BackoffLimits): PodState[];
  readonly lengths: QueueLengths;
}

/** An empty queue. */
export function createSchedulingQueue(
  behaviour: Behaviour,
  initialFrameworks: Frameworks,
  initialLimits: BackoffLimits,
): SchedulingQueue {
  let frameworks = initialFrameworks;
  let limits = initialLimits;
  let sequence = 0;
  const pods = new Map<string, QueuedPod>();
  const ready = createReadyPods(behaviour);
  const parked = createParkedPods();
  const inFlight = createInFlightPods();
  /** Without queueing hints, any event that a plugin listens for counts for the pod in flight. */
  let movedSincePop = false;
  /** No timer runs out before this time. It spares most events a look at the timers. */
  let noTimerBefore = Number.POSITIVE_INFINITY;

  const sortBy = ({ queueSort }: Frameworks) =>
    ready.sortBy(queueSort === comesBefore ? undefined : queueSort);
  sortBy(frameworks);
  const stamp = (pod: QueuedPod, now: number) => {
    pod.timestamp = now;
    sequence += 1;
    pod.sequence = sequence;
  };
  /** A comparison makes no number, as an assignment does. */
  const startTimer = (at: number) => {
    if (at < noTimerBefore) noTimerBefore = at;
  };
  const park = (pod: QueuedPod) => {
    parked.park(pod);
    startTimer(overdueAt(pod));
  };
  /** @returns why the pod is gated instead. */
  const activate = (pod: QueuedPod): Rejection | undefined => {
    const rejection = preEnqueue(pod);
    if (rejection) park(pod);
    else {
      parked.remove(pod);
      ready.activate(pod);
    }
    return rejection;
  };
  const backOff = (pod: QueuedPod): Rejection | undefined => {
    const rejection = behaviour.popFromBackoffQ ? preEnqueue(pod) : undefined;
    if (rejection) park(pod);
    else {
      parked.remove(pod);
      ready.backOff(pod);
      startTimer(flushAfterBackoff(pod, behaviour));
    }
    return rejection;
  };
  const requeue = (pod: QueuedPod, worth: Exclude<Requeuing, 'not'>, now: number): Rejection | undefined =>
    worth === 'after-backoff' && isBackingOff(pod, now, behaviour) ? backOff(pod) : activate(pod);
  const backedOff = (pod: QueuedPod) => {
    // From 1.33 PreEnqueue ran when the backoff began.
    if (behaviour.popFromBackoffQ) ready.activate(pod);
    else activate(pod);
  };
  const flushLeftover = (now: number) => {
    const overdue = parked.overdue(now);
    for (const pod of overdue) requeue(pod, 'after-backoff', now);
    inFlight.record({ kind: 'activated', uid: undefined });
    movedSincePop = true;
  };
  const take = (pod: QueuedPod) => {
    ready.remove(pod);
    parked.remove(pod);
    inFlight.end(pod);
  };

  return quickGetters({
    add(pod, framework, now) {
      const queued = untried(pod, framework);
      stamp(queued, now);
      pods.set(pod.uid, queued);
      return activate(queued);
    },
    pop() {
      const pod = ready.pop();
      if (!pod) return undefined;
      pod.place = 'in-flight';
      pod.attempts += 1;
      inFlight.start(pod);
      movedSincePop = false;
      return pod;
    },
    done(pod) {
      inFlight.end(pod);
      pods.delete(pod.pod.uid);
      pod.isOut = true;
    },
    reject(pod, { rejectors, pending = NO_PLUGINS }, now) {
      const events = inFlight.end(pod) ?? [];
      if (pod.isOut) pods.set(pod.pod.uid, pod);
      pod.isOut = false;
      pod.rejectors = rejectors;
      pod.pending = pending;
      const failed = rejectors.size === 0 && pending.size === 0;
      pod.errors = failed ? pod.errors + 1 : 0;
      if (!failed) pod.rejections += 1;
      stamp(pod, now);
      pod.backoffEnd = backoffEnd(pod, limits, behaviour);
      if (!behaviour.queueingHints) {
        if (failed || movedSincePop) backOff(pod);
        else park(pod);
        return;
      }
      const worth = failed ? 'after-backoff' : worthRequeuingAfter(pod, events);
      if (worth === 'not') park(pod);
      else requeue(pod, worth, now);
    },
    remove(uid) {
      const pod = pods.get(uid);
      if (!pod) return false;
      take(pod);
      pods.delete(uid);
      pod.isOut = true;
      return true;
    },
    notify(event, now, admits) {
      if (!frameworks.interestedIn(event)) return;
      const wake = (pod: QueuedPod) => {
        if (admits && !admits(pod)) return;
        const worth = worthRequeuing(pod, event);
        if (worth !== 'not') requeue(pod, worth, now);
      };
      for (const group of parked.rejectedGroups) {
        const [first] = group;
        if (first && mayConcern(first, event)) for (const pod of group) wake(pod);
      }
      for (const pod of parked.gatedPods) if (concernsGate(pod, event)) wake(pod);
      movedSincePop = true;
      if (behaviour.queueingHints) inFlight.record(event);
    },
    update(pod, changes, now) {
      const queued = pods.get(pod.uid);
      if (!queued) return undefined;
      queued.pod = pod;
      queued.failure = undefined;
      if (queued.place === 'in-flight') {
        if (behaviour.queueingHints) for (const change of changes) inFlight.record(change);
        return undefined;
      }
      if (queued.place !== 'unschedulable' && queued.place !== 'gated') return undefined;
      const worth = behaviour.queueingHints ? worthRequeuingAfter(queued, changes) : 'after-backoff';
      if (worth !== 'not' && changes.length > 0) return requeue(queued, worth, now);
      return queued.gatedBy === undefined ? undefined : preEnqueue(queued);
    },
    activate(uid) {
      const pod = pods.get(uid);
      if (!pod || pod.place === 'active') return;
      if (pod.place === 'in-flight') {
        inFlight.record({ kind: 'activated', uid });
        movedSincePop = true;
        return;
      }
      const fromBackoff = pod.place !== 'unschedulable' && pod.place !== 'gated';
      ready.remove(pod);
      if (fromBackoff && behaviour.popFromBackoffQ) ready.activate(pod);
      else activate(pod);
    },
    advance(now) {
      while (noTimerBefore <= now) {
        const backoffFlush = ready.nextFlush();
        const leftoverFlush = parked.nextOverdue();
        const at = Math.min(backoffFlush, leftoverFlush);
        noTimerBefore = at;
        if (at > now) return;
        if (at === backoffFlush) ready.flush(at, backedOff);
        if (at === leftoverFlush) flushLeftover(at);
      }
    },
    nextWakeAt(now) {
      if (ready.hasReady) return now;
      const at = Math.min(ready.nextFlush(), parked.nextOverdue());
      return at === Number.POSITIVE_INFINITY ? undefined : Math.max(at, now);
    },
    get: (uid) => pods.get(uid)?.pod,
    restart(now) {
      const waiting = [...pods.values()].filter((pod) => pod.place !== 'in-flight');
      waiting.sort((a, b) => compare(a.pod.namespace, b.pod.namespace) || compare(a.pod.name, b.pod.name));
      for (const pod of waiting) {
        take(pod);
        Object.assign(pod, UNTRIED);
        stamp(pod, now);
        activate(pod);
      }
    },
    configure(newFrameworks, newLimits) {
      frameworks = newFrameworks;
      limits = newLimits;
      sortBy(frameworks);
      const homeless = [...pods.values()].filter((queued) => {
        queued.failure = undefined;
        const framework = frameworks.of(queued.pod);
        if (framework) queued.framework = framework;
        return !framework;
      });
      for (const queued of homeless) {
        take(queued);
        pods.delete(queued.pod.uid);
      }
      return homeless.map(({ pod }) => pod);
    },
    get lengths() {
      return {
        active: ready.active,
        backoff: ready.backingOff,
        unschedulable: parked.unschedulable,
        gated: parked.gated,
        inFlight: inFlight.size,
      };
    },
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
