/** Declares the header and the observations of a recording as plain data. An observation is one thing seen at one time. */

import type { Problem } from '../errors/problem.ts';
import type { Taint } from '../objects/node.ts';
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { Coverage, ProvenSpeed } from './run-quality.ts';

/**
 * The time that Kubernetes itself gives: whole seconds of its clock, in microseconds since the recording's start, so negative before the start.
 * Kept beside `at`, the time at which it was seen.
 */
export type Stamp = number;

export const RECORDING_API_VERSION = 'keg.dev/v1alpha1';

/** Line 1 of a recording. */
export interface RecordingHeader {
  readonly apiVersion: string;
  readonly kind: 'Recording';
  readonly name?: string;
  readonly source: RecordingSource;
  /** RFC 3339 with nanoseconds. A replay in virtual time starts at the scenario's `recorded` start or at the Unix epoch. */
  readonly start: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** The source of the times, and their resolution. */
  readonly clock: {
    readonly kind: 'virtual' | 'monotonic' | 'stamps';
    readonly resolution: string;
    /** Resolution of Kubernetes' own stamps, if they are kept beside the times. */
    readonly stamps?: string;
  };
  readonly redaction: string;
  /** Warnings that were known before the first observation. */
  readonly problems?: readonly Problem[];
}

export interface RecordingSource {
  /** `replay`, `cluster`, or `import`. */
  readonly kind: 'replay' | 'cluster' | 'import';
  /** For a replay: embedded, kwok or simulator. */
  readonly target?: string;
  /** For an import: the format. */
  readonly from?: string;
  /** Version of Kubernetes, as `1.36`. */
  readonly kubernetes?: string;
  /** Which pods of a cluster or dump were selected, in kubectl's flags; absent if all were. */
  readonly selection?: string;
  readonly scenario?: string;
  readonly seed?: number;
  /** Planned speed, scenario time ÷ wall time. */
  readonly speed?: number;
}

/** A pod template, stored once and named by the hash of its content. */
export interface TemplateObservation {
  readonly at: Microseconds;
  readonly kind: 'template';
  readonly hash: string;
  readonly template: PodTemplate;
}

export interface NodeAddedObservation {
  readonly at: Microseconds;
  readonly kind: 'node-added';
  readonly uid: string;
  readonly name: string;
  /** The entry of the scenario's `cluster.nodes`, or the node pool label, that it belongs to. */
  readonly pool?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
  readonly capacity?: ResourceList;
  readonly allocatable: ResourceList;
  /** Whether its kubelet reports it as ready; absent if the source does not contain it. */
  readonly ready?: boolean;
  /** Its age when first seen, if it is older than the recording (left-truncated). */
  readonly age?: Microseconds;
}

/** Only what changed is present. A cordon is `unschedulable: true`. */
export interface NodeChangedObservation {
  readonly at: Microseconds;
  readonly kind: 'node-changed';
  readonly uid: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
  readonly capacity?: ResourceList;
  readonly allocatable?: ResourceList;
  readonly ready?: boolean;
}

interface NodeRemovedObservation {
  readonly at: Microseconds;
  readonly kind: 'node-removed';
  readonly uid: string;
}

/** The controller of a pod, or the owner of that controller. */
export interface PodOwner {
  readonly kind: string;
  readonly name: string;
}

export interface PodCreatedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-created';
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** The entry of the scenario's `events.pods`, or the owner, that it belongs to. */
  readonly group?: string;
  /** Hash of a `template` line seen before. */
  readonly template: string;
  /** Recording time of the intended creation, if it was late. */
  readonly intended?: Microseconds;
  /** Its age when first seen, if it is older than the recording (left-truncated). */
  readonly age?: Microseconds;
  /** From its controller up to the topmost one, as ReplicaSet, Deployment. */
  readonly owners?: readonly PodOwner[];
  readonly stamp?: Stamp;
}

export interface PodBoundObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-bound';
  readonly uid: string;
  /** Node name; null if the source does not contain it. */
  readonly node: string | null;
  readonly stamp?: Stamp;
}

/** A failed attempt to schedule the pod; written if the message differs from the pod's last one. */
export interface PodUnschedulableObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-unschedulable';
  readonly uid: string;
  readonly message: string;
}

export interface PodStartedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-started';
  readonly uid: string;
  readonly stamp?: Stamp;
}

export interface PodReadyObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-ready';
  readonly uid: string;
  readonly stamp?: Stamp;
}

/** The pod reached a terminal phase. From here on it holds no resources. */
export interface PodFinishedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-finished';
  readonly uid: string;
  readonly phase: 'Succeeded' | 'Failed';
  readonly reason?: string;
  readonly exitCode?: number;
  readonly stamp?: Stamp;
}

/** A container was restarted. */
export interface PodRestartedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-restarted';
  readonly uid: string;
  readonly container?: string;
  /** All its restarts so far. */
  readonly restarts: number;
  /** How its previous run ended. */
  readonly reason?: string;
  readonly exitCode?: number;
}

/** The requests of the pod were changed in place; it now holds the new amounts. */
export interface PodResizedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-resized';
  readonly uid: string;
  /** Hash of a `template` line seen before. */
  readonly template: string;
}

/** The pod is about to be ended from outside: preemption, eviction, a taint, a lost node. */
export interface PodDisruptedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-disrupted';
  readonly uid: string;
  /** As Kubernetes names it: PreemptionByScheduler, EvictionByEvictionAPI, Preempted, Evicted, … */
  readonly reason: string;
  readonly message?: string;
  /** Uid of the pod that preempts it. */
  readonly by?: string;
}

/** The deletion of the pod was requested. It holds its resources until it is finished or gone. */
export interface PodTerminatingObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-terminating';
  readonly uid: string;
  /** How long it may take to end, in seconds. */
  readonly graceSeconds?: number;
}

/** The pod no longer exists. */
export interface PodDeletedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-deleted';
  readonly uid: string;
  readonly reason?: string;
}

/** The scheduler's weights or configuration changed. */
interface SchedulerChangedObservation {
  readonly at: Microseconds;
  readonly kind: 'scheduler-changed';
  readonly name?: string;
  readonly weights?: Readonly<Record<string, number>>;
  readonly configuration?: unknown;
}

/** A time in which something was not seen: from `from` to `at`, with the reason. */
export interface GapObservation {
  readonly at: Microseconds;
  readonly kind: 'gap';
  readonly from: Microseconds;
  readonly reason: string;
  /** What is missing: pods, nodes, events or everything. */
  readonly scope?: string;
  /** `times`: every event follows, only late. `events`: objects that came and went within the gap may be missing. */
  readonly lost?: 'times' | 'events';
}

/** Ends a clean recording. `at` is the end of the window. */
export interface CloseObservation {
  readonly at: Microseconds;
  readonly kind: 'close';
  /** Where the source is a replay. */
  readonly speed?: ProvenSpeed;
  /** Where the source is a cluster. */
  readonly coverage?: Coverage;
  /** Warnings that became known later. */
  readonly problems?: readonly Problem[];
}

export type Observation =
  | TemplateObservation
  | NodeAddedObservation
  | NodeChangedObservation
  | NodeRemovedObservation
  | PodCreatedObservation
  | PodBoundObservation
  | PodUnschedulableObservation
  | PodStartedObservation
  | PodReadyObservation
  | PodFinishedObservation
  | PodRestartedObservation
  | PodResizedObservation
  | PodDisruptedObservation
  | PodTerminatingObservation
  | PodDeletedObservation
  | SchedulerChangedObservation
  | GapObservation
  | CloseObservation;
