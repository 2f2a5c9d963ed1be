/** Builds small clusters with volumes, and asks the scheduler about pods that use them. */
import type {
  ClusterObject,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../../../../src/core/objects/cluster-object.ts';
import type { PodSpec, Volume } from '../../../../../src/core/objects/pod.ts';
import type { SchedulerPod } from '../../../../../src/core/scheduler/framework/pod-state.ts';
import {
  DEFAULT_KUBERNETES_VERSION,
  type KubernetesVersion,
} from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler, type Scheduler } from '../../../../../src/core/scheduler/scheduler.ts';
import { node, pod } from '../../small-objects.ts';

type Labels = Readonly<Record<string, string>>;
type ClaimSpec = NonNullable<PersistentVolumeClaim['spec']>;
type VolumeSpec = NonNullable<PersistentVolume['spec']>;

export const ZONE = 'topology.kubernetes.io/zone';

/** A claim of 1 GiB in the class `wait`; bound if it names a volume. */
export function claim(
  name: string,
  spec: Partial<ClaimSpec> = {},
  metadata: Partial<PersistentVolumeClaim['metadata']> = {},
): PersistentVolumeClaim {
  const isBound = spec.volumeName !== undefined;
  return {
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      namespace: 'default',
      ...(isBound && { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } }),
      ...metadata,
    },
    spec: {
      storageClassName: 'wait',
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...spec,
    },
    status: { phase: isBound ? 'Bound' : 'Pending' },
  };
}

/** A free volume of 1 GiB in the class `wait`. */
export function volume(name: string, spec: Partial<VolumeSpec> = {}, labels: Labels = {}): PersistentVolume {
  return {
    kind: 'PersistentVolume',
    metadata: { name, labels },
    spec: {
      storageClassName: 'wait',
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
      csi: { driver: 'disk.example.com', volumeHandle: name },
      ...spec,
    },
    status: { phase: 'Available' },
  };
}

/** The node affinity of a volume to the nodes with one of the values. */
export function reach(key: string, ...values: string[]): Pick<VolumeSpec, 'nodeAffinity'> {
  const matchExpressions = [{ key, operator: 'In', values }];
  return { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } };
}

/** The class `wait`: volumes exist already, and claims wait for a pod. */
export function waitClass(more: Partial<StorageClass> = {}): StorageClass {
  return {
    kind: 'StorageClass',
    metadata: { name: 'wait' },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
    ...more,
  };
}

/** A pod with one volume for each claim. */
export function claimPod(name: string, claims: readonly string[], spec: Partial<PodSpec> = {}): SchedulerPod {
  const volumes = claims.map((claimName, i) => ({ name: `v${i}`, persistentVolumeClaim: { claimName } }));
  return pod(name, 1, { volumes, ...spec });
}

/** A pod with volumes as written. */
export function volumePod(name: string, volumes: readonly Omit<Volume, 'name'>[]): SchedulerPod {
  return pod(name, 1, { volumes: volumes.map((each, i) => ({ name: `v${i}`, ...each })) });
}

/** One node for each entry: its name and its labels. */
export function cluster(
  nodes: Readonly<Record<string, Labels>>,
  objects: readonly ClusterObject[],
  version: KubernetesVersion = DEFAULT_KUBERNETES_VERSION,
): Scheduler {
  const scheduler = createScheduler({ kubernetesVersion: version, explain: true });
  for (const [name, labels] of Object.entries(nodes)) scheduler.addNode(node(name, 8, { labels }), 0);
  for (const object of objects) scheduler.setObject(object, 0);
  return scheduler;
}

/** The node of the pod, or why it has none, without the part of preemption. */
export function place(scheduler: Scheduler, subject: SchedulerPod): string {
  scheduler.addPod(subject, 0);
  const decision = scheduler.scheduleOne(0);
  for (const object of decision?.changes ?? []) scheduler.setObject(object, 0);
  return (
    decision?.node ?? (decision?.message ?? '').replace(/\.( no new claims| preemption| not found$).*$/, '.')
  );
}
