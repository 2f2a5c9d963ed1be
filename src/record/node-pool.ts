/** Which pool a node belongs to, by the labels that cloud providers and autoscalers give. */
import type { NodeObject } from '../transitions/node-object.ts';

const POOL_LABELS = [
  'karpenter.sh/nodepool',
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'kubernetes.azure.com/agentpool',
  'doks.digitalocean.com/node-pool',
  'node.kubernetes.io/nodepool',
] as const;

/** Undefined where no label says it. */
export function poolOf({ metadata }: NodeObject): string | undefined {
  const labels = metadata.labels ?? {};
  return POOL_LABELS.map((label) => labels[label]).find((pool) => pool !== undefined && pool !== '');
}
