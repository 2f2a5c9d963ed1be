/** Lists the labels in which providers and tools name the node pool of a node, once for recordings, imports and scenarios. */

/** The most specific first: a node of EKS that Karpenter made has labels of both. */
export const POOL_LABELS = [
  // Karpenter, and before version 0.32.
  'karpenter.sh/nodepool',
  'karpenter.sh/provisioner-name',
  // Google, Amazon (and eksctl), Azure (and before 2021), IBM, DigitalOcean.
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'kubernetes.azure.com/agentpool',
  'agentpool',
  'ibm-cloud.kubernetes.io/worker-pool-name',
  'doks.digitalocean.com/node-pool',
  // OpenShift: hosted control planes, and machine sets.
  'hypershift.openshift.io/nodePool',
  'machine.openshift.io/cluster-api-machineset',
  // Cluster API.
  'topology.cluster.x-k8s.io/deployment-name',
  'cluster.x-k8s.io/deployment-name',
  'cluster.x-k8s.io/pool-name',
  'cluster.x-k8s.io/set-name',
  // kops, Gardener, and further providers.
  'kops.k8s.io/instancegroup',
  'worker.gardener.cloud/pool',
  'k8s.scaleway.com/pool-name',
  'lke.linode.com/pool-id',
  'vke.vultr.com/node-pool',
  'kubernetes.civo.com/civo-node-pool',
  'alibabacloud.com/nodepool-id',
  'node.kubernetes.io/nodepool',
  'nodepool',
] as const;

const ROLE = 'node-role.kubernetes.io/';
/** A label that every node of OpenShift has. */
const OF_OPENSHIFT = 'node.openshift.io/os_id';
const CONTROL_PLANE: readonly string[] = ['master', 'control-plane'];

/** The pool that the labels of a node name; undefined if none of them does. */
export function poolOfLabels(labels: Readonly<Record<string, string>>): string | undefined {
  for (const label of POOL_LABELS) if (Object.hasOwn(labels, label) && labels[label]) return labels[label];
  return Object.hasOwn(labels, OF_OPENSHIFT) ? openShiftPool(labels) : undefined;
}

/** The MachineConfigPool: that of the control plane, or one of a role of its own, else `worker` (docs.openshift.com, Machine Config Operator). */
function openShiftPool(labels: Readonly<Record<string, string>>): string | undefined {
  const roles = Object.keys(labels).flatMap((label) =>
    label.startsWith(ROLE) ? [label.slice(ROLE.length)] : [],
  );
  if (roles.some((role) => CONTROL_PLANE.includes(role))) return 'master';
  return roles.filter((role) => role !== 'worker').sort()[0] ?? roles[0];
}
