/** Declares what a live target needs of a scheduler whose configuration it can change while it runs. */
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { TimelineAction } from '../../core/timeline/timeline-event.ts';
import type { Transport } from '../../kubernetes/transport.ts';

export type WantedChange = Extract<TimelineAction, { kind: 'change-scheduler' }>['change'];

/** Where the pod is created that shows whether the scheduler answers. */
export interface ControlPlace {
  readonly transport: Transport;
  readonly run: string;
  /** Of the run; it exists. */
  readonly namespace: string;
}

export interface SchedulerControl {
  /** The version whose scheduler decides: 1.30.4. */
  readonly kubernetes: string;
  /** Reads the configuration in force. @throws {UserError} (the cluster) where it cannot be read. */
  configuration(): Promise<unknown>;
  /**
   * Applies changes and waits until the scheduler decides again.
   *
   * @returns the wall time in which perhaps nothing was scheduled; 0 where nothing had to change.
   * @throws {UserError} (the cluster) where a change is not in force.
   */
  change(changes: readonly WantedChange[], place: ControlPlace): Promise<Microseconds>;
  /** Puts the configuration back that was in force before the first change. */
  restore(): Promise<void>;
  close(): Promise<void>;
}
