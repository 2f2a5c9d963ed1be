/** Declares what pages and tables show of a recording: every node, every pod, and what happened besides, as plain data. */
import type { Amounts } from '../measure/resource-index.ts';

/** All times are µs of recording time. */
export interface DrawnCluster {
  /** End of the window. */
  readonly end: number;
  /** By resource number. */
  readonly resources: readonly string[];
  /** In order of their addition; a node that comes back is another one. */
  readonly nodes: readonly DrawnNode[];
  /** In order of their creation. */
  readonly pods: readonly DrawnPod[];
  readonly events: readonly DrawnEvent[];
}

export interface DrawnNode {
  readonly uid: string;
  readonly name: string;
  readonly pool: string | null;
  readonly added: number;
  removed: number | null;
  /** What it offers, from each time on. */
  readonly offers: ChangedAmounts[];
}

interface ChangedAmounts {
  readonly at: number;
  readonly amounts: Amounts;
}

type PodEnd = 'alive' | 'succeeded' | 'failed' | 'deleted';

export interface DrawnPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly group: string | null;
  /** When it came into the queue. */
  readonly created: number;
  /** Bind minus intended creation; null where it was not bound, or its creation not seen. */
  wait: number | null;
  bound: number | null;
  started: number | null;
  ready: number | null;
  ended: number | null;
  /** Of its containers, as far as they were seen. */
  restarts: number;
  end: PodEnd;
  /** Number of its node; null where it has none, or none that the recording contains. */
  node: number | null;
  /** Whether its node was there when it was bound, so that it holds room there. */
  holds: boolean;
  /** What it requests, from each time on. */
  readonly requests: ChangedAmounts[];
  /** Why it waits, from each time on. */
  readonly reasons: { readonly at: number; readonly reason: string }[];
}

/** Something that is no step of the usual life of a pod. */
export interface DrawnEvent {
  readonly at: number;
  readonly kind: string;
  /** The node or pod that it is about. */
  readonly subject: string;
  /** Why, as Kubernetes names it. */
  readonly reason: string | null;
}

/** Amounts that a pod holds on a node for some time; `node` is null where they count for the cluster only. */
export interface HeldAmounts {
  readonly pod: number;
  readonly node: number | null;
  readonly from: number;
  readonly to: number;
  readonly amounts: Amounts;
}

/** In order of the pods. A removed node ends what its pods hold. */
export function* holdsOf({ pods, nodes, end }: DrawnCluster): Generator<HeldAmounts> {
  for (const [pod, { bound, ended, node, holds, requests }] of pods.entries()) {
    if (bound === null || !holds) continue;
    const until = Math.min(ended ?? end, (node === null ? null : nodes[node]!.removed) ?? end);
    for (const [place, { at, amounts }] of requests.entries()) {
      const from = Math.max(bound, at);
      const to = Math.min(until, requests[place + 1]?.at ?? until);
      if (to > from) yield { pod, node, from, to, amounts };
    }
  }
}
