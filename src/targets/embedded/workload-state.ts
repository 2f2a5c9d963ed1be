/** Holds the knowledge of a controller about one workload: the pods that it has seen, and the number that it wants. */
import type { PlannedWorkload } from '../../core/timeline/timeline-event.ts';

/** A pod of the workload, as far as it has been observed. */
export interface OwnedPod {
  readonly uid: string;
  readonly name: string;
  /** The number at the end of its name: a StatefulSet's ordinal, otherwise a counter. */
  readonly number: number;
  /** The node for which a DaemonSet created it. */
  readonly target: string | undefined;
  readonly createdAt: number;
  node: string | null;
  started: boolean;
  readyAt: number | null;
  /** It is terminal, but the object still exists. */
  finished: boolean;
  /** Its deletion was requested, and it still exists. Only StatefulSets and DaemonSets wait for its end. */
  terminating: boolean;
}

export interface WorkloadState {
  readonly plan: PlannedWorkload;
  /** Replicas, or a Job's parallelism. */
  wanted: number;
  /** By uid: those that exist, without terminal ones that no longer count. */
  readonly pods: Map<string, OwnedPod>;
  readonly job: JobProgress;
}

export interface JobProgress {
  succeeded: number;
  failed: number;
  /** Ends since the last sync, in order. */
  readonly news: { readonly at: number; readonly succeeded: boolean }[];
  failuresSinceSuccess: number;
  lastFailureAt: number;
  over: boolean;
}

/** What a controller wants done after a sync of its workload. */
export interface Orders {
  readonly create: readonly NewPod[];
  readonly remove: readonly OwnedPod[];
  /** Sync again at this time, even if nothing happens. */
  readonly again?: number;
}

/** Without a number it gets the next one whose name is free. */
export interface NewPod {
  readonly number?: number;
  readonly target?: string;
}

export const NO_ORDERS: Orders = { create: [], remove: [] };

/** Creates `count` pods that differ only in their number. */
export function createAnonymous(count: number): Orders {
  return { create: Array.from({ length: count }, () => ({})), remove: [] };
}

export function newWorkloadState(plan: PlannedWorkload): WorkloadState {
  return {
    plan,
    wanted: 0,
    pods: new Map(),
    job: { succeeded: 0, failed: 0, news: [], failuresSinceSuccess: 0, lastFailureAt: 0, over: false },
  };
}
