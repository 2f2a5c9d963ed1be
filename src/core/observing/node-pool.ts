/** Which node pool a node belongs to, as those who make node pools label it. */
import type { NodeObject } from './node-object.ts';

/** Labels that name a pool, the most telling first. */
const POOL_LABELS = [
  'karpenter.sh/nodepool',
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'kubernetes.azure.com/agentpool',
  'doks.digitalocean.com/node-pool',
  'node.kubernetes.io/nodepool',
] as const;

/** Undefined for a node that no such label is on. */
export function poolOf({ metadata }: NodeObject): string | undefined {
  const labels = metadata.labels ?? {};
  for (const label of POOL_LABELS) if (Object.hasOwn(labels, label) && labels[label]) return labels[label];
  return undefined;
}
