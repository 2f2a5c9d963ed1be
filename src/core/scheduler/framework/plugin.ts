/** The interfaces of a plugin, one for each extension point of kube-scheduler. A plugin implements those that it has. */
import type { ClusterObject } from '../../objects/cluster-object.ts';
import type { PodSpec } from '../../objects/pod.ts';
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { NodeTable } from '../cache/node-table.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { ClusterEvent, EventRegistrationKinds } from './cluster-event.ts';
import type { PodState } from './pod-state.ts';
import type { PostFilterPoint } from './post-filter.ts';
import type { Rejection } from './rejection.ts';

/** The highest score of a plugin, before its weight. */
export const MAX_NODE_SCORE = 100;

/** `local`: the result depends only on the pod's template and on the node, so it can be cached until the node changes. */
interface MaybeLocal {
  readonly local?: true;
}

/**
 * Filters nodes for one pod, in one cycle. It is made by `preFilter` and holds all that the plugin knows about the cycle. Nodes may be
 * copies on which preemption tries a change, so the filter must read the node that it is given and not the cluster's own.
 */
export interface NodeFilter extends MaybeLocal {
  /** Reads only the node's object (not the pods on the node), and of the pod only the fields of {@link FixedFields}: such verdicts outlive bindings. */
  readonly fixed?: true;
  /** The whole of what `reject` checks, if that is room for the pod: a faster way to the same answer. */
  readonly room?: NeededRoom;
  /** The rejection of a node, undefined if the node passes. */
  readonly reject: (node: NodeInfo) => Rejection | undefined;
  /** The same for the cluster's node in this slot. Not needed: it only spares the search a look at the node. */
  readonly rejectSlot?: (slot: number) => Rejection | undefined;
  /** Counts a pod that preemption or a nomination adds to the node. Needed if the result depends on other pods. */
  readonly addPod?: (pod: PodState, node: NodeInfo) => void;
  /** Stops to count a pod that preemption removes from the node. */
  readonly removePod?: (pod: PodState, node: NodeInfo) => void;
  /** A copy whose addPod and removePod do not change this filter. Required with them. */
  readonly clone?: () => NodeFilter;
  /** Takes what the pod needs on its node besides resources (volumes). A rejection fails the cycle. */
  readonly reserve?: (node: NodeInfo) => Rejection | undefined;
  /** Gives back what reserve took. Must be safe without a reserve before it. */
  readonly unreserve?: (node: NodeInfo) => void;
  /** Does what must be done before the pod is bound. A rejection fails the cycle. */
  readonly preBind?: (node: NodeInfo) => Rejection | undefined;
  /** The objects that the binding to the node changes (claims and their volumes), as they are afterwards. */
  readonly changes?: (node: NodeInfo) => readonly ClusterObject[];
}

/** What a fixed filter may read of a pod. */
export type FixedFields = Pick<PodSpec, 'tolerations' | 'nodeSelector' | 'nodeName' | 'affinity'>;

/** Room for one more pod, and these amounts of the free resources. */
export interface NeededRoom {
  readonly columns: readonly number[];
  readonly amounts: readonly number[];
  readonly missing: MissingRoom;
}

/** The rejections of nodes without room for amounts: of the cluster's node in a slot, or of a node that can be a copy. */
export interface MissingRoom {
  inTable(table: NodeTable, slot: number, amounts: readonly number[]): Rejection;
  onNode(node: Pick<NodeInfo, 'free' | 'allocatable'>, amounts: readonly number[]): Rejection;
}

/** `skip`: the plugin does not filter for this pod. */
export type PreFilterResult =
  | 'skip'
  | {
      readonly filter: NodeFilter;
      /** Only these nodes can pass; the search skips the others. Counts only where the plugin runs at the point `preFilter`, like a rejection. */
      readonly nodeNames?: readonly string[];
    }
  | { readonly rejection: Rejection };

/** The first `count` of these slots, of feasible nodes in the order of the search. */
export interface FeasibleSlots {
  readonly count: number;
  readonly slots: Int32Array;
}

/** The same with a sum for each. */
export interface ScoredSlots extends FeasibleSlots {
  readonly sums: Float64Array;
}

/** Two resources of all nodes, and the amounts of the pod. */
export interface ResourcePair {
  readonly capacities: Float64Array;
  readonly used: Float64Array;
  readonly request: number;
  readonly otherCapacities: Float64Array;
  readonly otherUsed: Float64Array;
  readonly otherRequest: number;
}

/** A pair whose score is the change of the balance. */
export interface ChangedPair extends ResourcePair {
  /** The nodes' balances without the pod, by slot. */
  readonly balances: Float64Array;
}

/** Scores nodes for one pod: a raw score for each node, then normalised to 0..100 over all feasible nodes. */
export interface NodeScorer extends MaybeLocal {
  readonly score: (node: NodeInfo) => number;
  /** Adds `weight` times the `score` of each node to its sum. Not needed: only a faster way to the same numbers. */
  readonly addScores?: (table: NodeTable, nodes: ScoredSlots, weight: number) => void;
  /** The columns of two resources, if the score is the change of their balance: another scorer can add it in its own loop. */
  readonly changedPair?: (table: NodeTable) => ChangedPair | undefined;
  /** Adds these scores and those of a changed pair. Not needed, as above. @returns false: nothing is added. */
  readonly addWithChanges?: (
    table: NodeTable,
    nodes: ScoredSlots,
    weight: number,
    pair: ChangedPair,
    pairWeight: number,
  ) => boolean;
  /** Writes the `score` of the cluster's node in each of the first `count` slots. Not needed, as above. Only without `local`. */
  readonly scoreSlots?: (slots: Int32Array, count: number, scores: Float64Array) => void;
  /** Works in place, on the raw scores of the feasible nodes in their order. Left out: the raw scores are already 0..100. */
  readonly normalize?: (scores: Float64Array, count: number) => void;
  /**
   * The domains of a node, if raw scores depend on which domains and how many nodes are feasible. Undefined for a node whose own presence
   * matters. Left out: the raw score depends on nothing but the node.
   */
  readonly domainsOf?: (node: NodeInfo) => readonly string[] | undefined;
}

