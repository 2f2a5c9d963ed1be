/** Finds the volume that fits a claim best on a node (component-helpers/storage/volume/pv_helpers.go, FindMatchingVolume). */

import type { PersistentVolume, PersistentVolumeClaim } from '../../../objects/cluster-object.ts';
import { compileLabelSelector } from '../../../objects/label-selector.ts';
import type { Node } from '../../../objects/node.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import { capacityBytes, isFor, requestedBytes, storageClassOf } from './claims.ts';
import { isReachable } from './reachable.ts';

/** The volumes that fit a claim wherever its pod runs. */
export interface Candidates {
  /** The volume that is reserved for the claim already. Then it gets that one or none. */
  readonly reserved: PersistentVolume | undefined;
  /** From the smallest to the largest, equal ones in the order in which they were added. */
  readonly free: readonly PersistentVolume[];
}

export function candidatesFor(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  behaviour: Behaviour,
): Candidates {
  const bytes = requestedBytes(claim);
  const className = storageClassOf(claim);
  const selects = claim.spec?.selector ? compileLabelSelector(claim.spec.selector) : () => true;
  const large = volumes.filter(
    (volume) =>
      (!volume.spec?.claimRef || isFor(volume, claim)) &&
      capacityBytes(volume) >= bytes &&
      modeOf(volume) === modeOf(claim) &&
      attributesFit(claim, volume, behaviour) &&
      !volume.metadata.deletionTimestamp,
  );
  const free = large.filter(
    (volume) =>
      (volume.status?.phase ?? 'Available') === 'Available' &&
      selects(volume.metadata.labels ?? {}) &&
      storageClassOf(volume) === className &&
      accessModesFit(claim, volume),
  );
  return {
    reserved: large.find((volume) => isFor(volume, claim)),
    free: free.sort((a, b) => capacityBytes(a) - capacityBytes(b)),
  };
}

/** @param taken names of volumes that other claims of the pod get. */
export function bestMatch(
  { reserved, free }: Candidates,
  node: Node,
  taken: ReadonlySet<string>,
): PersistentVolume | undefined {
  if (reserved) return isReachable(reserved.spec?.nodeAffinity?.required, node) ? reserved : undefined;
  return free.find(
    (volume) => !taken.has(volume.metadata.name) && isReachable(volume.spec?.nodeAffinity?.required, node),
  );
}

function modeOf({ spec }: PersistentVolume | PersistentVolumeClaim): string {
  return spec?.volumeMode ?? 'Filesystem';
}

function accessModesFit(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  const offered = volume.spec?.accessModes ?? [];
  return (claim.spec?.accessModes ?? []).every((mode) => offered.includes(mode));
}

/** Before volume attributes classes (1.34), a volume with one is never bound. */
function attributesFit(
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  { volumeAttributesClasses }: Behaviour,
): boolean {
  const wanted = claim.spec?.volumeAttributesClassName ?? '';
  const offered = volume.spec?.volumeAttributesClassName ?? '';
  return volumeAttributesClasses ? wanted === offered : offered === '';
}
