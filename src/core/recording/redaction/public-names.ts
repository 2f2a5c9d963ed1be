/** Lists names that every cluster, or every cluster of a cloud, has: they identify none. */

const NAMESPACES = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);
const CLASSES = new Set(['system-node-critical', 'system-cluster-critical']);
const OTHERS = new Set(['default-scheduler', '0.0.0.0', '::']);
const IN_TREE = new Set(
  `no-provisioner aws-ebs gce-pd azure-disk azure-file cinder vsphere-volume portworx-volume rbd glusterfs host-path nfs local scaleio
  storageos quobyte`.split(/\s+/),
);
const DRIVERS = new Set(
  `ebs.csi.aws.com efs.csi.aws.com fsx.csi.aws.com pd.csi.storage.gke.io filestore.csi.storage.gke.io disk.csi.azure.com file.csi.azure.com
  blob.csi.azure.com cinder.csi.openstack.org manila.csi.openstack.org csi.vsphere.vmware.com pxd.portworx.com rancher.io/local-path`.split(
    /\s+/,
  ),
);
const IN_TREE_PREFIX = 'kubernetes.io/';

export const isPublicNamespace = (name: string): boolean => NAMESPACES.has(name);
export const isPublicClass = (name: string): boolean => CLASSES.has(name);

/** Drivers and provisioners that clouds and Kubernetes itself bring. */
export function isPublicDriver(name: string): boolean {
  if (name.startsWith(IN_TREE_PREFIX)) return IN_TREE.has(name.slice(IN_TREE_PREFIX.length));
  return DRIVERS.has(name);
}

/** Names that a pod's spec has in every cluster. */
export function isPublicInSpec(name: string): boolean {
  return OTHERS.has(name) || CLASSES.has(name);
}

export function isPublicName(name: string): boolean {
  return isPublicNamespace(name) || isPublicInSpec(name) || isPublicDriver(name);
}