/** `skip`: the plugin does not score for this pod. A constant is the normalised score of every node. */
export type PreScoreResult = 'skip' | NodeScorer | { readonly constant: number };

/** Whether the event could make this plugin accept the pod. */
export type QueueingHint = (pod: PodState, event: ClusterEvent) => boolean;

export interface EventRegistration extends EventRegistrationKinds {
  /** Left out: every such event wakes the pod. */
  readonly hint?: QueueingHint;
  /** In place of the hint in releases without queueing hints (up to 1.31). Left out: every such event wakes the pod there. */
  readonly withoutHints?: QueueingHint;
}

/** A pod in the queue of ready pods. */
export interface ReadyPod {
  readonly pod: PodState;
  /** Microseconds: the time of its creation, later of its last rejection. */
  readonly timestamp: number;
  /** Rises with the timestamps, and orders equal ones. */
  readonly sequence: number;
}

/** Whether pod `a` is tried before pod `b`. */
export type QueueSort = (a: ReadyPod, b: ReadyPod) => boolean;

/** The pod waits at Permit for at most this many microseconds; it is rejected then. */
interface PermitWait {
  readonly wait: number;
}

/**
 * What a plugin does at a point that misses what an earlier point of it prepares, because the profile has that one switched off. The texts
 * are the errors of kube-scheduler's plugins. An error fails the cycle, and the pod backs off.
 */
interface Unprepared {
  /** At filter without preFilter, in place of the filter that preFilter makes. Left out: the same filter, or none if there is an error. */
  readonly filter?: (pod: PodState, cluster: ClusterView) => NodeFilter | 'skip';
  /** Without preFilter: the error of each node that comes as far as filter, and of postFilter, reserve and preBind. */
  readonly withoutPreFilter?: string | undefined;
  /** Whether the score fails without preFilter too. */
  readonly scoreReadsPreFilter?: boolean;
  /** At score without preScore. Left out: the plugin computes what it needs. */
  readonly withoutPreScore?: string;
  /** At preBind without reserve, for a pod for which the plugin made no filter. */
  readonly withoutReserve?: (nodeName: string) => string;
}

export interface Plugin {
  readonly name: string;
  /** Undefined lets the pod into the queue of ready pods. A rejected pod is gated: it is never tried until an event or its own update. */
  preEnqueue?(pod: PodState): Rejection | undefined;
  /**
   * Everything about the pod that the plugin's filter and score read, as plain data. Undefined: the pod compares with no other. A plugin that
   * filters or scores without this turns batching off for its profile.
   */
  sign?(pod: PodState): unknown;
  /** All profiles need the same function. */
  readonly comesBefore?: QueueSort;
  preFilter?(pod: PodState, cluster: ClusterView): PreFilterResult;
  /**
   * Whether preFilter skips every pod of this template in every state of the cluster. Asked once for each template. If so, preFilter is never called.
   * Left out: preFilter decides each time.
   */
  neverFilters?(template: PodInfo): boolean;
  /** Runs if no node is feasible. Undefined adds nothing to the message. */
  postFilter?(pod: PodState, cluster: ClusterView, point: PostFilterPoint): PostFilterResult | undefined;
  preScore?(pod: PodState, cluster: ClusterView, feasible: FeasibleSlots): PreScoreResult;
  /** The same for preScore. */
  neverScores?(template: PodInfo): boolean;
  permit?(pod: PodState, node: NodeInfo): Rejection | PermitWait | undefined;
  /** `skip` leaves the binding to the next plugin. With `bind` the caller of the scheduler binds the pod. */
  bind?(pod: PodState, node: NodeInfo): 'bind' | 'skip' | Rejection;
  /** Runs after the pod is bound. */
  postBind?(pod: PodState, node: NodeInfo): void;
  /** Left out: at each point the plugin does the same whether its earlier points are on or not. */
  readonly unprepared?: Unprepared;
  /** The events that can make a pod schedulable which this plugin rejected. Left out: any event. */
  readonly events?: readonly EventRegistration[];
}

export interface PostFilterResult extends MaybeLocal {
  /** The plugin's part of the message. Empty adds nothing. */
  readonly reason: string;
  /** The answer follows from the number of nodes for each rejection, the number of all nodes and the lowest priority in the cluster. */
  readonly byCounts?: true;
  /** Present if the plugin fails. Then the plugins after it do not run, and only its reason is kept. */
  readonly failed?: true;
  /**
   * The node on which room is being made. The pod is tried again when its victims are gone. Null withdraws an earlier nomination of the pod;
   * left out, the pod keeps it.
   */
  readonly nominated?: string | null | undefined;
  /** With a nominated node: the pods to delete. Up to 1.34 some of them can be terminating already. */
  readonly victims?: readonly PodState[];
}
