/** A decision of the scheduler about one pod, as its caller sees it. */
import type { ClusterObject } from '../objects/cluster-object.ts';
import type { CycleResult, Explanation } from './cycle/cycle-result.ts';
import type { Rejection } from './framework/rejection.ts';

export interface Decision {
  readonly uid: string;
  /**
   * `preempting`: the pod has a nominated node, and its victims must be deleted. `gated`: a plugin keeps the pod from being tried. `waiting`: a
   * plugin holds the pod back before it is bound.
   */
  readonly outcome: 'bound' | 'unschedulable' | 'preempting' | 'gated' | 'waiting';
  /** The node, if the pod is bound or waiting. */
  readonly node?: string;
  /**
   * Present if the pod is preempting: the node on which room is being made, and the uids of the pods that the caller must delete. A pod that
   * is terminating already stays as it is.
   */
  readonly nominated?: string;
  readonly victims?: readonly string[];
  /**
   * Present if the pod is bound and its claims were not: the claims and their volumes after the binding. The caller must pass them to
   * {@link Scheduler.setObject}, because the scheduler changes no objects itself.
   */
  readonly changes?: readonly ClusterObject[];
  /** Number of nodes checked, and number of feasible nodes among them (at most as many as kube-scheduler searches for). */
  readonly evaluated: number;
  readonly feasibleCount: number;
  /** Why the pod is not bound: the exact text that the release writes into the pod's PodScheduled condition. */
  readonly message?: string;
  /** Present if the pod was refused with this message the last time too, and was not gated since. */
  readonly again?: true;
  /** From 1.35: the node that opportunistic batching gave, to be tried alone. */
  readonly hint?: string;
  /** From 1.35: why the scores of the last pod could not be used, in the words of kube-scheduler's log. */
  readonly batchFlush?: string;
  /** With `explain`. */
  readonly explanation?: Explanation;
}

type Unfinished = { -readonly [Key in keyof Decision]: Decision[Key] };

/** The decision that follows from a cycle. */
export function decisionOf(uid: string, result: CycleResult): Unfinished {
  const decision = plainDecision(uid, result);
  // Set one by one, because a decision is made for every pod and copies cost time.
  if (result.hint !== undefined) decision.hint = result.hint;
  if (result.flush !== undefined) decision.batchFlush = result.flush;
  if (result.explanation !== undefined) decision.explanation = result.explanation;
  return decision;
}

function plainDecision(uid: string, result: CycleResult): Unfinished {
  const { evaluated, feasibleCount, node, message = '', nominated } = result;
  if (node) {
    const bound: Unfinished = { uid, outcome: 'bound', node: node.name, evaluated, feasibleCount };
    if (result.changes && result.changes.length > 0) bound.changes = result.changes;
    return bound;
  }
  if (nominated == null) return { uid, outcome: 'unschedulable', evaluated, feasibleCount, message };
  const victims = (result.victims ?? []).map((victim) => victim.uid);
  return { uid, outcome: 'preempting', evaluated, feasibleCount, message, nominated, victims };
}

/** The decision about a pod that a plugin keeps from being tried; undefined without a rejection. */
export function gatedDecision(uid: string, rejection: Rejection | undefined): Decision | undefined {
  if (!rejection) return undefined;
  const message = rejection.reasons.join(', ');
  return { uid, outcome: 'gated', evaluated: 0, feasibleCount: 0, message };
}
