/** Reads recordings of KWOK (kwokctl snapshot export --record, kectl): a stream of YAML documents, first objects and then ResourcePatches. */

import type { ImportHistory } from '../history/import-history.ts';
import type { RecordReader } from '../import-format.ts';
import type { Place } from '../objects/cluster-objects.ts';
import { isLooseMap, listAt, mapAt, textAt } from '../objects/loose-json.ts';
import { createNamedObjects, type ObjectName } from '../objects/named-objects.ts';
import { strategicMerge } from '../objects/strategic-merge.ts';

/** Whether a document is a recorded action (pkg/apis/action/v1alpha1). */
export function isResourcePatch(value: unknown): boolean {
  return (
    textAt(value, 'kind') === 'ResourcePatch' &&
    textAt(value, 'apiVersion')?.startsWith('action.kwok.') === true
  );
}

/**
 * Reads document by document. The objects before the first patch are the cluster at the start; each patch applies at its
 * `durationNanosecond` after the start. The format contains no date, so the start is the Unix epoch.
 */
export function readKwokRecording(history: ImportHistory): RecordReader {
  const objects = createNamedObjects(history);

  function whole(value: unknown, moment: number, place: Place): void {
    const kind = textAt(value, 'kind');
    const name = textAt(value, 'metadata', 'name');
    if ((kind !== 'Pod' && kind !== 'Node') || name === undefined) return;
    const namespace = kind === 'Pod' ? (textAt(value, 'metadata', 'namespace') ?? 'default') : undefined;
    objects.seen({ kind, name, namespace }, mapAt(value), moment, place);
  }

  return {
    take(value, place) {
      if (isResourcePatch(value)) {
        const name = targetOf(value);
        const moment = Math.floor(Number(mapAt(value).durationNanosecond ?? 0) / 1000);
        if (!name || !Number.isFinite(moment)) return;
        const { method, template } = mapAt(value);
        if (method === 'delete') objects.gone(name, moment);
        else if (!isLooseMap(template)) return;
        else if (method === 'create') objects.seen(name, template, moment, place);
        else objects.changed(name, (known) => strategicMerge(known, template), moment, place);
      } else if (isLooseMap(value) && Array.isArray(value.items)) {
        for (const item of listAt(value, 'items')) whole(item, 0, place);
      } else whole(value, 0, place);
    },
    end: () => [],
  };
}

function targetOf(value: unknown): ObjectName | undefined {
  const resource = textAt(value, 'resource', 'resource');
  const name = textAt(value, 'target', 'name');
  if (name === undefined || textAt(value, 'resource', 'group') !== undefined) return undefined;
  if (resource === 'nodes') return { kind: 'Node', name, namespace: undefined };
  return resource === 'pods'
    ? { kind: 'Pod', name, namespace: textAt(value, 'target', 'namespace') ?? 'default' }
    : undefined;
}
