/** The events that can make a pod schedulable which VolumeBinding rejected (volumebinding/volume_binding.go, EventsToRegister). */
import type { CSIStorageCapacity } from '../../../objects/cluster-object.ts';
import type { EventRegistration, QueueingHint } from '../../framework/plugin.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import { migratedPlugins } from './csi-migration.ts';
import { podVolumes, usesClaim } from './pod-volumes.ts';
import { volumeLimit } from './provisioning.ts';

const CHANGED = ['object-added', 'object-updated'] as const;

export function bindingEvents({ queueingHints }: Behaviour): readonly EventRegistration[] {
  return [
    { kinds: CHANGED, objects: ['StorageClass'], hint: changesTopologies },
    { kinds: CHANGED, objects: ['PersistentVolumeClaim'], hint: changesOwnClaim },
    { kinds: CHANGED, objects: ['PersistentVolume'] },
    {
      kinds: queueingHints
        ? ['node-added', 'node-labels-changed']
        : ['node-added', 'node-labels-changed', 'node-taints-changed'],
    },
    { kinds: CHANGED, objects: ['CSINode'], hint: changesMigration },
    { kinds: queueingHints ? ['object-updated'] : CHANGED, objects: ['CSIDriver'], hint: stopsTracking },
    { kinds: CHANGED, objects: ['CSIStorageCapacity'], hint: raisesCapacity },
  ];
}

const changesTopologies: QueueingHint = (_pod, event) => {
  if (!('object' in event) || event.object.kind !== 'StorageClass') return false;
  const { object, objectBefore } = event;
  if (objectBefore?.kind !== 'StorageClass') return true;
  return (
    JSON.stringify(objectBefore.allowedTopologies ?? []) !== JSON.stringify(object.allowedTopologies ?? [])
  );
};

const changesOwnClaim: QueueingHint = (pod, event) =>
  'object' in event &&
  event.object.metadata.namespace === pod.namespace &&
  usesClaim(pod, event.object.metadata.name);

const changesMigration: QueueingHint = (_pod, event) => {
  if (!('object' in event) || event.object.kind !== 'CSINode') return false;
  const { object, objectBefore } = event;
  return objectBefore?.kind !== 'CSINode' || migratedPlugins(objectBefore) !== migratedPlugins(object);
};

/** Only for a driver that the pod names in a volume of its own. */
const stopsTracking: QueueingHint = (pod, event) => {
  if (!('object' in event) || event.object.kind !== 'CSIDriver') return false;
  const { object, objectBefore } = event;
  if (objectBefore?.kind !== 'CSIDriver' || !objectBefore.spec?.storageCapacity) return false;
  const driver = object.metadata.name;
  return (
    !object.spec?.storageCapacity &&
    podVolumes(pod.info).inline.some(({ csi }) => (csi as { driver?: string } | undefined)?.driver === driver)
  );
};

const raisesCapacity: QueueingHint = (_pod, event) => {
  if (!('object' in event) || event.object.kind !== 'CSIStorageCapacity') return false;
  const before = event.objectBefore as CSIStorageCapacity | undefined;
  if (!before) return true;
  const limitBefore = volumeLimit(before);
  const limit = volumeLimit(event.object);
  return limit !== undefined && (limitBefore === undefined || limit > limitBefore);
};
