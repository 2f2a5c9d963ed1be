/** Defines a loaded scenario: checked, with all defaults, times in integer microseconds, and the position of every entry. */

import type { Distribution } from '../distributions/families/distribution.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import type { PodChange } from '../objects/changed-pod.ts';
import type { ClaimTemplate, ClusterObject } from '../objects/cluster-object.ts';
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import type { Autoscaler } from './autoscaler.ts';
import type { Descheduler } from './descheduler.ts';
import type { DrawnArrivals } from './drawn-arrivals.ts';
import type { DrawnFailures, PlannedDrain } from './drawn-failures.ts';
import type { JobGoal, JobSeries } from './drawn-jobs.ts';
import type { ScenarioForm } from './forms/scenario-form.ts';
import type { NodeOffer } from './node-offer.ts';
import type { OwnRun } from './own-run.ts';
import type { StageLife } from './stages/stage-life.ts';

export interface Scenario {
  readonly name: string;
  readonly description: string | undefined;
  readonly form: ScenarioForm;
  /** The start of the file. */
  readonly position: SourcePosition;
  /** Path of a recording whose pods are also played, as written: relative to the scenario's file. */
  readonly recorded: string | undefined;
  readonly seed: number | undefined;
  /** Integer microseconds; undefined: until the last event. */
  readonly duration: number | undefined;
  readonly kubernetesVersion: string | undefined;
  readonly scheduler: SchedulerSettings;
  readonly nodes: readonly NodePool[];
  readonly autoscaler?: Autoscaler | undefined;
  readonly descheduler?: Descheduler | undefined;
  readonly failures?: readonly DrawnFailures[] | undefined;
  /** Of the command line. */
  readonly drains?: readonly PlannedDrain[] | undefined;
  /** The objects besides nodes and pods that exist from the start. */
  readonly objects: readonly ScenarioObject[];
  readonly templates: ReadonlyMap<string, PodTemplate>;
  readonly pods: readonly PodEntry[];
  readonly podUpdates: readonly PodUpdate[];
  readonly nodeEvents: readonly NodeEvent[];
  readonly objectEvents: readonly ObjectEvent[];
  readonly schedulerEvents: readonly SchedulerEvent[];
  readonly workloads: readonly Workload[];
}

interface SchedulerSettings {
  readonly configuration: unknown;
  /** Integer microseconds that the scheduler works on one pod. */
  readonly cycle: number;
  /** Integer microseconds from the decision to the binding. */
  readonly bind: number;
}

/** `count` nodes called NAME-0, NAME-1, …; or one node called NAME where `count` is undefined. */
export interface NodePool extends NodeOffer {
  readonly name: string;
  /** Name of the pool in tables; undefined for single nodes without a pool. */
  readonly pool: string | undefined;
  readonly count: number | undefined;
  readonly position: SourcePosition;
}

export type PodEntry = ExplicitPod | DrawnPods | PodDeletion;

/** How a pod ends: its owner deletes it, or it reaches a terminal phase. */
export type PodEnd = 'deleted' | 'succeeded' | 'failed';

interface PodShape {
  /** The entry's name in tables and in its random streams. */
  readonly name: string;
  readonly namespace: string;
  readonly template: PodTemplate;
  readonly end: PodEnd;
  /** bound → started, in seconds. */
  readonly started: Distribution;
  /** Integer microseconds added to `started` for each other pod that is starting on the node. */
  readonly perStart: number;
  /** started → ready, in seconds. */
  readonly ready: Distribution;
  /** deletion requested → gone, in seconds; the grace period ends it earlier. */
  readonly terminated: Distribution;
  /** From the end of its containers to the report of it, in seconds; undefined for 0. The pod holds its room until then. */
  readonly finished?: Distribution;
  /** In place of the phases and, where a Stage ends the pod, of its lifetime and end. */
  readonly life?: StageLife;
  readonly position: SourcePosition;
}

/** One pod or more pods of `events.pods`. */
interface PodEntryShape extends PodShape {
  /** created → deleted where the pod is not bound by then, in seconds; undefined: it waits for ever. */
  readonly withdrawn?: Distribution;
}

/** One pod at one time. */
export interface ExplicitPod extends PodEntryShape {
  readonly kind: 'explicit';
  readonly podName: string;
  readonly at: number;
  /** Integer microseconds from started; null: for ever. */
  readonly lifetime: number | null;
}

/** Pods drawn from distributions. */
export interface DrawnPods extends PodEntryShape, DrawnArrivals {
  readonly kind: 'drawn';
  /** In seconds, from started; null: for ever. */
  readonly lifetime: Distribution | null;
  readonly requests: DrawnRequests | undefined;
  /** Ends by weight, in order of the age at the end; undefined: every pod ends with `end`. */
  readonly ends: readonly AgedEnds[] | undefined;
  /** The earliest ends the pod. `lifetime` is then null, and `end` does not count. */
  readonly competingEnds: readonly CompetingEnd[] | undefined;
  /** Each pod draws one member, which replaces requests, lifetime and ends. */
  readonly mix: readonly MixMember[] | undefined;
  readonly ages: readonly PresentPod[] | undefined;
  /** The rest of the lifetime of pods with ages, in seconds; undefined: `lifetime`, conditional on one longer than the age. */
  readonly residual: Distribution | undefined;
}

