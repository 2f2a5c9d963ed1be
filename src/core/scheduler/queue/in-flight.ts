/** Remembers the events that happen while pods are in their cycle, which may be about to be rejected (backend/queue/active_queue.go, inFlightEvents). */
import type { ClusterEvent } from '../framework/cluster-event.ts';
import type { QueuedPod } from './queued-pod.ts';

/** A request to make pods ready whatever rejected them: one pod, or all. */
interface Activation {
  readonly kind: 'activated';
  readonly uid: string | undefined;
}

export type QueueEvent = ClusterEvent | Activation;

export interface InFlightPods {
  readonly size: number;
  start(pod: QueuedPod): void;
  record(event: QueueEvent): void;
  /** Ends the cycle. @returns the events since its start; undefined if the pod was not in flight. */
  end(pod: QueuedPod): readonly QueueEvent[] | undefined;
}

/** No pods in flight. */
export function createInFlightPods(): InFlightPods {
  /** The number of events before its cycle, for each pod. The pod that started first comes first. */
  const starts = new Map<QueuedPod, number>();
  let events: QueueEvent[] = [];
  let forgotten = 0;
  return {
    get size() {
      return starts.size;
    },
    start(pod) {
      starts.set(pod, forgotten + events.length);
    },
    record(event) {
      if (starts.size > 0) events.push(event);
    },
    end(pod) {
      const start = starts.get(pod);
      if (start === undefined) return undefined;
      starts.delete(pod);
      // Mostly one pod is in flight, and nothing happens during its cycle.
      if (starts.size === 0) {
        const since = start === forgotten ? events : events.slice(start - forgotten);
        forgotten += events.length;
        if (events.length > 0) events = [];
        return since;
      }
      const since = events.slice(start - forgotten);
      const [oldest = forgotten + events.length] = starts.values();
      events = events.slice(oldest - forgotten);
      forgotten = oldest;
      return since;
    },
  };
}
