/** The queue of waiting pods: ready, backing off, or parked until an event in the cluster (backend/queue/scheduling_queue.go). */

import { createHeap, type IndexedHeap } from '../../time/indexed-heap.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { ClusterEvent } from '../framework/cluster-event.ts';
import type { QueueingHints } from '../framework/framework.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { type BackoffLimits, backoffEnd, flushAfterBackoff, isBackingOff } from './backoff.ts';
import { comesBefore, type QueuedPod, waitedLonger } from './queued-pod.ts';

/** A parked pod waits at most this long; the queue checks that at this interval. Microseconds. */
const MAX_UNSCHEDULABLE = 300_000_000;
const LEFTOVER_INTERVAL = 30_000_000;

export interface QueueLengths {
  readonly active: number;
  readonly backoff: number;
  readonly unschedulable: number;
  readonly inFlight: number;
}

/** All times are microseconds and never decrease. The queue's own timers start at 0. */
export interface SchedulingQueue {
  add(pod: PodState, now: number): void;
  /** Takes the next pod. It is in flight until {@link done} or {@link reject}. */
  pop(): QueuedPod | undefined;
  /** Ends the cycle of a pod that was placed. */
  done(pod: QueuedPod): void;
  /**
   * Ends the cycle of a pod that was not placed. The pod is parked. It backs off instead if no plugin rejected it, or if an event during
   * the cycle could make it schedulable.
   */
  reject(pod: QueuedPod, rejectors: ReadonlySet<string>, now: number): void;
  /** @returns whether the queue contained the pod. */
  remove(uid: string): boolean;
  /** Wakes the parked pods that the event could make schedulable. */
  notify(event: ClusterEvent, now: number, admits?: (info: PodInfo) => boolean): void;
  /** Runs all timers up to now. */
  advance(now: number): void;
  /** The earliest time, not before now, at which {@link pop} finds a pod without further events; undefined for never. */
  nextWakeAt(now: number): number | undefined;
  has(uid: string): boolean;
  /** Sets the new state of a waiting pod, which stays where it is. Its priority must be the same. */
  replace(pod: PodState): void;
  /** Makes every waiting pod ready in order of namespace and name, without backoff, as after a restart of the scheduler. */
  restart(now: number): void;
  /** Sets new hints and limits. Every pod keeps its place. */
  configure(hints: QueueingHints, limits: BackoffLimits): void;
  readonly lengths: QueueLengths;
}

