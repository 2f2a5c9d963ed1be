/** Remembers which claims were given to pods and are not bound yet, so that no volume is given away twice (volumebinding/assume_cache.go). */
import type { PersistentVolume, PersistentVolumeClaim } from '../../../objects/cluster-object.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import { BOUND_BY_CONTROLLER, SELECTED_NODE } from './claims.ts';

/** A claim and the volume that it gets; undefined if one has to be made for it. */
export interface ClaimBinding {
  readonly claim: PersistentVolumeClaim;
  readonly volume: PersistentVolume | undefined;
}

/** The cluster's claims and volumes, with what was assumed since the last change of each. */
export interface AssumedVolumes {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  volumes(): Iterable<PersistentVolume>;
  assume(binding: ClaimBinding, nodeName: string): void;
  forget(binding: ClaimBinding): void;
}

interface Assumption extends ClaimBinding {
  readonly assumedClaim: PersistentVolumeClaim;
  readonly assumedVolume: PersistentVolume | undefined;
}

export function assumedVolumes(objects: ClusterObjects): AssumedVolumes {
  const byClaim = new Map<string, Assumption>();
  const byVolume = new Map<string, Assumption>();
  const drop = (assumption: Assumption) => {
    byClaim.delete(keyOf(assumption.claim));
    if (assumption.volume) byVolume.delete(assumption.volume.metadata.name);
  };
  /** An assumption ends when the claim or the volume changes, or is gone. */
  const valid = (assumption: Assumption | undefined): Assumption | undefined => {
    if (!assumption) return undefined;
    const { claim, volume } = assumption;
    const { namespace, name } = claim.metadata;
    const isCurrent =
      objects.get('PersistentVolumeClaim', namespace, name) === claim &&
      (!volume || objects.get('PersistentVolume', undefined, volume.metadata.name) === volume);
    if (!isCurrent) drop(assumption);
    return isCurrent ? assumption : undefined;
  };
  const current = (volume: PersistentVolume) =>
    valid(byVolume.get(volume.metadata.name))?.assumedVolume ?? volume;
  return {
    claim(namespace, name) {
      const claim = objects.get('PersistentVolumeClaim', namespace, name);
      return claim && (valid(byClaim.get(keyOf(claim)))?.assumedClaim ?? claim);
    },
    volume(name) {
      const volume = objects.get('PersistentVolume', undefined, name);
      return volume && current(volume);
    },
    *volumes() {
      for (const volume of objects.all('PersistentVolume')) yield current(volume);
    },
    assume({ claim, volume }, nodeName) {
      const { namespace, name } = claim.metadata;
      const assumption: Assumption = {
        claim: objects.get('PersistentVolumeClaim', namespace, name) ?? claim,
        volume: volume && (objects.get('PersistentVolume', undefined, volume.metadata.name) ?? volume),
        assumedClaim: volume ? claim : withAnnotation(claim, SELECTED_NODE, nodeName),
        assumedVolume: volume && reservedFor(volume, claim),
      };
      byClaim.set(keyOf(claim), assumption);
      if (volume) byVolume.set(volume.metadata.name, assumption);
    },
    forget({ claim }) {
      const assumption = byClaim.get(keyOf(claim));
      if (assumption) drop(assumption);
    },
  };
}

function keyOf({ metadata: { namespace, name } }: PersistentVolumeClaim): string {
  return `${namespace}/${name}`;
}

/** The volume with a reference to the claim. */
export function reservedFor(volume: PersistentVolume, { metadata }: PersistentVolumeClaim): PersistentVolume {
  const { name, namespace, uid } = metadata;
  const claimRef = { name, ...(namespace !== undefined && { namespace }), ...(uid !== undefined && { uid }) };
  return withAnnotation({ ...volume, spec: { ...volume.spec, claimRef } }, BOUND_BY_CONTROLLER, 'yes');
}

/** A copy of the object with one annotation more. */
export function withAnnotation<Kind extends PersistentVolume | PersistentVolumeClaim>(
  object: Kind,
  key: string,
  value: string,
): Kind {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, [key]: value } } };
}
