/** Redacts the metadata of objects that decide: names by their kind, labels, the annotations that decide, and owners. */
import type { ClusterObject, ClusterObjectKind } from '../../objects/cluster-object.ts';
import type { ObjectMetadata, OwnerReference } from '../../objects/object-metadata.ts';
import { isApiVersion } from './known-words.ts';
import { moment, truth } from './plain-values.ts';
import { isPublicClass } from './public-names.ts';
import { given } from './rebuilt-fields.ts';
import { redactLabels } from './redact-labels.ts';
import type { NameRedaction } from './redact-names.ts';

/** The kind of name of an object's own name, for the kinds that other objects refer to. */
const NAME_KINDS: Readonly<Record<ClusterObjectKind, string>> = {
  Namespace: 'namespace',
  Service: 'service',
  ReplicationController: 'owner',
  ReplicaSet: 'owner',
  StatefulSet: 'owner',
  Deployment: 'owner',
  DaemonSet: 'owner',
  Job: 'owner',
  PodDisruptionBudget: 'budget',
  PriorityClass: 'class',
  RuntimeClass: 'runtime-class',
  PersistentVolume: 'volume',
  PersistentVolumeClaim: 'claim',
  StorageClass: 'storage-class',
  CSINode: 'node',
  CSIDriver: 'driver',
  CSIStorageCapacity: 'capacity',
  VolumeAttachment: 'attachment',
};

export function redactMetadata({ kind, metadata }: ClusterObject, how: NameRedaction): ObjectMetadata {
  const { name, namespace, uid, labels, annotations, ownerReferences, deletionTimestamp } = metadata;
  const labelsAs = kind === 'PersistentVolume' ? how.nodeLabels : how.podLabels;
  return given({
    name: kind === 'CSIDriver' ? how.driver(name) : objectName(kind, name, how),
    namespace: named(how, 'namespace', namespace),
    uid: uid && how.uid(uid),
    labels: labels && redactLabels(labels, labelsAs),
    annotations: annotations && redactAnnotations(annotations, how),
    ownerReferences: ownerReferences?.map((owner) => redactOwner(owner, how)),
    deletionTimestamp: moment(deletionTimestamp),
  }) as ObjectMetadata;
}

function objectName(kind: ClusterObjectKind, name: string, how: NameRedaction): string {
  return kind === 'PriorityClass' && isPublicClass(name) ? name : how.name(NAME_KINDS[kind], name);
}

/** Values of the annotations that decide; any other annotation is left out. */
const ANNOTATIONS: Readonly<Record<string, (value: string, how: NameRedaction) => string | undefined>> = {
  'pv.kubernetes.io/provisioned-by': (value, how) => how.driver(value),
  'pv.kubernetes.io/migrated-to': (value, how) => how.driver(value),
  'pv.kubernetes.io/bind-completed': yes,
  'pv.kubernetes.io/bound-by-controller': yes,
  'volume.kubernetes.io/selected-node': (value, how) => how.name('node', value),
  'volume.kubernetes.io/storage-provisioner': (value, how) => how.driver(value),
  'volume.beta.kubernetes.io/storage-class': (value, how) => how.name('storage-class', value),
  'storageclass.kubernetes.io/is-default-class': yes,
  'storageclass.beta.kubernetes.io/is-default-class': yes,
  'storage.alpha.kubernetes.io/migrated-plugins': (value, how) => value.split(',').map(how.driver).join(','),
};

function redactAnnotations(
  annotations: Readonly<Record<string, string>>,
  how: NameRedaction,
): Readonly<Record<string, string>> {
  return given(
    Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [key, ANNOTATIONS[key]?.(value, how)]),
    ),
  ) as Readonly<Record<string, string>>;
}

export function redactOwner<Owner extends OwnerReference>(owner: Owner, how: NameRedaction): Owner {
  const { apiVersion, kind, name, uid, controller } = owner;
  return given({
    apiVersion: apiVersion !== undefined && isApiVersion(apiVersion) ? apiVersion : undefined,
    kind: how.ownerKind(kind),
    name: how.name(kind === 'Pod' ? 'pod' : 'owner', name),
    uid: uid && how.uid(uid),
    controller: truth(controller),
  }) as Owner;
}

/** Undefined for a name that is not given. */
export function named(how: NameRedaction, kind: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : how.name(kind, text);
}

function yes(value: string): string | undefined {
  return /^(?:yes|true|false)$/.test(value) ? value : undefined;
}
