/** Redacts the objects that decide, kind by kind: rebuilds them field by field, so that a field that is not listed here is left out. */
import type { ClusterObject, ClusterObjectKind, ObjectOfKind } from '../../objects/cluster-object.ts';
import type { LabelSelector } from '../../objects/label-selector.ts';
import { volumeSource } from '../../objects/volume-sources.ts';
import { isQuantity } from './known-resources.ts';
import { apiWord, apiWords, moment, number, numberOrShare, truth } from './plain-values.ts';
import { given } from './rebuilt-fields.ts';
import { redactLabels } from './redact-labels.ts';
import { named, redactMetadata } from './redact-metadata.ts';
import type { NameRedaction } from './redact-names.ts';
import { redactNodeSelector, redactSelector, redactToleration } from './redact-selectors.ts';

/** Redacts what an object of one kind has beside its metadata. */
type Body = (object: never, how: NameRedaction) => object;

const workload: Body = ({ spec }: ObjectOfKind<'Deployment'>, how) =>
  given({
    spec:
      spec &&
      given({
        replicas: number(spec.replicas),
        parallelism: number(spec.parallelism),
        completions: number(spec.completions),
        backoffLimit: number(spec.backoffLimit),
        activeDeadlineSeconds: number(spec.activeDeadlineSeconds),
        ttlSecondsAfterFinished: number(spec.ttlSecondsAfterFinished),
        selector: redactSelector(spec.selector, how.podLabels),
      }),
  });

/** Selectors of Services and ReplicationControllers are plain maps. */
const mapSelector: Body = ({ spec }: ObjectOfKind<'Service' | 'ReplicationController'>, how) =>
  given({
    spec:
      spec &&
      given({
        replicas: 'replicas' in spec ? number(spec.replicas) : undefined,
        selector: spec.selector && redactLabels(spec.selector, how.podLabels),
      }),
  });

