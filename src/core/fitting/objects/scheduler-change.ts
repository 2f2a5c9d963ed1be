/** Declares a change of the scheduler's weights or configuration as a recording contains it. */

export interface SchedulerChange {
  /** Seconds since the window opened. */
  readonly at: number;
  readonly name?: string;
  readonly weights?: Readonly<Record<string, number>>;
  readonly configuration?: unknown;
}
