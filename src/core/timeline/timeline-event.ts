/** What a timeline is made of: a scenario expanded with a seed, ready for a target to play in order of (at, sequence). */

import type { Distribution } from '../distributions/families/distribution.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { JobGoal, PodEnd, WorkloadKind } from '../scenario/scenario.ts';

/** A pod as the timeline plans it. All durations are integer microseconds of scenario time. */
export interface PlannedPod {
  readonly namespace: string;
  readonly name: string;
  /** The entry of `events.pods`, or the workload, that it belongs to. */
  readonly group: string;
  readonly template: PodTemplate;
  /** Time from started to its end; null runs on past the end of the scenario. */
  readonly lifetime: number | null;
  readonly end: PodEnd;
  /** bound → started. */
  readonly startDelay: number;
  /** What each other start under way on its node when it is bound adds to `startDelay`; undefined for nothing. */
  readonly delayPerStart?: number;
  /** started → ready; null is never ready. */
  readonly readyDelay: number | null;
  /** Absolute scenario time at which its owner deletes it whatever became of it; null for never. */
  readonly withdrawnAt: number | null;
}

/** A workload as the timeline plans it. Which pods it makes, and when, its controller on the target decides. */
export interface PlannedWorkload {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  readonly template: PodTemplate;
  /** In seconds, from started; null runs on past the end of the scenario. Drawn for every pod anew, as are the phase delays. */
  readonly lifetime: Distribution | null;
  readonly end: PodEnd;
  /** bound → started, in seconds. */
  readonly started: Distribution;
  /** Integer microseconds that each other start under way on the node adds to `started`. */
  readonly perStart: number;
  /** started → ready, in seconds. */
  readonly ready: Distribution;
  /** What a Job has to get done; undefined for the other kinds. */
  readonly job: JobGoal | undefined;
  /** Where it is written, for complaints about its draws. */
  readonly position: SourcePosition;
}

export interface SchedulerChange {
  readonly name?: string;
  /** Plugin name → weight; plugins not named keep theirs. */
  readonly weights?: Readonly<Record<string, number>>;
  /** A KubeSchedulerConfiguration, or one profile of it. */
  readonly configuration?: unknown;
}

export type TimelineAction =
  | { readonly kind: 'add-node'; readonly node: Node; readonly pool?: string }
  | { readonly kind: 'update-node'; readonly node: Node }
  | { readonly kind: 'cordon-node' | 'uncordon-node' | 'remove-node'; readonly name: string }
  | { readonly kind: 'create-pod'; readonly pod: PlannedPod }
  | { readonly kind: 'delete-pod'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'change-scheduler'; readonly change: SchedulerChange }
  /** Creates the workload where it is not there yet. `pods`: replicas, or a Job's parallelism; a DaemonSet has no use for it. */
  | { readonly kind: 'scale-workload'; readonly workload: PlannedWorkload; readonly pods: number };

export interface TimelineEvent {
  /** Integer microseconds of scenario time from the start. */
  readonly at: number;
  /** Position among all events; breaks ties of `at`. */
  readonly sequence: number;
  readonly action: TimelineAction;
}

/** An action at its time, before it has its place in the order. */
export interface Planned {
  readonly at: number;
  readonly action: TimelineAction;
}
