/** Defines the events of a timeline, which a target plays in order of (at, sequence). */

import type { Distribution } from '../distributions/families/distribution.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import type { PodChange } from '../objects/changed-pod.ts';
import type { ClaimTemplate, ClusterObject } from '../objects/cluster-object.ts';
import type { Node } from '../objects/node.ts';
import type { OwnerReference } from '../objects/object-metadata.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { UsageStep } from '../objects/pod-usage.ts';
import type { PodObservation } from '../recording/pod-observation.ts';
import type { JobGoal } from '../scenario/drawn-jobs.ts';
import type { AgedEnds, PodEnd, UpdateStrategy, WorkloadKind } from '../scenario/scenario.ts';
import type { StageLife } from '../scenario/stages/stage-life.ts';

/** A pod as the timeline plans it. All durations are integer microseconds of scenario time. */
export interface PlannedPod {
  readonly namespace: string;
  readonly name: string;
  /** The entry of `events.pods`, or the workload, that it belongs to. */
  readonly group: string;
  readonly template: PodTemplate;
  /** Its own labels, which add to those of its template. */
  readonly labels?: Readonly<Record<string, string>>;
  /** From its controller up to the topmost one, as ReplicaSet, Deployment. */
  readonly owners?: readonly OwnerReference[];
  /** Time from started to its end; null: until the scenario ends. */
  readonly lifetime: number | null;
  readonly end: PodEnd;
  /** How its end is reported, if not as usual: Error with 1, Completed with 0. No exit code where no container ran. */
  readonly outcome?: PodOutcome;
  /** What happens to its containers and its readiness, in order of time. */
  readonly incidents?: readonly PlannedIncident[];
  /** What it uses from its start on; undefined: as the annotations of its template say. */
  readonly usage?: readonly UsageStep[];
  /** How long before its creation on the target it started already, as a pod that exists at 0s; its lifetime is then the rest. */
  readonly age?: number;
  /** How long before its creation on the target it has existed and waited, as a pod that is pending when a window begins. */
  readonly pendingFor?: number;
  /** bound → started. */
  readonly startDelay: number;
  /** Added to `startDelay` for each other pod that is starting on the node when this one is bound; undefined for 0. */
  readonly delayPerStart?: number;
  /** started → ready; null: never ready. */
  readonly readyDelay: number | null;
  /** From the request to delete it while it runs to its end; undefined for 0. */
  readonly terminatedDelay?: number;
  /** Scenario time at which its owner deletes it, in any state; null for never. */
  readonly withdrawnAt: number | null;
  /** Time from its creation to its deletion if it is not bound by then; undefined: it waits for ever. */
  readonly patience?: number;
}

export interface PodOutcome {
  readonly reason?: string;
  readonly exitCode?: number;
}

/** What can happen to a pod between its start and its end. */
export type IncidentKind = 'pod-container-ended' | 'pod-restarted' | 'pod-readiness';

type Incident<Kind extends IncidentKind> = Omit<
  Extract<PodObservation, { kind: Kind }>,
  'at' | 'uid' | 'stamp'
>;

/** A restart, the end of a container in a pod that goes on, or a change of its readiness. */
export type PlannedIncident = { /** From its binding, in integer microseconds. */ readonly after: number } & (
  | Incident<'pod-container-ended'>
  | Incident<'pod-restarted'>
  | Incident<'pod-readiness'>
);

/** What ends a pod from outside. */
export interface PodDisruption {
  /** As Kubernetes names it: EvictionByEvictionAPI, TerminationByKubelet, … */
  readonly reason: string;
  readonly message?: string;
  /** `namespace/name` of the pod that preempts it. */
  readonly by?: string;
  /** Whether the API is asked for an eviction, which budgets may hold back on a real cluster. */
  readonly asksApi?: boolean;
  /** Its kubelet reports it as Failed, and it stays; only a pod that runs can be failed. Undefined: it is deleted. */
  readonly fails?: PodOutcome;
}

