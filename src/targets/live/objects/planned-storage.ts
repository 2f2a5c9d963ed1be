/** Finds out of a timeline whether its pods have claims and volumes, and which class is the default. */
import { isDefaultClass } from '../../../core/scheduler/plugins/volumes/claims.ts';
import type { TimelineFacts } from './plan-objects.ts';

const STORAGE: ReadonlySet<string> = new Set(['PersistentVolume', 'PersistentVolumeClaim', 'StorageClass']);

/** Pods of a recording may name claims that were not recorded: then they have no volumes. */
export function playsVolumes({ claims, objects }: TimelineFacts): boolean {
  return claims || objects.some(({ object }) => STORAGE.has(object.kind));
}

/** Of the classes of the first moment: those of one second count by their names (pkg/volume/util/storageclass.go, GetDefaultClass). */
export function defaultClassOf({ objects }: TimelineFacts): string | undefined {
  const names = objects.flatMap(({ at, object }) =>
    at === 0 && object.kind === 'StorageClass' && isDefaultClass(object) ? [object.metadata.name] : [],
  );
  return names.sort()[0];
}
