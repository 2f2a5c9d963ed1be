/** Holds the pods that can be tried now, and those that back off before (backend/queue/active_queue.go, backoff_queue.go). */
import { quickGetters } from '../../objects/quick-getters.ts';
import { createHeap, type IndexedHeap } from '../../time/indexed-heap.ts';
import type { QueueSort, ReadyPod } from '../framework/plugin.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { flushAfterBackoff, isBackingOff } from './backoff.ts';
import { comesBefore, type QueuedPod, waitedLonger } from './queued-pod.ts';

export interface ReadyPods {
  readonly active: number;
  readonly backingOff: number;
  /** Whether {@link pop} finds a pod. */
  readonly hasReady: boolean;
  activate(pod: QueuedPod): void;
  /** The pod can be tried after its backoff. */
  backOff(pod: QueuedPod): void;
  pop(): QueuedPod | undefined;
  /** Takes a pod out. Does nothing if it is not here. */
  remove(pod: QueuedPod): void;
  /** The time of the next {@link flush} that finds a pod; infinity for never. */
  nextFlush(): number;
  /** Takes out each pod whose backoff is over, and passes it on. */
  flush(now: number, over: (pod: QueuedPod) => void): void;
  /** Undefined: by priority and waiting time. */
  sortBy(sort: QueueSort | undefined): void;
}

/** No pods. */
export function createReadyPods(behaviour: Behaviour): ReadyPods {
  let sort: QueueSort | undefined;
  let { active, backoff, errorBackoff } = heapsSortedBy(sort);
  const heapOf = ({ place }: QueuedPod): IndexedHeap<QueuedPod> | undefined => {
    if (place === 'active') return active;
    if (place === 'backoff') return backoff;
    return place === 'error-backoff' ? errorBackoff : undefined;
  };
  const flushHeap = (heap: IndexedHeap<QueuedPod>, now: number, over: (pod: QueuedPod) => void) => {
    for (let pod = heap.peek(); pod && !isBackingOff(pod, now, behaviour); pod = heap.peek()) {
      heap.remove(pod);
      over(pod);
    }
  };
  return quickGetters({
    get active() {
      return active.size();
    },
    get backingOff() {
      return backoff.size() + errorBackoff.size();
    },
    get hasReady() {
      return active.size() > 0 || (behaviour.popFromBackoffQ && backoff.size() > 0);
    },
    activate(pod) {
      pod.place = 'active';
      active.push(pod);
    },
    backOff(pod) {
      const failed = pod.rejectors.size === 0 && pod.pending.size === 0;
      pod.place = behaviour.popFromBackoffQ && failed ? 'error-backoff' : 'backoff';
      heapOf(pod)?.push(pod);
    },
    pop: () => active.pop() ?? (behaviour.popFromBackoffQ ? backoff.pop() : undefined),
    remove: (pod) => heapOf(pod)?.remove(pod),
    nextFlush() {
      const first = backoff.peek();
      const firstFailed = errorBackoff.peek();
      return Math.min(
        first ? flushAfterBackoff(first, behaviour) : Number.POSITIVE_INFINITY,
        firstFailed ? flushAfterBackoff(firstFailed, behaviour) : Number.POSITIVE_INFINITY,
      );
    },
    flush(now, over) {
      flushHeap(backoff, now, over);
      flushHeap(errorBackoff, now, over);
    },
    sortBy(given) {
      // The order of PrioritySort is the queue's own, and faster without it.
      const next = given === comesBefore ? undefined : given;
      if (sort === next) return;
      const old = [active, backoff, errorBackoff].map(drained);
      sort = next;
      ({ active, backoff, errorBackoff } = heapsSortedBy(sort));
      for (const [i, heap] of [active, backoff, errorBackoff].entries())
        for (const pod of old[i] ?? []) heap.push(pod);
    },
  });
}

/** Without a sort, pods are ordered by priority and waiting time. */
function heapsSortedBy(sort: QueueSort | undefined) {
  const before = sort ? inOrderOf(sort) : comesBefore;
  const active = sort
    ? createHeap<QueuedPod>(() => 0, before)
    : createHeap<QueuedPod>(({ pod }) => 0 - pod.info.priority, waitedLonger);
  // Pods whose backoffs end in the same second are ordered like ready pods (from 1.33, where a pop can take them).
  const backoff = createHeap<QueuedPod>(endOfBackoff, before);
  const errorBackoff = createHeap<QueuedPod>(endOfBackoff, before);
  return { active, backoff, errorBackoff };
}

function inOrderOf(sort: QueueSort): (a: QueuedPod, b: QueuedPod) => boolean {
  return (a, b) => sort(a, b) || (!sort(b, a) && a.sequence < b.sequence);
}

function drained(heap: IndexedHeap<QueuedPod>): QueuedPod[] {
  const pods: QueuedPod[] = [];
  for (let pod = heap.pop(); pod; pod = heap.pop()) pods.push(pod);
  return pods;
}

function endOfBackoff({ backoffEnd }: ReadyPod & { readonly backoffEnd: number }): number {
  return backoffEnd;
}
