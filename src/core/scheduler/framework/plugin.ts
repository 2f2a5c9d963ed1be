/** What a plugin can be: one interface per extension point of kube-scheduler that keg models; a plugin fills in those it has. */
import type { ClusterView } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { ClusterEvent, ClusterEventKind } from './cluster-event.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Rejection } from './rejection.ts';

/** Highest score of one plugin before its weight. */
export const MAX_NODE_SCORE = 100;

/** An answer that depends on the pod's template and on the node alone: it holds until the node (after filtering: any node) changes, and is remembered. */
interface PerhapsLocal {
  readonly local?: true;
}

/** Filter of one pod: the rejection of a node, or undefined if the pod may go there. */
export interface NodeFilter extends PerhapsLocal {
  readonly reject: (node: NodeInfo) => Rejection | undefined;
}

/** `skip`: the plugin's filter has nothing to say about this pod. */
export type PreFilterResult =
  | 'skip'
  | {
      readonly filter: NodeFilter;
      /** Only these nodes can pass; the others are not looked at. */
      readonly nodeNames?: readonly string[];
    }
  | { readonly rejection: Rejection };

/** Scores of one pod: raw ones a node, brought to 0..100 over all feasible nodes. */
export interface NodeScorer extends PerhapsLocal {
  readonly score: (node: NodeInfo) => number;
  /** In place; left out if raw scores are already 0..100. */
  readonly normalize?: (scores: Float64Array, count: number) => void;
}

/** `skip`: the plugin gives this pod no score. A constant is the same normalised score for every node. */
export type PreScoreResult = 'skip' | NodeScorer | { readonly constant: number };

/** Whether the event could make the pod schedulable as far as this plugin is concerned. */
export type QueueingHint = (pod: PodInfo, event: ClusterEvent) => boolean;

export interface EventRegistration {
  readonly kinds: readonly ClusterEventKind[];
  /** Left out: always. */
  readonly hint?: QueueingHint;
}

export interface PostFilterResult extends PerhapsLocal {
  /** What it adds to the message. */
  readonly reason: string;
}

export interface Plugin {
  readonly name: string;
  preFilter?(pod: PodInfo, cluster: ClusterView): PreFilterResult;
  preScore?(pod: PodInfo, cluster: ClusterView, feasible: readonly NodeInfo[]): PreScoreResult;
  /** Runs when no node is feasible; undefined says nothing. */
  postFilter?(pod: PodInfo, cluster: ClusterView, diagnosis: Diagnosis): PostFilterResult | undefined;
  /** Events after which a pod that this plugin rejected may be worth another try. */
  readonly events?: readonly EventRegistration[];
}
