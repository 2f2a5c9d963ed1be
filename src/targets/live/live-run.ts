/** Declares one play on a live cluster as its clock sees it: what it creates, the work of each event, what it observes, and its removal. */

import type { Observer } from '../../core/recording/observer.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';
import type { Explained, Refusal, SchedulerPause, Survey } from '../target.ts';
import type { OwnCalls, PodMix } from './pace/call-times.ts';
import type { SteadyRate } from './survey/steady-rate.ts';

/** What a cluster sustained in a probe, per second of wall time. */
export interface Sustained {
  /** Calls of keg, as many at a time as a play sends. */
  readonly calls: SteadyRate;
  /** Pods bound, after the scheduler's burst. */
  readonly bindings: number;
  /** Wall time for which it waited until earlier runs were removed. */
  readonly waited?: Microseconds;
  /** The cluster starts most pods so late that keg starts them in its place, where it starts pods by itself. */
  readonly startsAreLate?: boolean;
}

/** Counts calls that failed and are made again. */
export interface Sending {
  again(wait: Microseconds, isThrottled: boolean): void;
}

/** Something to do to one object. All work on one key is done in order. */
export interface Work {
  readonly key: string;
  /** It was refused before, and is tried until something else happens: the play does not wait for it. Default: no. */
  readonly isRetry?: boolean;
  /** Asked when it is due: false where nothing is left to do, so that nothing is sent. Default: yes. */
  isNeeded?(): boolean;
  /** Rejects only where the play can't go on. */
  carryOut(sending: Sending): Promise<void>;
}

/** What a run gets when the clock starts. */
export interface LiveClock {
  /** Wall time at which a moment of the scenario is due. */
  wallAt(scenarioTime: Microseconds): Microseconds;
  scenarioTimeAt(wall: Microseconds): Microseconds;
  /** The time that the status of an object gets now, RFC 3339. */
  stamp(): string;
  /** Does the work at its due time on the wall. */
  schedule(due: Microseconds, work: Work): void;
  /** Records that the cluster refused something. */
  refuse(message: string, about?: Refusal['about']): void;
  /** The API server put a call off until then (429). */
  throttled(until: Microseconds): void;
  /** Whether it stands still or runs at another speed than planned: delays that others time do not fit it. */
  isChanged(): boolean;
  /** A duration of the wall, as this clock measures it at the moment. */
  ofWall(duration: Microseconds): Microseconds;
  /** The play can't go on. */
  fail(error: unknown): void;
}

/** The state of the run's pods, as far as it was seen. */
export interface LiveState {
  readonly pending: number;
  readonly running: number;
  /** Wall time of the last change seen. */
  readonly lastChange: Microseconds;
  /** Wall time until which something still happens by itself; pods that never end do not count. */
  readonly expectedUntil: Microseconds;
  /** Pods that are still to be bound or to end by themselves. */
  readonly awaited: number;
}

export interface LiveRun {
  /** The value of the label keg.dev/run on all that it creates. */
  readonly id: string;
  readonly survey: Survey;
  /** Of the scheduler that decides; where it is not known, of the API server: v1.36.3. */
  readonly kubernetes: string;
  /** The configuration of the scheduler when the clock starts; undefined where it is not known. */
  readonly configuration: unknown;
  readonly schedulerPauses: readonly SchedulerPause[];
  /** Names of nodes that others added during the run, and that can take its pods. */
  readonly foreignNodes: readonly string[];
  /** Undefined where the scheduler does not explain its decisions. */
  readonly explained: Explained | undefined;
  /** Creates what must exist when the clock starts. From here on there is something to remove. */
  prepare(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void>;
  /** Which calls of a play keg makes itself. */
  readonly ownCalls: OwnCalls;
  /** Puts a short load on the cluster and removes it again, to measure what the cluster sustains. @param mix of the play. */
  probe(mix: PodMix, signal: AbortSignal): Promise<Sustained>;
  /** Starts to observe. Resolves when everything that exists was seen. */
  observe(observer: Observer): Promise<void>;
  /** The clock starts. */
  start(clock: LiveClock): void;
  /** Whether `prepare` has carried it out already. */
  isPrepared(event: TimelineEvent): boolean;
  work(event: TimelineEvent): Work;
  state(): LiveState;
  /** keg carries out from now on what the cluster's own clocks would do with pods that exist: theirs can't be stopped. */
  takeOver(): Promise<void>;
  /** Ends observing. May be called more than once. */
  endObserving(): Promise<void>;
  /** Removes everything that it created, and waits until it is gone. */
  remove(onProgress: (removed: number) => void): Promise<void>;
  /** Closes the connections. */
  close(): Promise<void>;
}
