/** Declares the state of the embedded cluster: its nodes, its pods, and what still has to happen. */
import type { Node } from '../../core/objects/node.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { createObjectStore, type ObjectStore } from '../../core/scheduler/cache/object-store.ts';
import type { Scheduler } from '../../core/scheduler/scheduler.ts';
import type { EventHeap } from '../../core/time/event-heap.ts';
import type { PlannedPod } from '../../core/timeline/timeline-event.ts';
import type { Refusal } from '../target.ts';
import type { Due } from './due.ts';
import type { KubeletAdmission } from './kubelet-admission.ts';

export interface EmbeddedPod {
  readonly uid: string;
  readonly plan: PlannedPod;
  readonly createdAt: number;
  node: string | null;
  /** When the binding reaches the API server. */
  bound: boolean;
  started: boolean;
  terminal: boolean;
  /** Why its deletion was requested; undefined while nobody has requested it. The pod holds its room until it is gone. */
  terminating: { readonly reason: string | undefined } | undefined;
  message: string | undefined;
  /** The node on which a preemption made room for it. */
  nominated: string | undefined;
  /** When the taints of its node evict it; undefined while it may stay. */
  evictAt: number | undefined;
}

export interface EmbeddedNode {
  readonly uid: string;
  node: Node;
  readonly pods: Set<string>;
}

export interface ClusterState {
  readonly nodes: Map<string, EmbeddedNode>;
  readonly pods: Map<string, EmbeddedPod>;
  /** By `namespace/name`. */
  readonly uidByName: Map<string, string>;
  readonly objects: ObjectStore;
  readonly refusals: Refusal[];
  readonly scheduler: Scheduler;
  readonly heap: EventHeap<Due>;
  readonly observer: Observer;
  readonly kubelet: KubeletAdmission;
  /** Number of uids given so far. */
  uids: number;
  /** Whether a pod was ever put on a node by name. */
  byName: boolean;
}

export function newClusterState(
  parts: Pick<ClusterState, 'scheduler' | 'heap' | 'observer' | 'kubelet'>,
): ClusterState {
  return {
    ...parts,
    nodes: new Map(),
    pods: new Map(),
    uidByName: new Map(),
    objects: createObjectStore(),
    refusals: [],
    uids: 0,
    byName: false,
  };
}

export function refuseAction({ refusals }: ClusterState, at: number, message: string): void {
  refusals.push({ at, message });
}
