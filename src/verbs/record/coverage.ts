/** How much was seen and how late: counted as it is observed, told by the recording's last line. */
import { addGap, gapTotal, gapUnion } from '../../core/measure/gap-union.ts';
import type { Coverage, Observation } from '../../core/recording/observation.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { createDelayHistogram } from './delay-histogram.ts';

export interface CoverageMeter {
  /** An object was seen. */
  count(): void;
  /**
   * What goes into the recording, in order.
   *
   * @param isLive whether it was told as it happened, not by a listing.
   * @returns how late Kubernetes' stamp says that it was told; undefined for what has no stamp.
   */
  observe(observation: Observation, isLive: boolean): Microseconds | undefined;
  /** What is older than this much more than others was there before it was seen. */
  lateness(at: Microseconds, stamp: number): Microseconds;
  readonly events: number;
  readonly gaps: number;
  coverage(end: Microseconds): Coverage;
}

/** A stamp is the beginning of its second. */
const STAMP_RESOLUTION: Microseconds = 1_000_000;

export function createCoverageMeter(): CoverageMeter {
  const union = gapUnion();
  const late = createDelayHistogram();
  let events = 0;
  let gaps = 0;
  /** The least difference between our time and a stamp: about how far the two clocks are apart. */
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
        // All that happened in the others is told, only late.
        if (observation.lost !== 'times') addGap(union, observation.from, observation.at);
      }
      if (!isLive || !('stamp' in observation) || observation.stamp === undefined) return undefined;
      const { at, stamp } = observation;
      if (skew === undefined || at - stamp < skew) skew = at - stamp;
      const delay = lateness(at, stamp);
      late.add(delay);
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
      return { events, gaps, covered: Math.round(covered * 1e6) / 1e6, late: late.summary() };
    },
  };
}
