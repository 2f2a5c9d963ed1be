/** Knows the resources that Kubernetes and the makers of devices name; any other name of a resource may be somebody's own. */

const EXACT = new Set(
  `cpu memory pods ephemeral-storage storage nvidia.com/gpu nvidia.com/gpu.shared amd.com/gpu gpu.intel.com/i915 gpu.intel.com/xe
  gpu.intel.com/tiles gpu.intel.com/millicores gpu.intel.com/memory.max habana.ai/gaudi aws.amazon.com/neuron aws.amazon.com/neuroncore
  aws.amazon.com/neurondevice vpc.amazonaws.com/efa vpc.amazonaws.com/pod-eni vpc.amazonaws.com/PrivateIPv4Address google.com/tpu
  huawei.com/Ascend910 huawei.com/Ascend310 xilinx.com/fpga rdma/hca rdma/ib openshift.io/sriov devices.kubevirt.io/kvm
  devices.kubevirt.io/tun devices.kubevirt.io/vhost-net github.com/fuse smarter-devices/fuse cambricon.com/mlu alpha.kubernetes.io/nvidia-gpu
  requests.storage services count/pods`.split(/\s+/),
);
const PATTERNS: readonly RegExp[] = [
  /^hugepages-\d{1,5}[KMG]i$/,
  /^attachable-volumes-(?:aws-ebs|gce-pd|azure-disk|cinder|csi)$/,
  /^nvidia\.com\/mig-\dg\.\d{1,3}gb(?:\.me)?$/,
];
/** Resources with such a name count as Kubernetes' own: no request needs a limit, and no node need offer them. */
const OWN_DOMAIN = /^(?:kubernetes\.io|requests\.)/;
/** Before the pseudonym of an extended resource. */
export const EXTENDED_DOMAIN = 'extended.invalid/';
const QUANTITY = /^[+-]?(?:\d{1,25}(?:\.\d{0,12})?|\.\d{1,12})(?:[eE][+-]?\d{1,2}|[numkMGTPE]|[KMGTPE]i)?$/;

export function isKnownResource(name: string): boolean {
  return EXACT.has(name) || PATTERNS.some((pattern) => pattern.test(name));
}

/** Where the pseudonym of a resource goes: a scheduler treats a name with a slash as an extended resource. */
export function resourceDomain(name: string): string {
  if (!name.includes('/')) return '';
  return OWN_DOMAIN.test(name) ? 'kubernetes.io/' : EXTENDED_DOMAIN;
}

/** A Kubernetes quantity: a number, or its text. */
export function isQuantity(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && QUANTITY.test(value));
}
