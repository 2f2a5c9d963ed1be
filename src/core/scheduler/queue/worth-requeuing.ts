/** Decides whether an event may make a rejected pod schedulable (backend/queue/scheduling_queue.go, isPodWorthRequeuing). */
import type { ClusterEvent } from '../framework/cluster-event.ts';
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
  const wanted = (plugin: string) => interested.get(plugin)?.some((hint) => hint(pod, event)) === true;
  for (const plugin of pending) if (wanted(plugin)) return 'at-once';
  for (const plugin of rejectors) if (wanted(plugin)) return 'after-backoff';
  return 'not';
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
