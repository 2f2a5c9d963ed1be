/** Sets and removes objects of the scenario on a live cluster while its clock runs. */
import type { TimelineAction } from '../../../core/timeline/timeline-event.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { runObject, runObjectPath } from '../objects/run-object.ts';
import { create, hasStatus, patch, remove } from './cluster-calls.ts';

const JSON_PATCH = 'application/json-patch+json';

export interface ObjectCalls {
  set(
    calls: Transport,
    action: Extract<TimelineAction, { kind: 'set-object' }>,
    sequence: number,
  ): Promise<void>;
  remove(calls: Transport, action: Extract<TimelineAction, { kind: 'remove-object' }>): Promise<void>;
}

export function objectCalls(run: string, refuse: (message: string) => void): ObjectCalls {
  return {
    async set(calls, { object }, sequence) {
      const call = runObject(object, run, sequence);
      if (!call) return;
      const path = `${call.path}/${call.name}`;
      if (object.kind === 'Namespace') return setLabels(calls, path, object.metadata.labels ?? {});
      try {
        return await create(calls, call.path, call.body);
      } catch (error) {
        if (!hasStatus(error, 409)) throw error;
      }
      // The handler of a runtime class cannot change.
      if (object.kind === 'RuntimeClass') {
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
      if (path !== undefined && !(await remove(calls, path)))
        refuse(`${kind} "${metadata.name}" does not exist and cannot be removed`);
    },
  };
}

/** Labels that the namespace had before fall away, but not those of the run and of Kubernetes. */
async function setLabels(
  calls: Transport,
  path: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const { metadata } = await calls.call<{
    readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  }>({ method: 'GET', path });
  const gone = Object.keys(metadata.labels ?? {}).filter(
    (key) => key !== RUN_LABEL && key !== 'kubernetes.io/metadata.name',
  );
  const changes = { ...Object.fromEntries(gone.map((key) => [key, null])), ...labels };
  await patch(calls, path, { metadata: { labels: changes } });
}
