/** Sets and removes objects of the scenario on a live cluster while its clock runs. */

import type { ClusterObject } from '../../../core/objects/cluster-object.ts';
import type { TimelineAction } from '../../../core/timeline/timeline-event.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { runObject, runObjectPath } from '../objects/run-object.ts';
import { withDefaultClass } from '../objects/storage-objects.ts';
import { create, hasStatus, patch, remove } from './cluster-calls.ts';

const JSON_PATCH = 'application/json-patch+json';

/** Most of their fields cannot change, so another one takes their place. */
const REPLACED: ReadonlySet<ClusterObject['kind']> = new Set([
  'RuntimeClass',
  'StorageClass',
  'CSINode',
  'CSIDriver',
  'CSIStorageCapacity',
  'VolumeAttachment',
]);
/** The volume controller of the cluster writes what changes of them: which of them belong together. */
const KEPT: ReadonlySet<ClusterObject['kind']> = new Set(['PersistentVolume', 'PersistentVolumeClaim']);

export interface ObjectCalls {
  set(
    calls: Transport,
    action: Extract<TimelineAction, { kind: 'set-object' }>,
    sequence: number,
  ): Promise<void>;
  remove(calls: Transport, action: Extract<TimelineAction, { kind: 'remove-object' }>): Promise<void>;
}

export interface ObjectCallsOptions {
  readonly run: string;
  /** The default StorageClass of the scenario. */
  readonly defaultClass: string | undefined;
  readonly refuse: (message: string) => void;
}

export function objectCalls({ run, defaultClass, refuse }: ObjectCallsOptions): ObjectCalls {
  return {
    async set(calls, { object: written }, sequence) {
      const isClaim = written.kind === 'PersistentVolumeClaim';
      const object = isClaim ? withDefaultClass(written, defaultClass) : written;
      const call = runObject(object, run, sequence);
      if (!call) return;
      const path = `${call.path}/${call.name}`;
      if (object.kind === 'Namespace') return setLabels(calls, path, object.metadata.labels ?? {});
      try {
        return await create(calls, call.path, call.body);
      } catch (error) {
        if (!hasStatus(error, 409)) throw error;
      }
      if (KEPT.has(object.kind)) return;
      if (REPLACED.has(object.kind)) {
        if (await isForeign(calls, path, run)) return refuse(foreign(object));
        await remove(calls, path);
        return create(calls, call.path, call.body);
      }
      const { spec } = call.body as { readonly spec?: object };
      await patch(calls, path, [{ op: 'replace', path: '/spec', value: spec }], JSON_PATCH);
    },
    async remove(calls, { object }) {
      const { kind, metadata } = object;
      if (kind === 'Namespace')
        return refuse(`namespace "${metadata.name}" stays until the run ends: its pods would go with it`);
      const path = runObjectPath(object, run);
      if (path === undefined) return;
      if (REPLACED.has(kind) && (await isForeign(calls, path, run))) return refuse(foreign(object));
      if (!(await remove(calls, path)))
        refuse(`${kind} "${metadata.name}" does not exist and cannot be removed`);
    },
  };
}

interface Labelled {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

/** A driver and the drivers of a node have one name in the whole cluster, which others may have taken. */
async function isForeign(calls: Transport, path: string, run: string): Promise<boolean> {
  try {
    const { metadata } = await calls.call<Labelled>({ method: 'GET', path });
    return metadata.labels?.[RUN_LABEL] !== run;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
}

function foreign({ kind, metadata }: Pick<ClusterObject, 'kind' | 'metadata'>): string {
  return `${kind} "${metadata.name}" does not belong to this run and stays`;
}

/** Labels that the namespace had before fall away, but not those of the run and of Kubernetes. */
async function setLabels(
  calls: Transport,
  path: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const { metadata } = await calls.call<Labelled>({ method: 'GET', path });
  const gone = Object.keys(metadata.labels ?? {}).filter(
    (key) => key !== RUN_LABEL && key !== 'kubernetes.io/metadata.name',
  );
  const changes = { ...Object.fromEntries(gone.map((key) => [key, null])), ...labels };
  await patch(calls, path, { metadata: { labels: changes } });
}
