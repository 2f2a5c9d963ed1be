/** Knows the labels of Kubernetes, clouds and device makers: which keys are theirs, and which of their values describe a kind of machine. */
import { POOL_LABELS } from '../../objects/pool-labels.ts';

/** Keys whose domain is Kubernetes' own or a provider's; the part behind it is kept only if it is listed. */
const KEYS: Readonly<Record<string, string>> = {
  'kubernetes.io': 'hostname os arch metadata.name cluster-service role created-by bootstrapping',
  'beta.kubernetes.io': 'os arch instance-type fluentd-ds-ready',
  'node.kubernetes.io':
    'instance-type windows-build not-ready unreachable memory-pressure disk-pressure pid-pressure network-unavailable unschedulable out-of-service exclude-from-external-load-balancers masq-agent-ds-ready microk8s-controlplane lifecycle',
  'node.cloudprovider.kubernetes.io': 'uninitialized shutdown',
  'node-role.kubernetes.io':
    'control-plane master worker node agent etcd controlplane infra edge app compute spot-worker',
  'topology.kubernetes.io': 'zone region',
  'failure-domain.beta.kubernetes.io': 'zone region',
  'app.kubernetes.io': 'name instance version component part-of managed-by created-by',
  'apps.kubernetes.io': 'pod-index',
  'statefulset.kubernetes.io': 'pod-name',
  'batch.kubernetes.io': 'job-name controller-uid job-completion-index cronjob-scheduled-timestamp',
  'pod-security.kubernetes.io': 'enforce enforce-version audit audit-version warn warn-version',
  'endpointslice.kubernetes.io': 'managed-by',
  'service.kubernetes.io': 'headless',
  'node-restriction.kubernetes.io': '',
  'addonmanager.kubernetes.io': 'mode',
  'topology.ebs.csi.aws.com': 'zone',
  'topology.gke.io': 'zone',
  'topology.disk.csi.azure.com': 'zone',
  'topology.k8s.aws': 'zone-id network-node-layer-1 network-node-layer-2 network-node-layer-3',
  'k8s.io': 'cloud-provider-aws cluster-autoscaler',
  'cluster-autoscaler.kubernetes.io': 'safe-to-evict',
  'karpenter.sh':
    'nodepool provisioner-name capacity-type initialized registered nodeclass disrupted disruption unregistered do-not-disrupt do-not-sync-taints',
  'karpenter.k8s.aws':
    'ec2nodeclass instance-ami-id instance-category instance-cpu instance-cpu-manufacturer instance-cpu-sustained-clock-speed-mhz instance-ebs-bandwidth instance-encryption-in-transit-supported instance-family instance-generation instance-hypervisor instance-local-nvme instance-memory instance-network-bandwidth instance-size instance-gpu-count instance-gpu-manufacturer instance-gpu-memory instance-gpu-name',
  'karpenter.azure.com':
    'aksnodeclass sku-cpu sku-memory sku-family sku-version sku-name sku-gpu-name sku-gpu-count',
  'eks.amazonaws.com':
    'nodegroup nodegroup-image capacityType sourceLaunchTemplateId sourceLaunchTemplateVersion compute-type fargate-profile instance-category instance-cpu instance-family instance-generation instance-memory instance-size nodeclass',
  'alpha.eksctl.io': 'cluster-name nodegroup-name instance-id',
  'cloud.google.com':
    'gke-nodepool gke-accelerator gke-accelerator-count gke-spot gke-preemptible gke-provisioning gke-os-distribution gke-container-runtime gke-cpu-scaling-level gke-boot-disk gke-max-pods-per-node gke-memory-gb-scaling-level gke-logging-variant gke-stack-type gke-tpu-accelerator gke-tpu-topology machine-family private-node compute-class gke-quick-remove',
  'kubernetes.azure.com':
    'agentpool cluster mode role os-sku os-sku-effective os-sku-requested scalesetpriority storageprofile storagetier node-image-version kubelet-identity-client-id consolidated-additional-properties ebpf-dataplane managedby nodepool-type nodenetwork-name nodenetwork-subnet podnetwork-name',
  'nvidia.com':
    'gpu gpu.product gpu.family gpu.count gpu.memory gpu.machine gpu.replicas gpu.present gpu.mode gpu.sharing-strategy gpu.compute.major gpu.compute.minor gpu.deploy.driver gpu.deploy.device-plugin gpu.deploy.dcgm gpu.deploy.dcgm-exporter gpu.deploy.container-toolkit gpu.deploy.operator-validator gpu-driver-upgrade-state cuda.driver.major cuda.driver.minor cuda.driver.rev cuda.driver-version.full cuda.driver-version.major cuda.driver-version.minor cuda.driver-version.revision cuda.runtime.major cuda.runtime.minor cuda.runtime-version.full cuda.runtime-version.major cuda.runtime-version.minor mig.capable mig.config mig.config.state mig.strategy mps.capable gfd.timestamp vgpu.present',
  'amd.com': 'gpu gpu.product-name gpu.family gpu.vram gpu.cu-count gpu.device-id gpu.simd-count',
  'gpu.intel.com': 'product family device-id memory.max',
  'keg.dev': 'run group pool object part template',
  'kwok.x-k8s.io': 'node',
};

