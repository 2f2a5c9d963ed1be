/** What a recording is made of: one thing seen at one time, as plain data (the words are the design's). */

import type { Problem } from '../errors/problem.ts';
import type { Taint } from '../objects/node.ts';
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import type { Microseconds } from '../time/microseconds.ts';

/**
 * When Kubernetes says that it happened: whole seconds of its clock as microseconds since the recording's start, so negative for what is older.
 * Kept beside `at`, which is when it was seen.
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
  /** Where times come from and how fine they are. */
  readonly clock: {
    readonly kind: 'virtual' | 'monotonic' | 'stamps';
    readonly resolution: string;
    /** How fine Kubernetes' own stamps are, where they are kept beside the times. */
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
  /** Scheduler version decided by, as `1.36`. */
  readonly kubernetes?: string;
  /** Of a cluster or a dump, where not all of its pods were meant: which ones, as kubectl's flags say it. */
  readonly selection?: string;
  readonly scenario?: string;
  readonly seed?: number;
  /** Planned speed, scenario time ÷ wall time. */
  readonly speed?: number;
}

/** A pod's template, stored once and named by the hash of its content. */
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
  /** Which entry of the scenario's `cluster.nodes` (or node pool label) it belongs to. */
  readonly pool?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
  readonly capacity?: ResourceList;
  readonly allocatable: ResourceList;
  /** Whether its kubelet says that it is; absent where the source does not tell it. */
  readonly ready?: boolean;
  /** Left-truncated: how old it already was when first seen. */
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

export interface NodeRemovedObservation {
  readonly at: Microseconds;
  readonly kind: 'node-removed';
  readonly uid: string;
}

/** Who controls a pod, or who controls that one. */
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
  /** Which entry of the scenario's `events.pods`, or which owner, it belongs to. */
  readonly group?: string;
  /** Hash of a `template` line seen before. */
  readonly template: string;
  /** When the creation was meant to be, if it was late (recording time). */
  readonly intended?: Microseconds;
  /** Left-truncated: how old it already was when first seen. */
  readonly age?: Microseconds;
  /** From its controller up to the topmost one, as ReplicaSet, Deployment. */
  readonly owners?: readonly PodOwner[];
  readonly stamp?: Stamp;
}

export interface PodBoundObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-bound';
  readonly uid: string;
  /** Node name; null where the source does not tell it. */
  readonly node: string | null;
  readonly stamp?: Stamp;
}

/** One failed attempt to schedule; written when the message differs from the last one of this pod. */
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

/** The pod reached a terminal phase; it holds no resources from here on. */
export interface PodFinishedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-finished';
  readonly uid: string;
  readonly phase: 'Succeeded' | 'Failed';
  readonly reason?: string;
  readonly exitCode?: number;
  readonly stamp?: Stamp;
}

/** A container was started once more. */
export interface PodRestartedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-restarted';
  readonly uid: string;
  readonly container?: string;
  /** How often it has been, in all. */
  readonly restarts: number;
  /** How its run before this one ended. */
  readonly reason?: string;
  readonly exitCode?: number;
}

/** What it asks for was changed in place: what it holds changes with it. */
export interface PodResizedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-resized';
  readonly uid: string;
  /** Hash of a `template` line seen before. */
  readonly template: string;
}

/** Somebody is about to put an end to it: preemption, eviction, a taint, a node that is gone. */
export interface PodDisruptedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-disrupted';
  readonly uid: string;
  /** As Kubernetes names it: PreemptionByScheduler, EvictionByEvictionAPI, Preempted, Evicted, … */
  readonly reason: string;
  readonly message?: string;
  /** The uid of the pod that it has to make room for. */
  readonly by?: string;
}

/** Its deletion was asked for; it holds what it holds until it is finished or gone. */
export interface PodTerminatingObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-terminating';
  readonly uid: string;
  /** How long it may take to end. */
  readonly graceSeconds?: number;
}

/** The object is gone. */
export interface PodDeletedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-deleted';
  readonly uid: string;
  readonly reason?: string;
}

/** The scheduler's weights or configuration changed. */
export interface SchedulerChangedObservation {
  readonly at: Microseconds;
  readonly kind: 'scheduler-changed';
  readonly name?: string;
  readonly weights?: Readonly<Record<string, number>>;
  readonly configuration?: unknown;
}

/** What was not seen, from when to when, and why. */
export interface GapObservation {
  readonly at: Microseconds;
  readonly kind: 'gap';
  readonly from: Microseconds;
  readonly reason: string;
  /** What is missing: pods, nodes, events or everything. */
  readonly scope?: string;
  /** `times`: all that happened is told after it, only late. `events`: what came and went in it may never be told. */
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

/** How much of what there was to see was seen. */
export interface Coverage {
  /** Sightings of objects that the recording was made from; far more than it has lines. */
  readonly events: number;
  readonly gaps: number;
  /** Share of the window of which everything is told, from 0 to 1: that is in no gap but those in which only times are lost. */
  readonly covered: number;
  /** By how much later than Kubernetes' stamp a step was seen, beyond the second that the stamp leaves open, in wall microseconds. */
  readonly late: LagSummary;
}

/** How fast a replay really was. */
export interface ProvenSpeed {
  /** Scenario time ÷ wall time. */
  readonly planned: number;
  readonly achieved: number;
  /** Injection lag in wall microseconds. */
  readonly lag: LagSummary;
  /** What made events late; absent where the clock is virtual. */
  readonly limitedBy?: LagLimit;
  /** How long the API server took to answer, in wall microseconds; absent where there is none. */
  readonly answers?: LagSummary;
}

/** What made events late: nothing worth speaking of, our own sending, the API server's answers, or its 429s. */
export type LagLimit = 'nothing' | 'send-queue' | 'api-server' | 'throttling';

/** Delays in wall microseconds, by nearest rank; of injection lag: when an event was really sent minus when it was due. */
export interface LagSummary {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
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
