/** Writes the recorded objects that decide about the fitted pods: those of the start, and their later changes as events. */

import { writtenTime } from '../../distributions/written/written-values.ts';
import type { ClusterObject, PersistentVolume } from '../../objects/cluster-object.ts';
import { type FittedTemplate, neededObjects } from '../objects/needed-objects.ts';
import type { RecordedObjectChange } from '../objects/object-changes.ts';
import type { WrittenScenario } from './written-scenario.ts';

export interface WrittenObjects {
  /** `cluster.objects` */
  readonly present: readonly WrittenScenario[];
  /** `events.objects`, in order of time. */
  readonly events: readonly WrittenScenario[];
  /** All states of the objects that are written. */
  readonly needed: readonly ClusterObject[];
}

/** @param changes - in order of time, in seconds since the window opened; earlier ones are negative. */
export function writeObjects(
  changes: readonly RecordedObjectChange[],
  templates: readonly FittedTemplate[],
): WrittenObjects {
  const states = changes.flatMap(({ object }) => object ?? []);
  const isNeeded = neededObjects(states, templates);
  const needed = states.filter(isNeeded);
  const keys = new Set(needed.map(keyOf));
  const present = new Map<string, ClusterObject>();
  const events: WrittenScenario[] = [];
  for (const { at, object, removed } of changes) {
    const key = keyOf((object ?? removed)!);
    if (!keys.has(key)) continue;
    if (at <= 0) {
      if (object) present.set(key, object);
      else present.delete(key);
    } else if (object) events.push({ at: writtenTime(at), action: 'set', object: writtenObject(object) });
    else {
      const { kind, metadata } = removed!;
      const { name, namespace } = metadata;
      events.push({ at: writtenTime(at), action: 'remove', kind, name, ...(namespace && { namespace }) });
    }
  }
  return { present: [...present.values()].map(writtenObject), events, needed };
}

function keyOf({ kind, metadata }: Pick<ClusterObject, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Without the uids of the recording, and without the owners, which the scenario does not have. */
function writtenObject(object: ClusterObject): WrittenScenario {
  const whole: ClusterObject & { readonly apiVersion?: string } =
    object.kind === 'PersistentVolume' ? ownedByName(object) : object;
  // A kind has one version in a scenario, which need not be written.
  const { apiVersion: _version, kind, metadata, ...rest } = whole;
  const { name, namespace, labels, annotations } = metadata;
  return {
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && Object.keys(labels).length > 0 && { labels }),
      ...(annotations && Object.keys(annotations).length > 0 && { annotations }),
    },
    ...rest,
  };
}

function ownedByName(volume: PersistentVolume): PersistentVolume {
  if (!volume.spec?.claimRef) return volume;
  const { uid: _recorded, ...claimRef } = volume.spec.claimRef;
  return { ...volume, spec: { ...volume.spec, claimRef } };
}
