/** Counts how much a recording saw and how late, for its last line. */
import { addGap, gapTotal, gapUnion } from '../../core/measure/gap-union.ts';
import type { Observation } from '../../core/recording/observation.ts';
import type { Coverage } from '../../core/recording/run-quality.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { createDelayHistogram } from './delay-histogram.ts';
import { STAMPED_AT_ONCE } from './stamped-at-once.ts';

export interface CoverageMeter {
  /** Counts one state of an object. */
  count(): void;
  /**
   * Takes each observation of the recording, in order.
   *
   * @param isLive whether a watch delivered it as it happened; false for a listing.
   * @returns how late it was by Kubernetes' stamp; undefined for an observation without a stamp.
   */
  observe(observation: Observation, isLive: boolean): Microseconds | undefined;
  /** By how much later than its stamp something was seen, beyond the skew of the clocks and the second that the stamp leaves open. */
  lateness(at: Microseconds, stamp: number): Microseconds;
  readonly events: number;
  readonly gaps: number;
  coverage(end: Microseconds): Coverage;
}

/** A stamp is the start of its second. */
const STAMP_RESOLUTION: Microseconds = 1_000_000;

export function createCoverageMeter(): CoverageMeter {
  const union = gapUnion();
  const late = createDelayHistogram();
  const reports = createDelayHistogram();
  let events = 0;
  let gaps = 0;
  /** The smallest difference between recording time and a stamp: about the skew of the two clocks. */
  let skew: number | undefined;

  function lateness(at: Microseconds, stamp: number): Microseconds {
    const apart = at - stamp;
    const clocks = skew === undefined || (skew >= 0 && skew <= STAMP_RESOLUTION) ? 0 : skew;
    return Math.max(0, apart - clocks - STAMP_RESOLUTION);
  }

  return {
    count() {
      events += 1;
    },
    observe(observation, isLive) {
      if (observation.kind === 'gap') {
        gaps += 1;
        // A gap that loses only times still contains every event.
        if (observation.lost !== 'times') addGap(union, observation.from, observation.at);
      }
      if (!isLive || !('stamp' in observation) || observation.stamp === undefined) return undefined;
      const { at, stamp } = observation;
      const isPrompt = STAMPED_AT_ONCE.has(observation.kind);
      if (isPrompt && (skew === undefined || at - stamp < skew)) skew = at - stamp;
      const delay = lateness(at, stamp);
      (isPrompt ? late : reports).add(delay);
      return delay;
    },
    lateness,
    get events() {
      return events;
    },
    get gaps() {
      return gaps;
    },
    coverage(end) {
      const covered = end === 0 ? 1 : Math.max(0, 1 - gapTotal(union) / end);
      const reported = reports.summary();
      return {
        events,
        gaps,
        covered: Math.round(covered * 1e6) / 1e6,
        late: late.summary(),
        ...(reported.n > 0 && { reports: reported }),
      };
    },
  };
}