/** A workload as the timeline plans it. Its controller on the target decides which pods it creates, and when. */
export interface PlannedWorkload {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  readonly template: PodTemplate;
  /** In seconds, from started; null: until the scenario ends. Drawn for every pod, as are the phase delays. */
  readonly lifetime: Distribution | null;
  readonly end: PodEnd;
  /** Ends by weight, in order of the age at the end; undefined: every pod ends with `end`. */
  readonly ends?: readonly AgedEnds[];
  /** bound → started, in seconds. */
  readonly started: Distribution;
  /** Integer microseconds added to `started` for each other pod that is starting on the node. */
  readonly perStart: number;
  /** started → ready, in seconds. */
  readonly ready: Distribution;
  /** deletion requested → gone, in seconds. */
  readonly terminated: Distribution;
  /** From the end of its containers to the report of it, in seconds; undefined for 0. */
  readonly finished?: Distribution;
  /** In place of the phases and, where a Stage ends a pod, of its lifetime and end. */
  readonly life?: StageLife;
  /** The completions of a Job; undefined for the other kinds. */
  readonly job: JobGoal | undefined;
  /** The claims that each pod of a StatefulSet gets, under the names of their volumes. */
  readonly claimTemplates?: readonly ClaimTemplate[];
  /** How pods are replaced when the template changes. */
  readonly strategy: UpdateStrategy;
  /** How long before 0s its first pods started, in integer microseconds. */
  readonly ages?: readonly number[];
  /** The CronJob that creates this Job; its name is the group of the pods. */
  readonly cronJob?: string;
  /** The series of Jobs that this Job belongs to; its name is the group of the pods. */
  readonly series?: string;
  /** Where it is written, for errors about its draws. */
  readonly position: SourcePosition;
}

interface SchedulerChange {
  readonly name?: string;
  /** Plugin name → weight. Other plugins keep their weight. */
  readonly weights?: Readonly<Record<string, number>>;
  /** A KubeSchedulerConfiguration, or one profile of it. */
  readonly configuration?: unknown;
}

export type TimelineAction =
  | { readonly kind: 'add-node'; readonly node: Node; readonly pool?: string }
  | { readonly kind: 'update-node'; readonly node: Node }
  | { readonly kind: 'cordon-node' | 'uncordon-node' | 'remove-node'; readonly name: string }
  /** Cordons the node, then evicts its pods as their budgets allow. `grace`: the longest time that one takes to end, in integer microseconds. */
  | { readonly kind: 'drain-node'; readonly name: string; readonly grace?: number }
  /** Creates or replaces an object. It may have more fields than those that decide, as its manifest has. */
  | { readonly kind: 'set-object'; readonly object: ClusterObject }
  | { readonly kind: 'remove-object'; readonly object: Pick<ClusterObject, 'kind' | 'metadata'> }
  | { readonly kind: 'create-pod'; readonly pod: PlannedPod }
  | { readonly kind: 'delete-pod'; readonly namespace: string; readonly name: string }
  /** Ends the pod if it exists and does not end already. */
  | {
      readonly kind: 'disrupt-pod';
      readonly namespace: string;
      readonly name: string;
      readonly disruption: PodDisruption;
    }
  | {
      readonly kind: 'update-pod';
      readonly namespace: string;
      readonly name: string;
      readonly change: PodChange;
    }
  | { readonly kind: 'change-scheduler'; readonly change: SchedulerChange }
  /**
   * Creates the workload if it does not exist. `pods`: replicas, or a Job's parallelism; ignored for a DaemonSet. Another template than before
   * makes the controller replace the pods.
   */
  | { readonly kind: 'scale-workload'; readonly workload: PlannedWorkload; readonly pods: number };

export interface TimelineEvent {
  /** Integer microseconds of scenario time from the start. */
  readonly at: number;
  /** Position among all events; breaks ties of `at`. */
  readonly sequence: number;
  readonly action: TimelineAction;
}

/** An action at its time, before it is sorted into the timeline. */
export interface Planned {
  readonly at: number;
  readonly action: TimelineAction;
}
