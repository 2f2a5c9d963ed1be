/** The interfaces of a plugin, one for each extension point of kube-scheduler that keg models. A plugin implements those that it has. */
import type { ClusterView } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { ClusterEvent, ClusterEventKind } from './cluster-event.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Rejection } from './rejection.ts';

/** The highest score of a plugin, before its weight. */
export const MAX_NODE_SCORE = 100;

/**
 * `local`: the result depends only on the pod's template and on the node, so it can be cached until the node changes. (A local result of
 * `postFilter` is cached until any node changes.)
 */
interface MaybeLocal {
  readonly local?: true;
}

/** Filters nodes for one pod: the rejection of a node, undefined if the node passes. */
export interface NodeFilter extends MaybeLocal {
  readonly reject: (node: NodeInfo) => Rejection | undefined;
}

/** `skip`: the plugin does not filter for this pod. */
type PreFilterResult =
  | 'skip'
  | {
      readonly filter: NodeFilter;
      /** Only these nodes can pass; the search skips the others. */
      readonly nodeNames?: readonly string[];
    }
  | { readonly rejection: Rejection };

/** Scores nodes for one pod: a raw score for each node, then normalised to 0..100 over all feasible nodes. */
export interface NodeScorer extends MaybeLocal {
  readonly score: (node: NodeInfo) => number;
  /** Works in place. Left out: the raw scores are already 0..100. */
  readonly normalize?: (scores: Float64Array, count: number) => void;
}

/** `skip`: the plugin does not score for this pod. A constant is the normalised score of every node. */
type PreScoreResult = 'skip' | NodeScorer | { readonly constant: number };

/** Whether the event could make this plugin accept the pod. */
export type QueueingHint = (pod: PodInfo, event: ClusterEvent) => boolean;

export interface EventRegistration {
  readonly kinds: readonly ClusterEventKind[];
  /** Left out: every such event wakes the pod. */
  readonly hint?: QueueingHint;
}

interface PostFilterResult extends MaybeLocal {
  /** The plugin's part of the message. */
  readonly reason: string;
}

export interface Plugin {
  readonly name: string;
  preFilter?(pod: PodInfo, cluster: ClusterView): PreFilterResult;
  preScore?(pod: PodInfo, cluster: ClusterView, feasible: readonly NodeInfo[]): PreScoreResult;
  /** Runs if no node is feasible. Undefined adds nothing to the message. */
  postFilter?(pod: PodInfo, cluster: ClusterView, diagnosis: Diagnosis): PostFilterResult | undefined;
  /** The events that can make a pod schedulable which this plugin rejected. */
  readonly events?: readonly EventRegistration[];
}
