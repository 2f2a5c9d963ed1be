/** Does the work of the run at its wall times, with one timer for all of it. */

import { createEventHeap } from '../../../core/time/event-heap.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';

export interface Agenda {
  readonly size: number;
  /** When the next entry is due; undefined: there is none. */
  nextAt(): Microseconds | undefined;
  /** Calls `act` at that time on the wall, never earlier. Entries of one moment keep their order. */
  put(due: Microseconds, act: () => void): void;
  /** Removes all entries. */
  clear(): void;
}

/** Longer sleeps are split: setTimeout has a limit of 24.8 days. */
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
    // Only entries that are due at this moment: acting takes time, and answers get their turn before entries that become due during it.
    const now = clock.now();
    while ((heap.nextAt() ?? Number.POSITIVE_INFINITY) <= now) heap.pop()!.value();
    setAlarm();
  }

  return {
    get size() {
      return heap.size();
    },
    nextAt: () => heap.nextAt(),
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
