/** Decides about one pod as kube-scheduler 1.37 does, in the most obvious way: every node, every rule, nothing kept. */
import type { NaiveCluster, NaiveNode, NaivePod } from './naive-cluster.ts';
import { type Refusal, refusalOf } from './naive-filters.ts';
import { totalsOf } from './naive-scores.ts';

export interface NaiveDecision {
  readonly node: string | undefined;
  readonly message: string | undefined;
  readonly evaluated: number;
  readonly feasibleCount: number;
}

/** @param start index of the node that is tried first. */
export function decideNaively(pod: NaivePod, cluster: NaiveCluster, start: number): NaiveDecision {
  const { nodes } = cluster;
  const all = nodes.length;
  if (all === 0)
    return {
      node: undefined,
      message: 'no nodes available to schedule pods',
      evaluated: 0,
      feasibleCount: 0,
    };
  const needed =
    all < 100 ? all : Math.max(100, Math.trunc((all * Math.max(5, 50 - Math.trunc(all / 125))) / 100));
  const feasible: NaiveNode[] = [];
  const refusals: Refusal[] = [];
  for (let i = 0; i < all; i++) {
    const node = nodes[(start + i) % all] as NaiveNode;
    const refusal = refusalOf(pod, node, cluster);
    if (refusal) refusals.push(refusal);
    else if (feasible.length === needed) break;
    else feasible.push(node);
  }
  const counts = { evaluated: feasible.length + refusals.length, feasibleCount: feasible.length };
  if (feasible.length === 0) return { ...counts, node: undefined, message: messageOf(all, refusals) };
  const totals = totalsOf(pod, feasible, cluster);
  return { ...counts, node: topOfHeap(feasible, totals)?.name, message: undefined };
}

function messageOf(all: number, refusals: readonly Refusal[]): string {
  const preemption = refusals.map(({ isResolvable }) =>
    isResolvable
      ? 'No preemption victims found for incoming pod'
      : 'Preemption is not helpful for scheduling',
  );
  const reasons = refusals.flatMap((refusal) => refusal.reasons);
  return `${available(all, reasons)} preemption: ${available(all, preemption)}`;
}

function available(all: number, reasons: readonly string[]): string {
  const parts = [...new Set(reasons)].map(
    (reason) => `${reasons.filter((each) => each === reason).length} ${reason}`,
  );
  return `0/${all} nodes are available: ${parts.sort().join(', ')}.`;
}

/** Init of Go's container/heap, by descending total: sifts down every inner position, the last one first. */
function topOfHeap(nodes: readonly NaiveNode[], totals: readonly number[]): NaiveNode | undefined {
  const heap = nodes.map((node, i) => ({ node, total: totals[i] as number }));
  const isHigher = (a: number, b: number) => (heap[a]?.total ?? 0) > (heap[b]?.total ?? 0);
  for (let top = Math.trunc(heap.length / 2) - 1; top >= 0; top--) {
    for (let parent = top; 2 * parent + 1 < heap.length; ) {
      let child = 2 * parent + 1;
      if (child + 1 < heap.length && isHigher(child + 1, child)) child += 1;
      if (!isHigher(child, parent)) break;
      const moved = heap[parent] as (typeof heap)[number];
      heap[parent] = heap[child] as (typeof heap)[number];
      heap[child] = moved;
      parent = child;
    }
  }
  return heap[0]?.node;
}
