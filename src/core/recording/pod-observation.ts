/** Declares the observations of pods as plain data: from their creation to their end. */

import type { ResourceList, Volume } from '../objects/pod.ts';
import type { Microseconds } from '../time/microseconds.ts';

/**
 * The time that Kubernetes itself gives: whole seconds of its clock, in microseconds since the recording's start, so negative before the start.
 * Kept beside `at`, the time at which it was seen.
 */
export type Stamp = number;

/** The controller of a pod, or the owner of that controller. */
export interface PodOwner {
  readonly kind: string;
  readonly name: string;
  readonly apiVersion?: string;
  readonly uid?: string;
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
  /** Its own labels, which add to those of the template. Kept apart from it, because they differ from pod to pod. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Its volumes that decide where it can run; they add to those of the template. An ephemeral volume is the claim that is made for it. */
  readonly volumes?: readonly Volume[];
}

/** What decides about the pod changed: only what changed is present. A removed scheduling gate changes the template. */
export interface PodChangedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-changed';
  readonly uid: string;
  /** Hash of a `template` line seen before. */
  readonly template?: string;
  /** All its own labels from here on. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A preemption made room for the pod on a node. */
interface PodNominatedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-nominated';
  readonly uid: string;
  /** Node name; null if the nomination was withdrawn. */
  readonly node: string | null;
}

/** How the scheduler itself explains an attempt to schedule the pod. It is seen a moment after the attempt. */
export interface PodExplainedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-explained';
  readonly uid: string;
  /** The node that it chose; null if none. */
  readonly node: string | null;
  /** For each node that a filter refused: plugin → reason. */
  readonly refused: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** For each node that passed: plugin → [as the plugin computes it, normalised × weight]. Empty where no plugin scored. */
  readonly scores: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>;
}

export interface PodBoundObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-bound';
  readonly uid: string;
  /** Node name; null if the source does not contain it. */
  readonly node: string | null;
  readonly stamp?: Stamp;
}

/** A scheduling gate keeps the pod from being tried. */
export const SCHEDULING_GATED = 'SchedulingGated';

/** A failed attempt to schedule the pod, or what keeps it from being tried; written if the message differs from the pod's last one. */
export interface PodUnschedulableObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-unschedulable';
  readonly uid: string;
  readonly message: string;
  /** The reason of its PodScheduled condition, if that is not Unschedulable: {@link SCHEDULING_GATED} for a pod that is not even tried. */
  readonly reason?: string;
}

interface PodStartedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-started';
  readonly uid: string;
  readonly stamp?: Stamp;
  /** When its kubelet accepted it (`status.startTime`). Of pods of equal priority, a preemption prefers the one with the latest as its victim. */
  readonly startTime?: Stamp;
}

interface PodReadyObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-ready';
  readonly uid: string;
  readonly stamp?: Stamp;
}

/** All its init containers are done. Written for pods that have some. */
interface PodInitializedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-initialized';
  readonly uid: string;
  readonly stamp?: Stamp;
}

/** After it was ready for the first time, the pod lost its readiness, or has it again. */
interface PodReadinessObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-readiness';
  readonly uid: string;
  readonly ready: boolean;
  readonly stamp?: Stamp;
}

/** A run of a container ended, and the pod goes on. */
interface PodContainerEndedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-container-ended';
  readonly uid: string;
  readonly container?: string;
  /** How often it had been restarted: the number of this run, from 0. */
  readonly restarts: number;
  readonly reason?: string;
  readonly exitCode: number;
  readonly stamp?: Stamp;
}

/** The pod reached a terminal phase. From here on it holds no resources. */
interface PodFinishedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-finished';
  readonly uid: string;
  readonly phase: 'Succeeded' | 'Failed';
  readonly reason?: string;
  readonly exitCode?: number;
  readonly stamp?: Stamp;
}

/** A container was restarted. */
interface PodRestartedObservation {
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

/** What the pod uses from here on, apart from what it requests. A resource that is not named stays. */
export interface PodUsageObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-usage';
  readonly uid: string;
  readonly used: ResourceList;
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
interface PodTerminatingObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-terminating';
  readonly uid: string;
  /** How long it may take to end, in seconds. */
  readonly graceSeconds?: number;
}

/** The pod no longer exists. */
interface PodDeletedObservation {
  readonly at: Microseconds;
  readonly kind: 'pod-deleted';
  readonly uid: string;
  readonly reason?: string;
}

export type PodObservation =
  | PodCreatedObservation
  | PodChangedObservation
  | PodNominatedObservation
  | PodExplainedObservation
  | PodBoundObservation
  | PodUnschedulableObservation
  | PodStartedObservation
  | PodReadyObservation
  | PodInitializedObservation
  | PodReadinessObservation
  | PodContainerEndedObservation
  | PodFinishedObservation
  | PodRestartedObservation
  | PodResizedObservation
  | PodUsageObservation
  | PodDisruptedObservation
  | PodTerminatingObservation
  | PodDeletedObservation;