/** An empty queue. */
export function createSchedulingQueue(
  behaviour: Behaviour,
  initialHints: QueueingHints,
  initialLimits: BackoffLimits,
): SchedulingQueue {
  let hints = initialHints;
  let limits = initialLimits;
  let sequence = 0;
  const pods = new Map<string, QueuedPod>();
  const active = createHeap<QueuedPod>(({ pod }) => -pod.info.priority, waitedLonger);
  // Pods whose backoffs end in the same second are ordered like ready pods (from 1.33, where a pop can take them).
  const backoff = createHeap(endOfBackoff, comesBefore);
  const errorBackoff = createHeap(endOfBackoff, comesBefore);
  /** In order of their timestamps, because a pod is parked at the time of its rejection. */
  const unschedulable = new Set<QueuedPod>();
  /** Pods whose cycle is running, with the events since its start. */
  const inFlight = new Map<QueuedPod, ClusterEvent[]>();

  const stamp = (pod: QueuedPod, now: number) => {
    pod.timestamp = now;
    sequence += 1;
    pod.sequence = sequence;
  };
  const heapOf = (pod: QueuedPod): IndexedHeap<QueuedPod> | undefined => {
    if (pod.place === 'active') return active;
    if (pod.place === 'backoff') return backoff;
    return pod.place === 'error-backoff' ? errorBackoff : undefined;
  };
  const take = (pod: QueuedPod) => {
    heapOf(pod)?.remove(pod);
    unschedulable.delete(pod);
    inFlight.delete(pod);
  };
  const activate = (pod: QueuedPod) => {
    pod.place = 'active';
    active.push(pod);
  };
  const backOff = (pod: QueuedPod) => {
    const error = behaviour.popFromBackoffQ && pod.rejectors.size === 0;
    pod.place = error ? 'error-backoff' : 'backoff';
    (error ? errorBackoff : backoff).push(pod);
  };
  const requeue = (pod: QueuedPod, now: number) => {
    if (isBackingOff(pod, now, behaviour)) backOff(pod);
    else activate(pod);
  };
  const concerns = (pod: QueuedPod, event: ClusterEvent): boolean => {
    const interested = hints.get(event.kind);
    if (!interested) return false;
    for (const plugin of pod.rejectors) {
      if (interested.get(plugin)?.some((hint) => hint(pod.pod, event))) return true;
    }
    return false;
  };
  const flushBackoff = (now: number) => {
    for (const heap of [backoff, errorBackoff]) {
      for (let pod = heap.peek(); pod && !isBackingOff(pod, now, behaviour); pod = heap.peek()) {
        heap.remove(pod);
        activate(pod);
      }
    }
  };
  const flushLeftover = (now: number) => {
    for (const pod of unschedulable) {
      if (now - pod.timestamp <= MAX_UNSCHEDULABLE) break;
      unschedulable.delete(pod);
      requeue(pod, now);
    }
  };
  const nextBackoffFlush = (): number => {
    const ends = [backoff.peek(), errorBackoff.peek()].flatMap((pod) =>
      pod ? [flushAfterBackoff(pod, behaviour)] : [],
    );
    return Math.min(...ends, Number.POSITIVE_INFINITY);
  };
  const nextLeftoverFlush = (): number => {
    for (const pod of unschedulable) {
      const overdue = pod.timestamp + MAX_UNSCHEDULABLE;
      return (Math.floor(overdue / LEFTOVER_INTERVAL) + 1) * LEFTOVER_INTERVAL;
    }
    return Number.POSITIVE_INFINITY;
  };

  return {
    add(pod, now) {
      const queued: QueuedPod = {
        pod,
        place: 'active',
        timestamp: now,
        sequence: 0,
        attempts: 0,
        rejections: 0,
        errors: 0,
        rejectors: NO_PLUGINS,
        backoffEnd: 0,
        heapIndex: -1,
      };
      stamp(queued, now);
      pods.set(pod.uid, queued);
      activate(queued);
    },
    pop() {
      const pod = active.pop() ?? (behaviour.popFromBackoffQ ? backoff.pop() : undefined);
      if (!pod) return undefined;
      pod.place = 'in-flight';
      pod.attempts += 1;
      inFlight.set(pod, []);
      return pod;
    },
    done(pod) {
      inFlight.delete(pod);
      pods.delete(pod.pod.uid);
    },
    reject(pod, rejectors, now) {
      const events = inFlight.get(pod);
      if (!events) return;
      inFlight.delete(pod);
      pod.rejectors = rejectors;
      if (rejectors.size === 0) pod.errors += 1;
      else {
        pod.rejections += 1;
        pod.errors = 0;
      }
      stamp(pod, now);
      pod.backoffEnd = backoffEnd(pod, limits, behaviour);
      const another = behaviour.queueingHints
        ? events.some((event) => concerns(pod, event))
        : events.length > 0;
      if (rejectors.size > 0 && !another) {
        pod.place = 'unschedulable';
        unschedulable.add(pod);
      } else if (behaviour.queueingHints) requeue(pod, now);
      else backOff(pod);
    },
    remove(uid) {
      const pod = pods.get(uid);
      if (!pod) return false;
      take(pod);
      pods.delete(uid);
      return true;
    },
    notify(event, now, admits) {
      for (const pod of unschedulable) {
        if (!concerns(pod, event) || (admits && !admits(pod.pod.info))) continue;
        unschedulable.delete(pod);
        requeue(pod, now);
      }
      for (const events of inFlight.values()) events.push(event);
    },
    advance(now) {
      for (;;) {
        const backoffFlush = nextBackoffFlush();
        const leftoverFlush = nextLeftoverFlush();
        const at = Math.min(backoffFlush, leftoverFlush);
        if (at > now) return;
        if (at === backoffFlush) flushBackoff(at);
        if (at === leftoverFlush) flushLeftover(at);
      }
    },
    nextWakeAt(now) {
      if (active.size > 0 || (behaviour.popFromBackoffQ && backoff.size > 0)) return now;
      const at = Math.min(nextBackoffFlush(), nextLeftoverFlush());
      return at === Number.POSITIVE_INFINITY ? undefined : Math.max(at, now);
    },
    has: (uid) => pods.has(uid),
    replace(pod) {
      const queued = pods.get(pod.uid);
      if (queued) queued.pod = pod;
    },
    restart(now) {
      const waiting = [...pods.values()].filter((pod) => pod.place !== 'in-flight');
      waiting.sort((a, b) => compare(a.pod.namespace, b.pod.namespace) || compare(a.pod.name, b.pod.name));
      for (const pod of waiting) {
        take(pod);
        Object.assign(pod, { attempts: 0, rejections: 0, errors: 0, rejectors: NO_PLUGINS, backoffEnd: 0 });
        stamp(pod, now);
        activate(pod);
      }
    },
    configure(newHints, newLimits) {
      hints = newHints;
      limits = newLimits;
    },
    get lengths() {
      return {
        active: active.size,
        backoff: backoff.size + errorBackoff.size,
        unschedulable: unschedulable.size,
        inFlight: inFlight.size,
      };
    },
  };
}

const NO_PLUGINS: ReadonlySet<string> = new Set();

function endOfBackoff({ backoffEnd: end }: QueuedPod): number {
  return end;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