/** One pod that exists at 0s. */
export interface PresentPod {
  /** How long before 0s it started, in integer microseconds. */
  readonly age: number;
  /** Undefined: it runs as the entry says. */
  readonly own?: OwnRun | undefined;
}

/** What one part of the pods requests, how long it runs, and how it ends; undefined: as the entry says. */
export interface MixMember {
  readonly weight: number;
  /** It holds for arrivals from then on, in integer microseconds. */
  readonly from: number;
  /** … and before then; undefined: for all later ones. */
  readonly until: number | undefined;
  readonly requests: DrawnRequests | undefined;
  readonly lifetime: Distribution | undefined;
  readonly ends: readonly AgedEnds[] | undefined;
}

export interface WeightedEnd {
  readonly end: PodEnd;
  readonly weight: number;
}

/** The ends of runs that end at this age or later, in integer microseconds, up to the next age of the list. */
export interface AgedEnds {
  readonly from: number;
  readonly ends: readonly WeightedEnd[];
}

/** One way to end, and its lifetime in seconds from started. The shortest lifetime of a pod counts. */
export interface CompetingEnd {
  readonly end: PodEnd;
  readonly lifetime: Distribution;
}

/** Drawn amounts have the units of ResourceAmounts (millicores for cpu, else base units). */
export type DrawnRequests =
  | {
      readonly kind: 'each';
      readonly resources: readonly { readonly resource: string; readonly amount: Distribution }[];
    }
  | { readonly kind: 'sets'; readonly choice: Distribution; readonly sets: readonly ResourceList[] };

/** `eventType: delete`: deletes a pod that an earlier entry creates. */
interface PodDeletion {
  readonly kind: 'deletion';
  readonly namespace: string;
  readonly podName: string;
  readonly at: number;
  readonly position: SourcePosition;
}

/** `update`: changes a pod that exists at that time. */
export interface PodUpdate {
  readonly namespace: string;
  readonly podName: string;
  readonly at: number;
  readonly change: PodChange;
  readonly position: SourcePosition;
}

/** An object as it is written, with its namespace and its apiVersion filled in. */
export interface ScenarioObject {
  readonly object: ClusterObject;
  readonly position: SourcePosition;
}

export type ObjectEvent =
  | (ScenarioObject & { readonly at: number; readonly action: 'set' })
  | {
      readonly at: number;
      readonly action: 'remove';
      readonly object: Pick<ClusterObject, 'kind' | 'metadata'>;
      readonly position: SourcePosition;
    };

export interface NodeEvent {
  readonly at: number;
  readonly action: 'add' | 'remove' | 'cordon' | 'uncordon' | 'drain' | 'update';
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

/** Kinds of workloads, with the names of the Kubernetes objects whose controllers are modelled. */
export type WorkloadKind = 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job';

/** When a CronJob creates its Jobs. */
export interface JobSchedule {
  /** Integer microseconds from one run to the next. The first run is at the workload's first step. */
  readonly every: number;
  /** How long after its time a run begins, in seconds. */
  readonly jitter: Distribution;
  /** No run begins from this time on, in integer microseconds; undefined: until the scenario ends. */
  readonly until: number | undefined;
}

/** A number of pods, or a share of the wanted pods such as `25%`. */
export type PodShare = number | `${number}%`;

/** How a controller replaces pods when the template changes (Deployment: spec.strategy; StatefulSet and DaemonSet: spec.updateStrategy). */
export interface UpdateStrategy {
  readonly type: 'RollingUpdate' | 'Recreate';
  /** Pods above the wanted number that a Deployment may have during an update. */
  readonly maxSurge: PodShare;
  /** Pods of the wanted number that may be missing during an update. */
  readonly maxUnavailable: PodShare;
}

/** A workload with all its entries. */
export interface Workload extends PodShape {
  readonly kind: WorkloadKind | 'CronJob';
  /** In seconds, from started; null: for ever. */
  readonly lifetime: Distribution | null;
  readonly job: JobGoal | undefined;
  /** The claims that each pod of a StatefulSet gets, under the names of their volumes. */
  readonly claimTemplates?: readonly ClaimTemplate[];
  /** Of a CronJob; undefined for the other kinds. */
  readonly schedule: JobSchedule | undefined;
  /** Of Jobs that arrive; undefined: one workload. */
  readonly series?: JobSeries;
  readonly strategy: UpdateStrategy;
  /** Ends by weight, in order of the age at the end; undefined: every pod ends with `end`. */
  readonly ends?: readonly AgedEnds[];
  /** How long before 0s its first pods started, in integer microseconds. */
  readonly ages?: readonly number[];
  /** In order of time, at least one. The first creates the workload. */
  readonly steps: readonly WorkloadStep[];
}

/** The number of pods from `at` on: replicas, or a Job's parallelism; 1 for a DaemonSet, which ignores it. */
export interface WorkloadStep {
  readonly at: number;
  readonly pods: number;
  /** The template from `at` on. Where it differs from the one before, the controller replaces the pods. */
  readonly template: PodTemplate;
  readonly position: SourcePosition;
}
