/** Keeps when Jobs reach a limit in time: their deadline while they are active, and after that the time at which they are deleted. */
import { createHeap, type HeapItem } from '../../core/time/indexed-heap.ts';

export interface JobLimits<Job> {
  /** Replaces the limit of the Job. Undefined: it has none. */
  set(job: Job, limit: JobLimit | undefined): void;
  nextAt(): number | undefined;
  /** Takes the next Job whose limit is reached. */
  take(now: number): Job | undefined;
  /** Deadlines that are still to come. */
  readonly deadlines: number;
}

export interface JobLimit {
  readonly kind: 'deadline' | 'deletion';
  /** Integer microseconds. */
  readonly at: number;
}

interface Limited<Job> extends JobLimit, HeapItem {
  readonly job: Job;
  readonly sequence: number;
}

export function createJobLimits<Job>(): JobLimits<Job> {
  const heap = createHeap<Limited<Job>>(
    ({ at }) => at,
    (left, right) => left.sequence < right.sequence,
  );
  const known = new Map<Job, Limited<Job>>();
  let sequence = 0;
  let deadlines = 0;

  function forget(item: Limited<Job>): void {
    known.delete(item.job);
    if (item.kind === 'deadline') deadlines -= 1;
  }

  return {
    set(job, limit) {
      const before = known.get(job);
      if (before?.at === limit?.at && before?.kind === limit?.kind) return;
      if (before) {
        heap.remove(before);
        forget(before);
      }
      if (!limit) return;
      const item = { ...limit, job, sequence, heapIndex: -1 };
      sequence += 1;
      known.set(job, item);
      heap.push(item);
      if (limit.kind === 'deadline') deadlines += 1;
    },
    nextAt: () => heap.peek()?.at,
    take(now) {
      const next = heap.peek();
      if (!next || next.at > now) return undefined;
      heap.pop();
      forget(next);
      return next.job;
    },
    get deadlines() {
      return deadlines;
    },
  };
}
