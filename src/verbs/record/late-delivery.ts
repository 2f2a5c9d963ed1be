/** Detects events that arrive long after they happened while no watch was lost: keg or the API server is too slow for this cluster. */
import type { GapObservation, Observation } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { shownDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { STAMPED_AT_ONCE } from './stamped-at-once.ts';

export interface LateDelivery {
  /** Takes an observation and how late it was. Returns the gap that it ends, which is observed already; undefined if it ends none. */
  note(observation: Observation, delay: Microseconds | undefined): GapObservation | undefined;
  /** Events up to then are late for a reason that another gap states. */
  excuse(until: Microseconds): void;
  finish(at: Microseconds): GapObservation | undefined;
}

const LATE: Microseconds = 10_000_000;

export function createLateDelivery(observer: Observer): LateDelivery {
  let from: Microseconds | undefined;
  let worst = 0;
  let excused = 0;

  function end(at: Microseconds): GapObservation | undefined {
    if (from === undefined) return undefined;
    const rounded = shownDuration(Math.ceil(worst / 1e6) * 1e6);
    const gap: GapObservation = {
      at,
      kind: 'gap',
      from: Math.max(0, Math.min(from, at)),
      reason: `slow consumer: what happened was seen up to ${rounded} late`,
      scope: 'pods',
      lost: 'times',
    };
    from = undefined;
    worst = 0;
    observer.observe(gap);
    return gap;
  }

  return {
    note(observation, delay) {
      if (delay === undefined || !STAMPED_AT_ONCE.has(observation.kind)) return undefined;
      const { at, stamp } = observation as { readonly at: Microseconds; readonly stamp: number };
      if (delay < LATE) return end(at);
      if (stamp <= excused) return undefined;
      from ??= at - delay;
      worst = Math.max(worst, delay);
      return undefined;
    },
    excuse(until) {
      excused = Math.max(excused, until);
    },
    finish: end,
  };
}
