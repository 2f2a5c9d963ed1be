/** Why a pod fits nowhere, and the message kube-scheduler writes about it (framework/types.go, FitError). */
import type { Rejection } from './rejection.ts';

export interface Diagnosis {
  /** How many nodes were refused by each rejection. */
  readonly rejections: ReadonlyMap<Rejection, number>;
  /** A PreFilter plugin refused the pod as a whole; no node was looked at. */
  readonly preFilter?: Rejection;
  /** Plugins whose events may bring the pod back; none means it is retried after a backoff whatever happens. */
  readonly rejectors: ReadonlySet<string>;
}

/** `0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu.`, the parts sorted as text with their counts. */
export function fitErrorMessage(allNodes: number, rejections: ReadonlyMap<Rejection, number>): string {
  const histogram = new Map<string, number>();
  for (const [{ reasons }, count] of rejections) {
    if (count === 0) continue;
    for (const reason of reasons) histogram.set(reason, (histogram.get(reason) ?? 0) + count);
  }
  const parts = [...histogram].map(([reason, count]) => `${count} ${reason}`).sort();
  const head = `0/${allNodes} nodes are available:`;
  return parts.length === 0 ? head : `${head} ${parts.join(', ')}.`;
}

/** The same where PreFilter refused the pod. */
export function preFilterErrorMessage(allNodes: number, rejection: Rejection): string {
  return `0/${allNodes} nodes are available: ${rejection.reasons.join(', ')}.`;
}
