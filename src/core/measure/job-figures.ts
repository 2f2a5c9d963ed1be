/** Defines the figures of Jobs. They are apart, because the figures of a report contain them. */
import type { DurationSummary } from './duration-summary.ts';

/** count = complete + failed + running. */
export interface JobFigures {
  readonly count: number;
  readonly complete: number;
  readonly failed: number;
  readonly running: number;
  /** Of the complete Jobs. */
  readonly duration: DurationSummary;
  /** The first start to the last end of all Jobs, or to the window's end while a Job runs. */
  readonly makespan: {
    readonly duration: number /** No Job ran at the end. */;
    readonly complete: boolean;
  };
  /** In the order of their first pods. */
  readonly each: readonly MeasuredJob[];
}

export interface MeasuredJob {
  /** As namespace/name. */
  readonly name: string;
  /** The CronJob that made it; null without one. */
  readonly cronJob: string | null;
  /** Failed: too many of its pods failed, its deadline passed, or it was removed before it was complete. */
  readonly state: 'complete' | 'failed' | 'running';
  /** When it was created: the first observation of its object, or the intended creation of its first pod if that is earlier. Negative where that is before the recording. */
  readonly start: number;
  /** When the last success that it needs ended; null unless it is complete. */
  readonly completion: number | null;
  /** Its completion minus its start; null unless it is complete. */
  readonly duration: number | null;
  /** Successes that it needs; null where the recording does not contain the number. */
  readonly completions: number | null;
  /** Pods. */
  readonly succeeded: number;
  /** Pods, with those that were deleted before they ended. */
  readonly failed: number;
}
