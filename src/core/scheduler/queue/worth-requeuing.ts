/** Decides whether an event may make a rejected pod schedulable (backend/queue/scheduling_queue.go, isPodWorthRequeuing). */
import type { ClusterEvent } from '../framework/cluster-event.ts';
import type { QueueingHint } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { eventKey } from '../framework/queueing-hints.ts';
import type { QueueEvent } from './in-flight.ts';
import type { QueuedPod } from './queued-pod.ts';

/** `at-once` spares the pod its backoff. */
export type Requeuing = 'not' | 'after-backoff' | 'at-once';

/** A pod that no plugin rejected is worth another try after any event. */
export function worthRequeuing(queued: QueuedPod, event: QueueEvent): Requeuing {
  const { pod, framework, rejectors, pending } = queued;
  if (rejectors.size === 0 && pending.size === 0) return 'after-backoff';
  if (event.kind === 'activated')
    return event.uid === undefined || event.uid === pod.uid ? 'after-backoff' : 'not';
  const interested = framework.hints.get(eventKey(event));
  if (!interested) return 'not';
  for (const plugin of pending) if (wakes(interested.get(plugin), pod, event)) return 'at-once';
  for (const plugin of rejectors) if (wakes(interested.get(plugin), pod, event)) return 'after-backoff';
  return 'not';
}

function wakes(hints: readonly QueueingHint[] | undefined, pod: PodState, event: ClusterEvent): boolean {
  if (!hints) return false;
  for (const hint of hints) if (hint(pod, event)) return true;
  return false;
}

/** Whether a plugin that rejected the pod listens for such events. If not, that holds for all pods that the same plugins rejected. */
export function mayConcern({ framework, rejectors, pending }: QueuedPod, event: ClusterEvent): boolean {
  if (rejectors.size === 0 && pending.size === 0) return true;
  const interested = framework.hints.get(eventKey(event));
  if (!interested) return false;
  for (const plugin of pending) if (interested.has(plugin)) return true;
  for (const plugin of rejectors) if (interested.has(plugin)) return true;
  return false;
}

/** The most that one of several events is worth. */
export function worthRequeuingAfter(queued: QueuedPod, events: readonly QueueEvent[]): Requeuing {
  let most: Requeuing = 'not';
  for (const event of events) {
    const worth = worthRequeuing(queued, event);
    if (worth === 'at-once') return worth;
    if (worth !== 'not') most = worth;
  }
  return most;
}

/** Whether the plugin that gates the pod listens for the event. If not, the pod stays gated. */
export function concernsGate({ gatedBy, framework }: QueuedPod, event: ClusterEvent): boolean {
  return gatedBy === undefined || framework.hints.get(eventKey(event))?.has(gatedBy) === true;
}
