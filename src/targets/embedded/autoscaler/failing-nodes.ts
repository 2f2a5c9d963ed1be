/** Lets nodes that an autoscaler added fail as the scenario says; they do not come back, since the autoscaler orders others. */
import type { Node } from '../../../core/objects/node.ts';
import type { DrawnFailures } from '../../../core/scenario/drawn-failures.ts';
import { drawnOutages, type NodeOutage } from '../../../core/timeline/disturbances/outages.ts';
import { concerns } from '../../../core/timeline/disturbances/with-failures.ts';
import type { ClusterState } from '../cluster-state.ts';
import { drainNode } from '../drain-node.ts';
import type { NodeFailureDue } from '../due.ts';
import { removeClusterNode } from '../node-changes.ts';

export interface FailureParts {
  readonly failures: readonly DrawnFailures[];
  readonly seed: number;
  /** Of the play; undefined: until nothing is left to happen. */
  readonly duration: number | undefined;
}

/** Plans the next failure of a node that joins. */
export function planNodeFailure(
  cluster: ClusterState,
  { failures, seed, duration }: FailureParts,
  node: Node,
  pool: string,
  now: number,
): void {
  const { name, labels } = node.metadata;
  const nodeUid = cluster.nodes.get(name)!.uid;
  const next = failures
    .filter((entry) => concerns(entry, { name, pool, labels: labels ?? {} }))
    .flatMap((entry) => nextOutage(entry, seed, name, labels ?? {}, now) ?? [])
    .toSorted((one, other) => one.at - other.at)[0];
  if (next)
    push(cluster, Math.max(now, next.noticed), {
      ...{ kind: 'node-failure', nodeUid, name, outage: next, keepsGoing: duration !== undefined },
    });
}

function nextOutage(
  entry: DrawnFailures,
  seed: number,
  name: string,
  labels: Readonly<Record<string, string>>,
  now: number,
): NodeOutage | undefined {
  const domain = entry.per === undefined ? name : labels[entry.per];
  if (domain === undefined) return undefined;
  const start = entry.per === undefined ? now : 0;
  for (const outage of drawnOutages(entry, seed, [domain], start)) if (outage.at > now) return outage;
  return undefined;
}

export function carryOutNodeFailure(cluster: ClusterState, due: NodeFailureDue, now: number): void {
  const { name, nodeUid, outage } = due;
  if (!due.keepsGoing) cluster.retries -= 1;
  if (cluster.nodes.get(name)?.uid !== nodeUid) return;
  if (now >= outage.at) return removeClusterNode(cluster, name, now);
  drainNode(cluster, name, now, outage.grace);
  push(cluster, outage.at, due);
}

function push(cluster: ClusterState, at: number, due: NodeFailureDue): void {
  if (!due.keepsGoing) cluster.retries += 1;
  cluster.heap.push(at, due);
}
