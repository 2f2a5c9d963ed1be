/** Events that come long after they happened, though no watch was lost: keg or the API server is too slow for this cluster. */
import type { GapObservation, Observation } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { formatDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';

export interface LateDelivery {
  /** What was just observed, and how late it was. Gives the gap that it tells, if it ends one. */
  note(observation: Observation, delay: Microseconds | undefined): GapObservation | undefined;
  /** What happened before is late for a reason that was told already. */
  excuse(until: Microseconds): void;
  finish(at: Microseconds): GapObservation | undefined;
}

/** Of what the API server or the scheduler stamps itself; kubelets tell the rest when they come to it. */
const PROMPT: ReadonlySet<string> = new Set(['pod-created', 'pod-bound']);
const LATE: Microseconds = 10_000_000;

export function createLateDelivery(observer: Observer): LateDelivery {
  let from: Microseconds | undefined;
  let worst = 0;
  let excused = 0;

  function end(at: Microseconds): GapObservation | undefined {
    if (from === undefined) return undefined;
    const rounded = formatDuration(Math.ceil(worst / 1e6) * 1e6);
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
      if (delay === undefined || !PROMPT.has(observation.kind)) return undefined;
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
