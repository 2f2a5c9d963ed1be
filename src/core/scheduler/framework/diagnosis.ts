/** Why no node is feasible for a pod, and the message that kube-scheduler writes about it (framework/types.go, FitError). */
import type { NodeInfo } from '../cache/node-info.ts';
import type { Rejection } from './rejection.ts';

export interface Diagnosis {
  /** Number of nodes for each rejection. */
  readonly rejections: ReadonlyMap<Rejection, number>;
  /** The rejected nodes and their rejections, index by index, in the order of the search. */
  readonly rejected: { readonly nodes: readonly NodeInfo[]; readonly rejections: readonly Rejection[] };
  /** Present if a PreFilter plugin rejected the pod. Then no node was checked. */
  readonly preFilter?: Rejection | undefined;
  /** The plugins whose events can wake the pod. Empty: the pod is retried after a backoff without any event. */
  readonly rejectors: ReadonlySet<string>;
}

/** For example `0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu.` The parts are sorted as text, counts included. */
export function fitErrorMessage(allNodes: number, rejections: ReadonlyMap<Rejection, number>): string {
  let only: Rejection | undefined;
  let several = false;
  for (const [rejection, count] of rejections) {
    if (count === 0) continue;
    several ||= only !== undefined;
    only = rejection;
  }
  // Most messages have one reason.
  if (only && !several && only.reasons.length === 1)
    return `0/${allNodes} nodes are available: ${rejections.get(only)} ${only.reasons[0]}.`;
  const histogram = new Map<string, number>();
  for (const [{ reasons }, count] of rejections) {
    if (count === 0) continue;
    for (const reason of reasons) histogram.set(reason, (histogram.get(reason) ?? 0) + count);
  }
  const parts = [...histogram].map(([reason, count]) => `${count} ${reason}`).sort();
  const head = `0/${allNodes} nodes are available:`;
  return parts.length === 0 ? head : `${head} ${parts.join(', ')}.`;
}

/** The message if a PreFilter plugin rejected the pod. */
export function preFilterErrorMessage(allNodes: number, rejection: Rejection): string {
  return `0/${allNodes} nodes are available: ${rejection.reasons.join(', ')}.`;
}
