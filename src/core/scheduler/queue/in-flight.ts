/** Remembers the events that happen while pods are in their cycle, which may be about to be rejected (backend/queue/active_queue.go, inFlightEvents). */
import { quickGetters } from '../../objects/quick-getters.ts';
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
  /** The pod that started first comes first. Mostly there is only one. */
  const flying: QueuedPod[] = [];
  let events: QueueEvent[] = [];
  let forgotten = 0;
  return quickGetters({
    get size() {
      return flying.length;
    },
    start(pod) {
      pod.eventsBefore = forgotten + events.length;
      flying.push(pod);
    },
    record(event) {
      if (flying.length > 0) events.push(event);
    },
    end(pod) {
      const start = pod.eventsBefore;
      if (start < 0) return undefined;
      pod.eventsBefore = -1;
      if (flying.length === 1) flying.pop();
      else flying.splice(flying.lastIndexOf(pod), 1);
      if (flying.length === 0) {
        const since = start === forgotten ? events : events.slice(start - forgotten);
        forgotten += events.length;
        if (events.length > 0) events = [];
        return since;
      }
      const since = events.slice(start - forgotten);
      const oldest = flying[0]?.eventsBefore ?? forgotten + events.length;
      events = events.slice(oldest - forgotten);
      forgotten = oldest;
      return since;
    },
  });
}
