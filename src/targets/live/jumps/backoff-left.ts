/** Bounds how long waiting pods may still be backing off: a pod that has just been created does not make older ones fail again. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { type Backoff, backoffAfter } from './quiet.ts';

export interface BackoffLeft {
  /**
   * Attempts failed.
   *
   * @param count how many.
   * @param at wall time at which they were seen.
   * @param isOfNewPods no pod that waited before was attempted, so each of these pods has failed once.
   */
  failed(count: number, at: Microseconds, isOfNewPods: boolean): void;
  /** No pod waits. */
  emptied(): void;
  /** The wall time at which the backoff of every pod that waits has certainly run out; undefined: no attempt has failed. */
  runsOutAt(): Microseconds | undefined;
}

interface Failures {
  /** No pod of these failed more often. */
  readonly most: number;
  /** When the last of them was seen to fail. */
  readonly at: Microseconds;
}

/**
 * The metrics count failed attempts, not whose they were. So pods that wait share one bound, the failures since the first of them began to
 * wait. Pods that are known to have failed once have a bound of their own until an older pod may have been attempted again: from then on
 * they share that of the others.
 */
export function createBackoffLeft(backoff: Backoff): BackoffLeft {
  let shared: Failures | undefined;
  let once: Failures | undefined;

  return {
    failed(count, at, isOfNewPods) {
      if (isOfNewPods) once = { most: 1, at };
      else {
        shared = { most: Math.max(shared?.most ?? 0, once?.most ?? 0) + count, at };
        once = undefined;
      }
    },
    emptied() {
      shared = undefined;
      once = undefined;
    },
    runsOutAt() {
      const ends = [shared, once].flatMap((failures) =>
        failures === undefined ? [] : [failures.at + backoffAfter(failures.most, backoff)],
      );
      return ends.length === 0 ? undefined : Math.max(...ends);
    },
  };
}