const BODIES: Readonly<Record<ClusterObjectKind, Body>> = {
  Namespace: () => ({}),
  Service: mapSelector,
  ReplicationController: mapSelector,
  ReplicaSet: workload,
  StatefulSet: workload,
  Deployment: workload,
  DaemonSet: workload,
  Job: workload,
  PodDisruptionBudget: ({ spec, status }: ObjectOfKind<'PodDisruptionBudget'>, how) =>
    given({
      spec:
        spec &&
        given({
          selector: redactSelector(spec.selector, how.podLabels),
          minAvailable: numberOrShare(spec.minAvailable),
          maxUnavailable: numberOrShare(spec.maxUnavailable),
          unhealthyPodEvictionPolicy: apiWord(spec.unhealthyPodEvictionPolicy),
        }),
      status:
        status &&
        given({
          disruptionsAllowed: number(status.disruptionsAllowed),
          disruptedPods:
            status.disruptedPods &&
            Object.fromEntries(
              Object.entries(status.disruptedPods).map(([pod, when]) => [how.name('pod', pod), moment(when)]),
            ),
        }),
    }),
  PriorityClass: ({ value, globalDefault, preemptionPolicy }: ObjectOfKind<'PriorityClass'>) =>
    given({
      value: number(value),
      globalDefault: truth(globalDefault),
      preemptionPolicy: apiWord(preemptionPolicy),
    }),
  RuntimeClass: ({ overhead, scheduling }: ObjectOfKind<'RuntimeClass'>, how) =>
    given({
      overhead: overhead && given({ podFixed: overhead.podFixed && how.resources(overhead.podFixed) }),
      scheduling:
        scheduling &&
        given({
          nodeSelector: scheduling.nodeSelector && redactLabels(scheduling.nodeSelector, how.nodeLabels),
          tolerations: scheduling.tolerations?.map((each) => redactToleration(each, how.nodeLabels)),
        }),
    }),
  PersistentVolume: ({ spec, status }: ObjectOfKind<'PersistentVolume'>, how) =>
    given({
      spec:
        spec &&
        given({
          capacity: spec.capacity && how.resources(spec.capacity),
          accessModes: apiWords(spec.accessModes),
          storageClassName: named(how, 'storage-class', spec.storageClassName),
          volumeMode: apiWord(spec.volumeMode),
          volumeAttributesClassName: named(
            how,
            'attributes-class',
            spec.volumeAttributesClassName ?? undefined,
          ),
          claimRef:
            spec.claimRef &&
            given({
              namespace: named(how, 'namespace', spec.claimRef.namespace),
              name: how.name('claim', spec.claimRef.name),
              uid: spec.claimRef.uid && how.uid(spec.claimRef.uid),
            }),
          nodeAffinity:
            spec.nodeAffinity &&
            given({
              required:
                spec.nodeAffinity.required && redactNodeSelector(spec.nodeAffinity.required, how.nodeLabels),
            }),
          ...Object.fromEntries(
            Object.entries(spec).flatMap(([source, value]) => {
              const disk = volumeSource(source, value, how.volumeField);
              return disk ? [[source, disk] as const] : [];
            }),
          ),
        }),
      status: status && given({ phase: apiWord(status.phase) }),
    }),
  PersistentVolumeClaim: ({ spec, status }: ObjectOfKind<'PersistentVolumeClaim'>, how) =>
    given({
      spec:
        spec &&
        given({
          accessModes: apiWords(spec.accessModes),
          storageClassName: named(how, 'storage-class', spec.storageClassName ?? undefined),
          volumeMode: apiWord(spec.volumeMode),
          volumeAttributesClassName: named(
            how,
            'attributes-class',
            spec.volumeAttributesClassName ?? undefined,
          ),
          volumeName: named(how, 'volume', spec.volumeName),
          selector: redactSelector(spec.selector, how.nodeLabels) as LabelSelector | undefined,
          resources:
            spec.resources &&
            given({ requests: spec.resources.requests && how.resources(spec.resources.requests) }),
        }),
      status:
        status &&
        given({ phase: apiWord(status.phase), capacity: status.capacity && how.resources(status.capacity) }),
    }),
  StorageClass: (object: ObjectOfKind<'StorageClass'>, how) =>
    given({
      provisioner: how.driver(object.provisioner),
      volumeBindingMode: apiWord(object.volumeBindingMode),
      allowedTopologies: object.allowedTopologies?.map(({ matchLabelExpressions }) =>
        given({
          matchLabelExpressions: matchLabelExpressions?.map(({ key, values }) => ({
            key: how.nodeLabels.key(key),
            values: values.map((value) => how.nodeLabels.value(key, value)),
          })),
        }),
      ),
    }),
  CSINode: ({ spec }: ObjectOfKind<'CSINode'>, how) =>
    given({
      spec:
        spec &&
        given({
          drivers: spec.drivers?.map(({ name, topologyKeys, allocatable }) =>
            given({
              name: how.driver(name),
              topologyKeys: topologyKeys?.map(how.nodeLabels.key),
              allocatable: allocatable && given({ count: number(allocatable.count) }),
            }),
          ),
        }),
    }),
  CSIDriver: ({ spec }: ObjectOfKind<'CSIDriver'>) =>
    given({
      spec:
        spec &&
        given({
          storageCapacity: truth(spec.storageCapacity),
          attachRequired: truth(spec.attachRequired),
          preventPodSchedulingIfMissing: truth(spec.preventPodSchedulingIfMissing),
        }),
    }),
  CSIStorageCapacity: (object: ObjectOfKind<'CSIStorageCapacity'>, how) =>
    given({
      storageClassName: how.name('storage-class', object.storageClassName),
      nodeTopology: redactSelector(object.nodeTopology, how.nodeLabels),
      capacity: quantity(object.capacity),
      maximumVolumeSize: quantity(object.maximumVolumeSize),
    }),
  VolumeAttachment: ({ spec }: ObjectOfKind<'VolumeAttachment'>, how) =>
    given({
      spec:
        spec &&
        given({
          attacher: spec.attacher === undefined ? undefined : how.driver(spec.attacher),
          nodeName: named(how, 'node', spec.nodeName),
          source:
            spec.source &&
            given({ persistentVolumeName: named(how, 'volume', spec.source.persistentVolumeName) }),
        }),
    }),
};

function quantity(value: unknown): string | number | undefined {
  return isQuantity(value) ? value : undefined;
}

/** Undefined for an object of a kind that is not in the table: nothing of it may be recorded. */
export function redactObject(object: ClusterObject, how: NameRedaction): ClusterObject | undefined {
  const { kind } = object;
  if (!Object.hasOwn(BODIES, kind)) return undefined;
  return {
    kind,
    metadata: redactMetadata(object, how),
    ...BODIES[kind](object as never, how),
  } as ClusterObject;
}
