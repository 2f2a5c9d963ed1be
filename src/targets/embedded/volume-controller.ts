/** Binds claims that wait for no pod, as the volume controller and provisioners do (pkg/controller/volume/persistentvolume). */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../core/objects/cluster-object.ts';
import {
  BIND_COMPLETED,
  hasStorageClass,
  isBound,
  isDefaultClass,
  isFor,
  storageClassOf,
  WAIT_FOR_FIRST_CONSUMER,
} from '../../core/scheduler/plugins/volumes/claims.ts';
import { NO_PROVISIONER, volumeForClass } from '../../core/scheduler/plugins/volumes/made-volumes.ts';
import { candidatesFor } from '../../core/scheduler/plugins/volumes/matching-volumes.ts';
import { setClusterObject } from './cluster-objects.ts';
import type { ClusterState } from './cluster-state.ts';

/** The real controllers need some seconds. Claims that wait for their first pod are left to the scheduler. */
export function bindImmediateClaims(cluster: ClusterState, now: number): void {
  const { objects } = cluster;
  for (const written of [...objects.all('PersistentVolumeClaim')]) {
    if (isBound(written)) continue;
    const claim = withDefaultClass(cluster, written, now);
    const storageClass = objects.get('StorageClass', undefined, storageClassOf(claim));
    const named = claim.spec?.volumeName;
    if (!named && storageClass?.volumeBindingMode === WAIT_FOR_FIRST_CONSUMER) continue;
    const volume = named ? namedVolume(cluster, claim, named) : chosenVolume(cluster, claim, storageClass);
    if (volume) bindTogether(cluster, claim, volume, now);
  }
}

/**
 * Gives a claim without a class the default class, as the admission of claims does (plugin/pkg/admission/storage/storageclass/setdefault),
 * and for older claims the volume controller (assignDefaultStorageClass).
 */
function withDefaultClass(
  cluster: ClusterState,
  claim: PersistentVolumeClaim,
  now: number,
): PersistentVolumeClaim {
  if (hasStorageClass(claim)) return claim;
  const storageClassName = defaultClassOf(cluster);
  if (storageClassName === undefined) return claim;
  const { namespace, name } = claim.metadata;
  setClusterObject(cluster, { ...claim, spec: { ...claim.spec, storageClassName } }, now);
  return cluster.objects.get('PersistentVolumeClaim', namespace, name)!;
}

/** Of several default classes the newest, of those of one second the first by name (pkg/volume/util/storageclass.go, GetDefaultClass). */
function defaultClassOf({ objects, createdAt }: ClusterState): string | undefined {
  const secondOf = ({ metadata }: StorageClass) => Math.floor((createdAt.get(metadata.uid!) ?? 0) / SECOND);
  const classes = [...objects.all('StorageClass')].filter(isDefaultClass);
  const [first] = classes.sort(
    (left, right) => secondOf(right) - secondOf(left) || (left.metadata.name < right.metadata.name ? -1 : 1),
  );
  return first?.metadata.name;
}

/** Kubernetes' stamps are whole seconds. */
const SECOND = 1_000_000;

function namedVolume(
  { objects }: ClusterState,
  claim: PersistentVolumeClaim,
  name: string,
): PersistentVolume | undefined {
  const volume = objects.get('PersistentVolume', undefined, name);
  return volume && (!volume.spec?.claimRef || isFor(volume, claim)) ? volume : undefined;
}

/** The smallest volume that fits, or a new one. */
function chosenVolume(
  { objects, behaviour }: ClusterState,
  claim: PersistentVolumeClaim,
  storageClass: StorageClass | undefined,
): PersistentVolume | undefined {
  const { reserved, free } = candidatesFor(claim, [...objects.all('PersistentVolume')], behaviour);
  const found = reserved ?? free[0];
  if (found || !storageClass || storageClass.provisioner === NO_PROVISIONER) return found;
  return volumeForClass(claim, storageClass);
}

function bindTogether(
  cluster: ClusterState,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  now: number,
): void {
  const { namespace, name, uid, annotations } = claim.metadata;
  const claimRef = { name, ...(namespace && { namespace }), ...(uid && { uid }) };
  setClusterObject(
    cluster,
    { ...volume, spec: { ...volume.spec, claimRef }, status: { phase: 'Bound' } },
    now,
  );
  const bound = { ...claim.metadata, annotations: { ...annotations, [BIND_COMPLETED]: 'yes' } };
  const spec = { ...claim.spec, volumeName: volume.metadata.name };
  setClusterObject(
    cluster,
    { ...claim, metadata: bound, spec, status: { ...claim.status, phase: 'Bound' } },
    now,
  );
}
