/** Finds the node pool of a node from the labels that the makers of node pools set. */
import type { NodeObject } from './node-object.ts';

/** Labels that name a pool, the most specific first. */
const POOL_LABELS = [
  'karpenter.sh/nodepool',
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'kubernetes.azure.com/agentpool',
  'doks.digitalocean.com/node-pool',
  'node.kubernetes.io/nodepool',
] as const;

/** Undefined for a node without such a label. */
export function poolOf({ metadata }: NodeObject): string | undefined {
  const labels = metadata.labels ?? {};
  for (const label of POOL_LABELS) if (Object.hasOwn(labels, label) && labels[label]) return labels[label];
  return undefined;
}
