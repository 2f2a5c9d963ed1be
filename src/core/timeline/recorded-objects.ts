/** Converts the objects of a recording that decide to planned events, so that they can be played again: what people set, not what a cluster made of it. */
import type { ClusterObject, PersistentVolume, PersistentVolumeClaim } from '../objects/cluster-object.ts';
import type { Observation } from '../recording/observation.ts';
import { canonicalJson } from '../recording/template-hash.ts';
import type { Planned } from './timeline-event.ts';

export interface ReplayedObjects {
  observe(observation: Observation): void;
  /** All events in order of time. */
  planned(): Planned[];
  /** Number of objects in the whole recording. */
  readonly size: number;
}

interface SeenObject {
  /** As it is played; the text shows whether a later state differs. */
  readonly object: ClusterObject;
  readonly text: string;
}

/** A provisioner writes it on the volumes that it makes (pkg/controller/volume/persistentvolume). */
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/**
 * Objects are set at their times. Left out is what follows from where pods run, because the replay decides that anew:
 * - the status of PodDisruptionBudgets, and VolumeAttachments;
 * - the binding of a claim that was unbound when it was first seen and waits for its first pod (`WaitForFirstConsumer`), and the volume that
 *   was made for it. The scheduler of the replay binds it.
 */
export function collectReplayedObjects(): ReplayedObjects {
  const planned: Planned[] = [];
  const seen = new Map<string, SeenObject>();
  const modes = new Map<string, string | undefined>();
  /** Uids of claims that the replay binds. */
  const waiting = new Set<string>();
  let size = 0;

  function played(object: ClusterObject, uid: string): ClusterObject | undefined {
    switch (object.kind) {
      case 'VolumeAttachment':
        return undefined;
      case 'PodDisruptionBudget': {
        const { status: _made, ...rest } = object;
        return rest;
      }
      case 'StorageClass':
        modes.set(object.metadata.name, object.volumeBindingMode);
        return object;
      case 'PersistentVolumeClaim':
        if (!seen.has(uid) && isWaiting(object)) waiting.add(uid);
        return waiting.has(uid) ? unboundClaim(object) : object;
      case 'PersistentVolume':
        return waiting.has(object.spec?.claimRef?.uid ?? '') ? freeVolume(object) : object;
      default:
        return object;
    }
  }

  function isWaiting({ spec }: PersistentVolumeClaim): boolean {
    const isBound = spec?.volumeName !== undefined && spec.volumeName !== '';
    return !isBound && modes.get(spec?.storageClassName ?? '') === 'WaitForFirstConsumer';
  }

  return {
    get size() {
      return size;
    },
    observe(observation) {
      const { at } = observation;
      if (observation.kind === 'object-set') {
        const uid = observation.object.metadata.uid!;
        const object = played(observation.object, uid);
        if (!object) return;
        const text = canonicalJson(object);
        const before = seen.get(uid);
        if (before?.text === text) return;
        if (!before) size += 1;
        seen.set(uid, { object, text });
        planned.push({ at, action: { kind: 'set-object', object } });
      } else if (observation.kind === 'object-removed') {
        const known = seen.get(observation.uid);
        if (!known) return;
        seen.delete(observation.uid);
        const { kind, metadata } = known.object;
        planned.push({ at, action: { kind: 'remove-object', object: { kind, metadata } } });
      }
    },
    planned: () => [...planned],
  };
}

/** Annotations of claims only say how they were bound, apart from the one that names a class. */
function unboundClaim({ metadata, spec, ...rest }: PersistentVolumeClaim): PersistentVolumeClaim {
  const { annotations, ...names } = metadata;
  const { volumeName: _bound, ...asked } = spec ?? {};
  const className = annotations?.[CLASS_ANNOTATION];
  return {
    kind: rest.kind,
    metadata: {
      ...names,
      ...(className === undefined ? {} : { annotations: { [CLASS_ANNOTATION]: className } }),
    },
    spec: asked,
    status: { phase: 'Pending' },
  };
}

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** The volume without its claim; undefined if it was made for the claim. */
function freeVolume(volume: PersistentVolume): PersistentVolume | undefined {
  if (volume.metadata.annotations?.[PROVISIONED_BY] !== undefined) return undefined;
  const { claimRef: _bound, ...spec } = volume.spec ?? {};
  return { ...volume, spec, status: { phase: 'Available' } };
}
