/** What a timeline is made of: a scenario expanded with a seed, ready for a target to play in order of (at, sequence). */
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';

/** How a pod's run ends: deleted by its owner, or by itself in a terminal phase. */
export type PodEnd = 'deleted' | 'succeeded' | 'failed';

/** A pod as the timeline plans it. All durations are integer microseconds of scenario time. */
export interface PlannedPod {
  readonly namespace: string;
  readonly name: string;
  /** The entry of `events.pods` it was drawn from. */
  readonly group: string;
  readonly template: PodTemplate;
  /** Time from started to its end; null runs on past the end of the scenario. */
  readonly lifetime: number | null;
  readonly end: PodEnd;
  /** bound → started. */
  readonly startDelay: number;
  /** started → ready; null is never ready. */
  readonly readyDelay: number | null;
  /** Absolute scenario time at which its owner deletes it whatever became of it; null for never. */
  readonly withdrawnAt: number | null;
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
  | { readonly kind: 'change-scheduler'; readonly change: SchedulerChange };

export interface TimelineEvent {
  /** Integer microseconds of scenario time from the start. */
  readonly at: number;
  /** Position among all events; breaks ties of `at`. */
  readonly sequence: number;
  readonly action: TimelineAction;
}
