/** Computes the figures of pods that were never bound: number, age and the scheduler's reasons. */
import type { NeverBoundFigures, NeverBoundPod, NeverBoundReason } from './figures.ts';

const SAMPLES = 3;

/**
 * Reduces a scheduler's message to its reasons. It drops what differs between attempts: the count of nodes, the count of each reason, and
 * the sentences of DynamicResources and preemption. `0/3 nodes are available: 1 Insufficient memory, 2 Insufficient cpu. preemption: …` is
 * `Insufficient cpu, Insufficient memory`. Its form is that of FitError.Error() (pkg/scheduler/framework/types.go).
 */
export function unschedulableReason(message: string): string {
  const [head = ''] = message.split(/\.\s+|[.,]?\s*preemption:/, 1);
  const reasons = head
    .replace(/^\d+\/\d+ nodes are available:\s*/, '')
    .split(/,\s+(?=\d+ )/)
    .map((reason) =>
      reason
        .replace(/^\d+ /, '')
        .replace(/\.\s*$/, '')
        .trim(),
    )
    .filter((reason) => reason !== '');
  return reasons.length === 0 ? message.trim() : [...new Set(reasons)].sort().join(', ');
}

/** @param pods in order of their creation. */
export function neverBoundFigures(pods: readonly NeverBoundPod[]): NeverBoundFigures {
  const byReason = new Map<string | null, NeverBoundPod[]>();
  for (const pod of pods) {
    const same = byReason.get(pod.reason);
    if (same) same.push(pod);
    else byReason.set(pod.reason, [pod]);
  }
  const reasons = [...byReason].map(([reason, same]) => reasonFigures(reason, same));
  reasons.sort((a, b) => b.count - a.count || b.oldest - a.oldest);
  return { ...tally(pods), oldest: pods.length === 0 ? null : oldestAge(pods), reasons, pods };
}

function reasonFigures(reason: string | null, pods: readonly NeverBoundPod[]): NeverBoundReason {
  return {
    reason,
    ...tally(pods),
    oldest: oldestAge(pods),
    samples: pods.slice(0, SAMPLES).map((pod) => `${pod.namespace}/${pod.name}`),
  };
}

function tally(pods: readonly NeverBoundPod[]): Record<'count' | NeverBoundPod['state'], number> {
  const numberOf = (state: NeverBoundPod['state']) => pods.filter((pod) => pod.state === state).length;
  return {
    count: pods.length,
    pending: numberOf('pending'),
    gated: numberOf('gated'),
    withdrawn: numberOf('withdrawn'),
  };
}

function oldestAge(pods: readonly NeverBoundPod[]): number {
  return pods.reduce((oldest, pod) => Math.max(oldest, pod.age), 0);
}
