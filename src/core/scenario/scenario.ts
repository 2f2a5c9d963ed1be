/** A scenario as the rest of keg sees it: checked, defaults filled in, times in microseconds, every entry knowing where it was written. */

import type { Distribution } from '../distributions/families/distribution.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import type { Taint } from '../objects/node.ts';
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import type { ScenarioForm } from './forms/scenario-form.ts';

export interface Scenario {
  readonly name: string;
  readonly description: string | undefined;
  readonly form: ScenarioForm;
  /** Where the file begins. */
  readonly position: SourcePosition;
  /** A recording whose pods are played as well, as written: relative to the scenario's file. */
  readonly recorded: string | undefined;
  readonly seed: number | undefined;
  /** Integer microseconds; undefined: until nothing is left to happen. */
  readonly duration: number | undefined;
  readonly kubernetesVersion: string | undefined;
  readonly scheduler: SchedulerSettings;
  readonly nodes: readonly NodePool[];
  readonly templates: ReadonlyMap<string, PodTemplate>;
  readonly pods: readonly PodEntry[];
  readonly nodeEvents: readonly NodeEvent[];
  readonly schedulerEvents: readonly SchedulerEvent[];
  readonly workloads: readonly Workload[];
}

export interface SchedulerSettings {
  readonly configuration: unknown;
  /** Integer microseconds the scheduler is busy with one pod. */
  readonly cycle: number;
  /** Integer microseconds from the decision to the binding. */
  readonly bind: number;
}

export interface NodeOffer {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  readonly capacity: ResourceList;
  readonly allocatable: ResourceList;
}

/** `count` nodes called NAME-0, NAME-1, …; or exactly one called NAME where `count` is undefined. */
export interface NodePool extends NodeOffer {
  readonly name: string;
  /** What tables call the pool; undefined for single nodes that belong to none. */
  readonly pool: string | undefined;
  readonly count: number | undefined;
  readonly position: SourcePosition;
}

export type PodEntry = ExplicitPod | DrawnPods | PodDeletion;

/** How a pod's run ends: deleted by its owner, or by itself in a terminal phase. */
export type PodEnd = 'deleted' | 'succeeded' | 'failed';

interface PodShape {
  /** Names the entry in tables and its random streams. */
  readonly name: string;
  readonly namespace: string;
  readonly template: PodTemplate;
  readonly end: PodEnd;
  /** bound → started, in seconds. */
  readonly started: Distribution;
  /** Integer microseconds that each other start under way on the node adds to `started`. */
  readonly perStart: number;
  /** started → ready, in seconds. */
  readonly ready: Distribution;
  readonly position: SourcePosition;
}

/** One pod at one time. */
export interface ExplicitPod extends PodShape {
  readonly kind: 'explicit';
  readonly podName: string;
  readonly at: number;
  /** Integer microseconds from started; null for ever. */
  readonly lifetime: number | null;
}

/** Pods drawn from distributions. */
export interface DrawnPods extends PodShape {
  readonly kind: 'drawn';
  /** Gaps between arrivals, in seconds. */
  readonly arrivals: Distribution;
  /** In seconds, from started; null for ever. */
  readonly lifetime: Distribution | null;
  readonly start: number;
  readonly count: number | undefined;
  readonly until: number | undefined;
  readonly requests: DrawnRequests | undefined;
  /** Then `arrivals` are the gaps from the start of one burst to that of the next. */
  readonly burst: DrawnBurst | undefined;
  readonly pace: ArrivalPace | undefined;
  /** Ends by weight; `end` is the only one where it is undefined. */
  readonly ends: readonly WeightedEnd[] | undefined;
  /** The first to come ends the run; `lifetime` is null and `end` does not count where they are given. */
  readonly competingEnds: readonly CompetingEnd[] | undefined;
}

/** Pods that come together, as a controller makes them. */
export interface DrawnBurst {
  /** Rounded, and at least 1. */
  readonly size: Distribution;
  /** Between the pods of a burst, in seconds. */
  readonly gap: Distribution;
}

/** How many times as often arrivals come, from each step on; 1 before the first. Times in integer microseconds. */
export interface ArrivalPace {
  /** The steps repeat after this long. */
  readonly every: number | undefined;
  /** In the order of time, inside one repeat. */
  readonly steps: readonly { readonly at: number; readonly factor: number }[];
}

export interface WeightedEnd {
  readonly end: PodEnd;
  readonly weight: number;
}

/** One way to end, and when it would come if no other came before: in seconds, from started. */
export interface CompetingEnd {
  readonly end: PodEnd;
  readonly lifetime: Distribution;
}

/** Amounts are drawn in the units of ResourceAmounts (cpu millicores, otherwise base units). */
export type DrawnRequests =
  | {
      readonly kind: 'each';
      readonly resources: readonly { readonly resource: string; readonly amount: Distribution }[];
    }
  | { readonly kind: 'sets'; readonly choice: Distribution; readonly sets: readonly ResourceList[] };

/** `eventType: delete`: deletes a pod that an earlier entry made. */
export interface PodDeletion {
  readonly kind: 'deletion';
  readonly namespace: string;
  readonly podName: string;
  readonly at: number;
  readonly position: SourcePosition;
}

export interface NodeEvent {
  readonly at: number;
  readonly action: 'add' | 'remove' | 'cordon' | 'uncordon' | 'update';
  readonly name: string;
  readonly count: number | undefined;
  /** Present for `add` (complete) and `update` (only what changes). */
  readonly offer: Partial<NodeOffer> | undefined;
  readonly position: SourcePosition;
}

export interface SchedulerEvent {
  readonly at: number;
  readonly name: string | undefined;
  readonly weights: Readonly<Record<string, number>> | undefined;
  readonly configuration: unknown;
  readonly position: SourcePosition;
}

/** Kinds of workloads, named as the Kubernetes objects whose controllers they stand for. */
export type WorkloadKind = 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job';

/** What a Job has to get done. */
export interface JobGoal {
  /** Pods that must succeed. */
  readonly completions: number;
  /** Failed pods beyond this many end the Job. */
  readonly backoffLimit: number;
}

/** A workload with all that the file says about it: its entries are one, told apart by time. */
export interface Workload extends PodShape {
  readonly kind: WorkloadKind;
  /** In seconds, from started; null for ever. */
  readonly lifetime: Distribution | null;
  readonly job: JobGoal | undefined;
  /** In order of time, at least one; the first creates it. */
  readonly steps: readonly WorkloadStep[];
}

/** How many pods there shall be from then on: replicas, or a Job's parallelism; 1 for a DaemonSet, which has no use for it. */
export interface WorkloadStep {
  readonly at: number;
  readonly pods: number;
  readonly position: SourcePosition;
}
