/** Writes the recordings of KWOK (kwokctl snapshot export --record): the objects of the first moment, then ResourcePatches. */
import type { ExportedChange, ExportedObject, ExportFormat } from './export-format.ts';

const RESOURCES = { Namespace: 'namespaces', Node: 'nodes', Pod: 'pods' } as const;
const METHODS = { create: 'create', update: 'patch', delete: 'delete' } as const;
/** KWOK simulates the nodes that carry it. */
const SIMULATED = { 'kwok.x-k8s.io/node': 'fake' };

export const KWOK_PATCHES: ExportFormat = {
  name: 'kwok',
  files: 'a recording of KWOK, a stream of YAML documents: objects, then ResourcePatches',
  times: '1 µs',
  missing: 'the date; phases: a pod is deleted when it ends',
  open() {
    let hasPatches = false;
    return {
      change(change) {
        // kwokctl loads what stands before the first patch as it is, so without a time relative to the load, which it does not read there.
        hasPatches ||= change.at > 0 || change.method !== 'create' || change.object.kind === 'Pod';
        const document = hasPatches ? patchOf(change) : simulated(change.object);
        // JSON is YAML.
        return `---\n${JSON.stringify(document)}\n`;
      },
      end: () => '',
    };
  },
};

function patchOf({ at, method, object }: ExportedChange): object {
  const { name, namespace } = object.metadata;
  return {
    apiVersion: 'action.kwok.x-k8s.io/v1alpha1',
    kind: 'ResourcePatch',
    resource: { version: 'v1', resource: RESOURCES[object.kind] },
    target: { name, ...(namespace === undefined ? {} : { namespace }) },
    durationNanosecond: at * 1000,
    method: METHODS[method],
    ...(method === 'delete' ? {} : { template: simulated(object) }),
  };
}

function simulated(object: ExportedObject): ExportedObject {
  if (object.kind !== 'Node') return object;
  return { ...object, metadata: { ...object.metadata, annotations: SIMULATED } };
}
