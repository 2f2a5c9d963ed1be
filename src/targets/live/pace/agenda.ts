/** What the run itself has still to do, each at its time on the wall: one timer for all of it. */

import { createEventHeap } from '../../../core/time/event-heap.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';

export interface Agenda {
  readonly size: number;
  /** Has `act` called at that time on the wall, never before it; those due at one moment in the order in which they were put down. */
  put(due: Microseconds, act: () => void): void;
  /** Forgets what is left. */
  clear(): void;
}

/** No single sleep is longer than setTimeout takes. */
const LONGEST_SLEEP: Microseconds = 3_600_000_000;

export function createAgenda(clock: WallClock): Agenda {
  const heap = createEventHeap<() => void>();
  let alarm: { readonly at: Microseconds; readonly cancel: AbortController } | undefined;

  function setAlarm(): void {
    const next = heap.nextAt();
    if (next === undefined || (alarm !== undefined && alarm.at <= next)) return;
    alarm?.cancel.abort();
    const cancel = new AbortController();
    alarm = { at: next, cancel };
    clock.sleep(Math.min(Math.max(0, next - clock.now()), LONGEST_SLEEP), cancel.signal).then(ring, () => {});
  }

  function ring(): void {
    alarm = undefined;
    // Only what is due by now: acting takes time, and what becomes due meanwhile lets others have their turn.
    const now = clock.now();
    while ((heap.nextAt() ?? Number.POSITIVE_INFINITY) <= now) heap.pop()!.value();
    setAlarm();
  }

  return {
    get size() {
      return heap.size;
    },
    put(due, act) {
      heap.push(due, act);
      setAlarm();
    },
    clear() {
      while (heap.pop());
      alarm?.cancel.abort();
      alarm = undefined;
    },
  };
}
