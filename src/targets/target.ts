/** What replay asks of a place where timelines are played; the embedded cluster and the live ones answer alike. */
import type { Observer } from '../core/recording/observer.ts';
import type { KubernetesVersion } from '../core/scheduler/kubernetes-version.ts';
import type { TimelineEvent } from '../core/timeline/timeline-event.ts';

export interface SchedulerModel {
  /** Whose scheduler decides, as `1.36`. */
  readonly kubernetesVersion: KubernetesVersion;
  /** A KubeSchedulerConfiguration or one profile of it; undefined for the default. */
  readonly configuration: unknown;
  /** Integer microseconds the scheduler is busy with one pod. */
  readonly cycle: number;
  /** Integer microseconds from the decision to the binding. */
  readonly bind: number;
  /** Overrules how a tie between equally good nodes is settled: to follow placements that were recorded. */
  readonly chooseNode?: (best: readonly string[]) => string | undefined;
}

export interface Play {
  readonly timeline: readonly TimelineEvent[];
  readonly scheduler: SchedulerModel;
  /** Seeds what the target itself draws (ties up to Kubernetes 1.34). */
  readonly seed: number;
  /** Where the scenario ends, in integer microseconds; undefined: when nothing is left to happen. */
  readonly duration: number | undefined;
  /** Aborted to end the play early; what has happened so far stands. */
  readonly signal?: AbortSignal | undefined;
}

/** Something the cluster would not do, as an API server refuses a second object of one name. */
export interface Refusal {
  readonly at: number;
  readonly message: string;
}

export interface Played {
  /** Events of the timeline that were played. */
  readonly events: number;
  /** Integer microseconds of scenario time at which the window ends. */
  readonly end: number;
  readonly refusals: readonly Refusal[];
  /** Ended early, by its signal. */
  readonly stopped?: boolean;
  /** Wall time from the start to the end of the window; undefined where time is virtual. */
  readonly wallTime?: number;
  /** Events that were due and could not be sent in time. */
  readonly unsent?: number;
}

/** A place inside keg, where time is virtual. */
export interface Target {
  readonly name: 'embedded';
  /** What of the play this target cannot honour, a sentence each; said before it begins. */
  notModelled(play: Play): readonly string[];
  play(play: Play, observer: Observer): Promise<Played>;
}
