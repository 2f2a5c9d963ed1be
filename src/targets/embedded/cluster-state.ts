/** Declares the state of the embedded cluster: its nodes, its pods, and what still has to happen. */
import type { PodDisruptionBudget } from '../../core/objects/cluster-object.ts';
import type { Node } from '../../core/objects/node.ts';
import { type NumberedMap, numberedMap } from '../../core/objects/numbered-map.ts';
import type { ResourceList } from '../../core/objects/pod.ts';
import type { Observation } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { createObjectStore, type ObjectStore } from '../../core/scheduler/cache/object-store.ts';
import type { Behaviour } from '../../core/scheduler/kubernetes-version.ts';
import type { Scheduler } from '../../core/scheduler/scheduler.ts';
import type { EventHeap } from '../../core/time/event-heap.ts';
import type { PlannedPod } from '../../core/timeline/timeline-event.ts';
import type { Refusal } from '../target.ts';
import type { BudgetStatus } from './budget-status.ts';
import type { Due } from './due.ts';
import type { KubeletAdmission } from './kubelet-admission.ts';
import { createPodNames, type PodNames } from './pod-names.ts';

export interface EmbeddedPod {
  readonly uid: string;
  /** Changes with the pod. */
  plan: PlannedPod;
  readonly createdAt: number;
  node: string | null;
  /** `status.startTime` in microseconds; undefined before the kubelet takes the pod. */
  startTime: number | undefined;
  /** When the binding reaches the API server. */
  bound: boolean;
  started: boolean;
  ready: boolean;
  terminal: boolean;
  /** What it uses at the moment, as far as its plan says it. */
  used: ResourceList;
  /** Why its deletion was requested; undefined before the request. The pod holds its room until it is gone. */
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

/** Keeps every PodDisruptionBudget up to date with its pods. */
export interface DisruptionController {
  /** Must get every observation of the cluster. */
  observe(observation: Observation): void;
  /** Brings all budgets up to date. The real controller needs some milliseconds. */
  sync(now: number): void;
  /** The budgets that select the pod, each with its status. */
  budgetsOf(pod: EmbeddedPod): readonly SelectingBudget[];
}

export interface SelectingBudget extends BudgetStatus {
  readonly budget: PodDisruptionBudget;
}

/** Adds and removes nodes. */
export interface NodeController {
  /** Must get every observation of the cluster. */
  observe(observation: Observation): void;
  /** The scheduler has chosen a node for a pod. */
  placed(uid: string, node: string, now: number): void;
  /** The scheduler found no room for a pod. @returns whether nodes are to be ordered that were not before. */
  refused(uid: string, now: number): boolean;
  /** When it has something to do, if nothing else happens; infinite for never. */
  nextAt(): number;
  /** Whether nodes are on order, or are about to be. */
  readonly isBusy: boolean;
  /** Does what is due. */
  act(now: number): void;
}

/** Creates pods again that a node takes away. */
export interface ReplacedPods {
  /** Must get every observation of the cluster. */
  observe(observation: Observation): void;
  /** The pod is evicted, or was on a node that is gone. */
  lost(pod: EmbeddedPod, now: number): void;
  nodeAdded(name: string, now: number): void;
}

const NO_BUDGETS: DisruptionController = { observe: () => {}, sync: () => {}, budgetsOf: () => [] };

export interface ClusterState {
  readonly nodes: Map<string, EmbeddedNode>;
  readonly pods: NumberedMap<EmbeddedPod>;
  readonly names: PodNames;
  readonly objects: ObjectStore;
  /** When each of these objects was created, by uid. */
  readonly createdAt: Map<string, number>;
  readonly refusals: Refusal[];
  readonly scheduler: Scheduler;
  readonly heap: EventHeap<Due>;
  readonly observer: Observer;
  readonly kubelet: KubeletAdmission;
  readonly behaviour: Behaviour;
  disruptions: DisruptionController;
  autoscaler: NodeController | undefined;
  /** Present where pods of a recording are created again that a node takes away. */
  replaced: ReplacedPods | undefined;
  /** The priorities of all pods so far. */
  readonly priorities: Set<number>;
  /** Number of evictions that wait to be tried again. */
  retries: number;
  /** The pods of these evictions by uid, each with the budget that protected it last. */
  readonly held: Map<string, PodDisruptionBudget>;
  /** Number of uids given so far. */
  uids: number;
  /** Whether a pod was ever put on a node by name. */
  byName: boolean;
}

export function newClusterState(
  parts: Pick<ClusterState, 'scheduler' | 'heap' | 'observer' | 'kubelet' | 'behaviour'>,
): ClusterState {
  const cluster: ClusterState = {
    ...parts,
    observer: {
      templateHash: (template, at) => parts.observer.templateHash(template, at),
      observe(observation) {
        parts.observer.observe(observation);
        cluster.disruptions.observe(observation);
        cluster.autoscaler?.observe(observation);
        cluster.replaced?.observe(observation);
      },
    },
    nodes: new Map(),
    pods: numberedMap('p'),
    names: createPodNames(),
    objects: createObjectStore(),
    createdAt: new Map(),
    refusals: [],
    disruptions: NO_BUDGETS,
    autoscaler: undefined,
    replaced: undefined,
    priorities: new Set(),
    retries: 0,
    held: new Map(),
    uids: 0,
    byName: false,
  };
  return cluster;
}

export function refuseAction(
  { refusals }: ClusterState,
  at: number,
  message: string,
  about?: Refusal['about'],
): void {
  refusals.push({ at, message, ...(about && { about }) });
}
