/** Holds the knowledge of a controller about one workload: the pods that it has seen, and the number that it wants. */
import type { PlannedWorkload } from '../../core/timeline/timeline-event.ts';
import type { JobLimit } from './job-limits.ts';
import { type WorkloadIdentity, workloadIdentity } from './workload-identity.ts';

/** A pod of the workload, as far as it has been observed. */
export interface OwnedPod {
  readonly uid: string;
  readonly name: string;
  /** The number at the end of its name: a StatefulSet's ordinal, otherwise a counter. */
  readonly number: number;
  /** The node for which a DaemonSet created it. */
  readonly target: string | undefined;
  /** Of the template from which it was created. */
  readonly revision: Revision;
  readonly createdAt: number;
  node: string | null;
  started: boolean;
  readyAt: number | null;
  /** It is terminal, but the object still exists. */
  finished: boolean;
  /** Its deletion was requested, and it still exists. Only StatefulSets and DaemonSets wait for its end. */
  terminating: boolean;
}

/** A template that the workload has or had. For a Deployment it is a ReplicaSet. */
export interface Revision {
  readonly plan: PlannedWorkload;
  readonly identity: WorkloadIdentity;
  /** The replicas of a Deployment's ReplicaSet; the other kinds do not use it. */
  replicas: number;
}

export interface WorkloadState {
  readonly kind: PlannedWorkload['kind'];
  /** Replicas, or a Job's parallelism. */
  wanted: number;
  /** In the order in which they became current; the last one is current. */
  revisions: readonly Revision[];
  /** The pods of a Deployment whose deletion was requested and that still exist. */
  readonly leaving: Set<string>;
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
  /** When its controller saw it first; undefined before. */
  startedAt: number | undefined;
  over: boolean;
  /** When the last of its pods was terminal or gone after that. */
  finishedAt: number | undefined;
  isDeleted: boolean;
}

/** What a controller wants done after a sync of its workload. */
export interface Orders {
  readonly create: readonly NewPod[];
  readonly remove: readonly OwnedPod[];
  /** Sync again at this time, even if nothing happens. */
  readonly again?: number;
  /** Of a Job: when its time is over. */
  readonly limit?: JobLimit | undefined;
  /** The Job is deleted with all its pods. */
  readonly isDeleted?: boolean;
}

/** Without a number it gets the next one whose name is free. */
export interface NewPod {
  readonly number?: number;
  /** Default: the current one. */
  readonly revision?: Revision;
  readonly target?: string;
}

export const NO_ORDERS: Orders = { create: [], remove: [] };

/** Creates `count` pods that differ only in their number. */
export function createAnonymous(count: number): Orders {
  return { create: Array.from({ length: count }, () => ({})), remove: [] };
}

export function newWorkloadState(plan: PlannedWorkload): WorkloadState {
  return {
    kind: plan.kind,
    wanted: 0,
    revisions: [revisionOf(plan)],
    leaving: new Set(),
    pods: new Map(),
    job: {
      ...{ succeeded: 0, failed: 0, news: [], failuresSinceSuccess: 0, lastFailureAt: 0 },
      ...{ startedAt: undefined, over: false, finishedAt: undefined, isDeleted: false },
    },
  };
}

function revisionOf(plan: PlannedWorkload): Revision {
  return { plan, identity: workloadIdentity(plan), replicas: 0 };
}

export function currentRevision({ revisions }: WorkloadState): Revision {
  return revisions.at(-1)!;
}

/** Makes the template of the plan the current one. A template that the workload had before becomes current again. */
export function takeTemplate(state: WorkloadState, plan: PlannedWorkload): void {
  if (currentRevision(state).plan.template === plan.template) return;
  const next = revisionOf(plan);
  const known = state.revisions.find(({ identity }) => identity.hash === next.identity.hash);
  state.revisions = [...state.revisions.filter((each) => each !== known), known ?? next];
}
