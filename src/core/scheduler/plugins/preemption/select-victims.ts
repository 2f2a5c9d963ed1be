/** Chooses the pods that must leave a node so that a pod fits there (default_preemption.go, SelectVictimsOnNode). */
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { PostFilterPoint } from '../../framework/post-filter.ts';
import { type Rejection, unresolvable } from '../../framework/rejection.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import { type Budget, violatesBudget } from './budget-violations.ts';
import { sortByImportance } from './importance.ts';

export const NAME = 'DefaultPreemption';
export const NO_VICTIMS = unresolvable(NAME, 'No preemption victims found for incoming pod');

export interface Victims {
  /** The most important one first. */
  readonly victims: readonly PodState[];
  /** Number of victims whose eviction their budgets do not allow. */
  readonly violations: number;
}

/**
 * Removes all pods of lower priority. If the pod fits then, gives the pods back one by one while it still fits: first those that a budget
 * protects, and the more important ones first.
 */
export function selectVictims(
  pod: PodState,
  node: NodeInfo,
  point: PostFilterPoint,
  budgets: readonly Budget[],
  behaviour: Behaviour,
): Victims | { readonly rejection: Rejection } {
  const lower: PodState[] = [];
  for (const each of node.pods.values()) if (each.info.priority < pod.info.priority) lower.push(each);
  if (lower.length === 0) return { rejection: NO_VICTIMS };
  const trial = point.tryNode(node);
  for (const each of lower) trial.removePod(each);
  const rejection = trial.rejects();
  if (rejection) return { rejection };
  // Mostly a single pod fills the node.
  if (lower.length === 1 && budgets.length === 0) {
    trial.addPod(lower[0] as PodState);
    return { victims: trial.rejects() ? lower : [], violations: 0 };
  }
  const sorted = sortByImportance(lower, behaviour);
  const isViolating = violatesBudget(budgets, behaviour);
  const protectedPods: PodState[] = [];
  const others: PodState[] = [];
  for (const each of sorted) (isViolating(each) ? protectedPods : others).push(each);
  const victims: PodState[] = [];
  const giveBack = (each: PodState) => {
    trial.addPod(each);
    if (!trial.rejects()) return;
    trial.removePod(each);
    victims.push(each);
  };
  for (const each of protectedPods) giveBack(each);
  const violations = victims.length;
  for (const each of others) giveBack(each);
  const mixed = protectedPods.length > 0 && others.length > 0;
  return { victims: mixed ? sortByImportance(victims, behaviour) : victims, violations };
}
