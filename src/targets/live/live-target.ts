/** What replay asks of a place that runs on the wall's time: a cluster that is looked at, prepared, played on and left as it was. */

import type { Observer } from '../../core/recording/observer.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';
import type { Play } from '../target.ts';

export interface LiveTarget {
  readonly name: 'kwok' | 'simulator';
  /**
   * Looks at the cluster and changes nothing.
   *
   * @throws {UserError} where the play is refused: a node that is not simulated, a right that is missing, an event it can't carry out.
   */
  survey(play: Play, speed: number): Promise<LiveRun>;
}

/** What will be done, to which cluster; said before anything is. */
export interface Survey {
  readonly context: string;
  readonly server: string;
  /** As the API server says it: v1.36.3. */
  readonly version: string;
  /** What of the play this cluster can't honour, and what to know about it, a sentence each. */
  readonly notes: readonly string[];
  /** What is changed in the pods of the scenario, a sentence each. */
  readonly changes: readonly string[];
  /** What will be made, in order. */
  readonly objects: readonly PlannedObjects[];
}

export interface PlannedObjects {
  readonly kind: string;
  readonly count: number;
  /** Some of their names. */
  readonly names: readonly string[];
  /** One of them, as it will be sent. */
  readonly example: object;
}

/** What a cluster just did, a second. */
export interface Sustained {
  /** Objects created. */
  readonly requests: number;
  /** Pods bound, after the scheduler's burst. */
  readonly bindings: number;
}

/** Takes notice of calls that did not come through and are made again. */
export interface Sending {
  again(wait: Microseconds, isThrottled: boolean): void;
}

/** Something to do to one object; all work on one key is done in order. */
export interface Work {
  readonly key: string;
  /** Asked when it is due: false where there is nothing left to be done, so that it is not sent. Default: yes. */
  isNeeded?(): boolean;
  /** Rejects only where the play can't go on. */
  carryOut(sending: Sending): Promise<void>;
}

/** What a run is given when the clock starts. */
export interface LiveClock {
  /** Wall time at which a moment of the scenario is due. */
  wallAt(scenarioTime: Microseconds): Microseconds;
  scenarioTimeAt(wall: Microseconds): Microseconds;
  /** Has work done at its due time on the wall. */
  schedule(due: Microseconds, work: Work): void;
  /** Something that the cluster would not do. */
  refuse(message: string): void;
  /** The API server put a call off until then (429). */
  throttled(until: Microseconds): void;
  /** The play can't go on. */
  fail(error: Error): void;
}

/** How the cluster's pods are, as far as they were seen. */
export interface LiveState {
  readonly pending: number;
  readonly running: number;
  /** Wall time of the last change seen. */
  readonly lastChange: Microseconds;
  /** Wall time until which something is still to happen by itself; what never ends is not counted. */
  readonly expectedUntil: Microseconds;
  /** Pods that are still to be bound or to end by themselves. */
  readonly awaited: number;
}

export interface LiveRun {
  /** The value of the label keg.dev/run on all it makes. */
  readonly id: string;
  readonly survey: Survey;
  /** Makes what must be there when the clock starts; from now on there is something to remove. `done` of `total` objects are told. */
  prepare(signal: AbortSignal, tell: (done: number, total: number) => void): Promise<void>;
  /** A short load, removed again, to see what the cluster sustains. */
  probe(signal: AbortSignal): Promise<Sustained>;
  /** Begins to observe: from now on everything seen is told. */
  observe(observer: Observer): Promise<void>;
  /** The clock starts. */
  start(clock: LiveClock): void;
  /** Whether `prepare` has carried it out already. */
  isPrepared(event: TimelineEvent): boolean;
  work(event: TimelineEvent): Work;
  state(): LiveState;
  /** Ends observing. */
  endObserving(): Promise<void>;
  /** Removes all that it made, and waits until it is gone. */
  remove(tell: (left: number) => void): Promise<void>;
  /** Closes the connections. */
  close(): Promise<void>;
}
