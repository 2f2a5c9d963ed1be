/** Measures how late events were sent, and what made them late. */
import type { LagLimit, LagSummary, ProvenSpeed } from '../../../core/recording/run-quality.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { wallSamples } from './wall-samples.ts';

/** Injection lag in wall microseconds: when an event was really sent minus when it was due, never below 0. */
export interface InjectionLag extends LagSummary {
  readonly limitedBy: LagLimit;
}

/** Where the lag of one event was spent, in wall microseconds. */
export interface LagParts {
  /** In keg: the event reached the send queue late, or answers waited to be read. */
  readonly own: Microseconds;
  /** Waiting for the API server: every slot, or the earlier call on the same object, waited for an answer. */
  readonly server: Microseconds;
  /** Waiting after a 429. */
  readonly throttled: Microseconds;
}

export interface LagMeter {
  add(parts: LagParts): void;
  summary(): InjectionLag;
}

/** Events that are late by less than this count as on time: timers and a busy event loop cost about as much. */
const ON_TIME: Microseconds = 20_000;

/**
 * Collects the lag of each event and computes what limited the speed: `nothing` while p99 is under 20 ms, else the part with the largest
 * share in the lag of late events (20 ms or more). Events on time do not count: many harmless milliseconds would outweigh the delays that matter.
 */
export function createLagMeter(): LagMeter {
  const samples = wallSamples();
  let own = 0;
  let server = 0;
  let throttled = 0;
  const largest = (): LagLimit => {
    if (throttled >= server && throttled >= own) return 'throttling';
    return server >= own ? 'api-server' : 'send-queue';
  };
  return {
    add(parts) {
      const lag = parts.own + parts.server + parts.throttled;
      samples.add(lag);
      if (lag < ON_TIME) return;
      own += parts.own;
      server += parts.server;
      throttled += parts.throttled;
    },
    summary() {
      const lag = samples.summary();
      return { ...lag, limitedBy: lag.p99 < ON_TIME ? 'nothing' : largest() };
    },
  };
}

/** The speed in the `close` line of a live replay. */
export function provenSpeed(
  planned: number,
  achieved: number,
  { limitedBy, ...lag }: InjectionLag,
  answers: LagSummary,
): ProvenSpeed {
  return { planned, achieved, lag, limitedBy, ...(answers.n === 0 ? {} : { answers }) };
}
