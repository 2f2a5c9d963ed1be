/** Reads claims, volumes and their classes as the volume plugins do (component-helpers/storage/volume). */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../../objects/cluster-object.ts';
import { parseQuantity } from '../../../objects/quantity.ts';
import type { PodState } from '../../framework/pod-state.ts';

export const WAIT_FOR_FIRST_CONSUMER = 'WaitForFirstConsumer';
export const READ_WRITE_ONCE_POD = 'ReadWriteOncePod';
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';
const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** The class that a claim or a volume names; empty for none. The annotation takes precedence. */
export function storageClassOf({ metadata, spec }: PersistentVolume | PersistentVolumeClaim): string {
  return metadata.annotations?.[BETA_CLASS] ?? spec?.storageClassName ?? '';
}

/** Whether a claim says which class it wants; an empty name asks for no class. */
export function hasStorageClass({ metadata, spec }: PersistentVolumeClaim): boolean {
  return metadata.annotations?.[BETA_CLASS] !== undefined || spec?.storageClassName != null;
}

/** Whether claims that name no class get this one. */
export function isDefaultClass({ metadata }: StorageClass): boolean {
  return DEFAULT_CLASS.some((key) => metadata.annotations?.[key] === 'true');
}

/** Bytes that a claim requests; 0 if it names no amount. */
export function requestedBytes({ spec }: PersistentVolumeClaim): number {
  return parseQuantity(spec?.resources?.requests?.storage ?? 0);
}

/** Bytes of a volume. */
export function capacityBytes({ spec }: PersistentVolume): number {
  return parseQuantity(spec?.capacity?.storage ?? 0);
}

/** Whether the claim and its volume are bound to each other. A claim that only names its volume is not. */
export function isBound({ metadata, spec, status }: PersistentVolumeClaim): boolean {
  if (!spec?.volumeName) return false;
  return metadata.annotations?.[BIND_COMPLETED] !== undefined || status?.phase === 'Bound';
}

/** Whether the volume is reserved for this claim, by name and, where both are known, by uid. */
export function isFor({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const reference = spec?.claimRef;
  if (!reference || reference.name !== metadata.name || reference.namespace !== metadata.namespace)
    return false;
  return !reference.uid || !metadata.uid || reference.uid === metadata.uid;
}

/** Whether the claim was made for an ephemeral volume of this pod. Without a uid of the owner, its name decides. */
export function isMadeFor({ metadata }: PersistentVolumeClaim, pod: PodState): boolean {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (!owner || metadata.namespace !== pod.namespace) return false;
  return owner.uid === undefined ? owner.kind === 'Pod' && owner.name === pod.name : owner.uid === pod.uid;
}
