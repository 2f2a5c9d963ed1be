/** Which node pool a node belongs to, as those who make node pools label it. */
import type { NodeObject } from '../transitions/node-object.ts';

/** Labels that name a pool, the most telling first. */
const POOL_LABELS = [
  'karpenter.sh/nodepool',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'cloud.google.com/gke-nodepool',
  'kubernetes.azure.com/agentpool',
  'agentpool',
  'node.cluster.x-k8s.io/pool',
  'cloud.google.com/gke-nodepool-name',
  'doks.digitalocean.com/node-pool',
  'oke.oraclecloud.com/pool.name',
  'ibm-cloud.kubernetes.io/worker-pool-name',
  'keg.dev/pool',
] as const;

/** Undefined for a node that no such label is on. */
export function poolOf({ metadata }: NodeObject): string | undefined {
  const labels = metadata.labels ?? {};
  for (const label of POOL_LABELS) if (Object.hasOwn(labels, label) && labels[label]) return labels[label];
  return undefined;
}