/** Keys without a domain, which say nothing about their owner. */
const PLAIN_KEYS = new Set(['metadata.name', 'type', 'pod-template-hash', 'controller-revision-hash']);

const PUBLIC_KEYS: ReadonlySet<string> = new Set([
  ...POOL_LABELS,
  ...PLAIN_KEYS,
  ...Object.entries(KEYS).flatMap(([domain, names]) =>
    names.split(' ').flatMap((name) => (name === '' ? [] : [`${domain}/${name}`])),
  ),
]);

/** Whether the key is one of the listed ones. */
export function isPublicKey(key: string): boolean {
  return PUBLIC_KEYS.has(key);
}

/** The domain of a key, with its slash, where it is Kubernetes' or a provider's; empty for any other. */
export function publicDomain(key: string): string {
  const slash = key.indexOf('/');
  return slash > 0 && Object.hasOwn(KEYS, key.slice(0, slash)) ? key.slice(0, slash + 1) : '';
}

const ARCHITECTURES = /^(?:amd64|arm64|arm|386|ppc64le|s390x|riscv64)$/;
const SYSTEMS = /^(?:linux|windows)$/;
const CAPACITY_TYPES = /^(?:spot|on-demand|reserved|SPOT|ON_DEMAND|CAPACITY_BLOCK)$/;
/** m5.large, u-6tb1.112xlarge; e2-standard-4, a2-highgpu-1g; Standard_D4s_v5. */
const INSTANCE_TYPES =
  /^(?:[a-z]{1,3}\d{0,2}[a-z]{0,4}(?:-\d{1,2}tb\d)?\.(?:nano|micro|small|medium|large|(?:\d{1,3})?xlarge|metal(?:-\d{1,2}xl)?)|[a-z]\d[a-z]?-(?:standard|highmem|highcpu|megamem|ultramem|highgpu|megagpu|ultragpu|edgegpu|micro|small|medium)(?:-\d{1,4}[gt]?)?(?:-lssd)?|Standard_[A-Z]{1,3}\d{1,3}(?:-\d{1,3})?[a-z]{0,5}(?:_[A-Z]{1,3}\d{1,4})?(?:_v\d)?)$/;
/** NVIDIA-A100-SXM4-40GB, Tesla-T4, ampere, all-balanced: short words with a hyphen between them. */
const PRODUCT_WORDS = new Set(
  `nvidia tesla geforce quadro grace hopper rtx gtx titan ada blackwell ampere turing volta pascal maxwell kepler generation sxm pcie nvl mig
  shared amd radeon instinct intel max flex arc gpu google compute engine none single mixed time slicing mps all balanced disabled
  success pending failed rebooting container vm upgrade done p t v k a l h b gb super`.split(/\s+/),
);
const PRODUCT_PART = /^(?:\d{1,5}(?:GB|MB|g|gb)?|[A-Z]{1,3}\d{1,4}[A-Z]{0,2})$/;
const MOST_PARTS = 8;
const DEVICES =
  /^(?:nvidia\.com\/|amd\.com\/|gpu\.intel\.com\/|cloud\.google\.com\/gke-(?:tpu-)?accelerator)/;

/** Whether the value of this key describes a kind of machine, in a way that many machines share. */
export function isPublicValue(key: string, value: string): boolean {
  if (/(?:^|\.)kubernetes\.io\/arch$/.test(key)) return ARCHITECTURES.test(value);
  if (/(?:^|\.)kubernetes\.io\/os$/.test(key)) return SYSTEMS.test(value);
  if (/^(?:node|beta)\.kubernetes\.io\/instance-type$/.test(key)) return INSTANCE_TYPES.test(value);
  if (/\/capacity-?type$/i.test(key)) return CAPACITY_TYPES.test(value);
  return DEVICES.test(key) && isProduct(value);
}

function isProduct(value: string): boolean {
  const parts = value.split(/[-_ ]/);
  return (
    parts.length <= MOST_PARTS &&
    parts.every((part) => PRODUCT_WORDS.has(part.toLowerCase()) || PRODUCT_PART.test(part))
  );
}
