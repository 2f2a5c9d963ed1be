/** What one scheduling cycle decides, and why. */
import type { ClusterObject } from '../../objects/cluster-object.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Rejection } from '../framework/rejection.ts';

/** Everything that led to a decision. Without scores if only one node was feasible, because the scheduler then scores nothing. */
export interface Explanation {
  readonly feasible: readonly string[];
  readonly rejections: ReadonlyMap<string, Rejection>;
  /** Node → plugin → normalised score × weight. Plugins that skipped this pod are absent. */
  readonly scores?: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Node → plugin → score before it is normalised. */
  readonly rawScores?: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly totals?: ReadonlyMap<string, number>;
  readonly best: readonly string[];
}

/** Why the scores of the last pod cannot be used, in the words of kube-scheduler's log. */
export type BatchFlush =
  | 'pod_skipped'
  | 'pod_nominated'
  | 'pod_incompatible'
  | 'expired'
  | 'node_missing'
  | 'node_not_full'
  | 'pod_not_batchable'
  | 'empty_list';

export interface BatchHint {
  /** From 1.35: the node to try alone. */
  readonly hint?: string | undefined;
  /** From 1.35: why the scores of the last pod cannot be used. */
  readonly flush?: BatchFlush | undefined;
}

export interface CycleResult extends BatchHint {
  readonly node?: NodeInfo | undefined;
  /** The filters of the cycle, by index of the framework's filtering plugins. */
  readonly made: readonly (NodeFilter | undefined)[];
  readonly evaluated: number;
  readonly feasibleCount: number;
  /** Index of the first node of the next search. */
  readonly nextStart: number;
  /** Present if no node is feasible. */
  readonly message?: string | undefined;
  readonly rejectors: ReadonlySet<string>;
  /** If no node is feasible, the node on which room is being made. Null: the pod loses its nomination. Undefined: it keeps it. */
  readonly nominated?: string | null | undefined;
  /** The pods to delete for that, and the plugin that chose them. */
  readonly victims?: readonly PodState[] | undefined;
  readonly preemptor?: string | undefined;
  /** The objects that the binding changes, as they are afterwards. */
  readonly changes?: readonly ClusterObject[];
  readonly explanation?: Explanation;
}
