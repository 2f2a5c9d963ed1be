/** Reads the entries of `events.pods` that change a pod which exists: its gates, its labels, the requests of a container. */
import type { PodChange } from '../objects/changed-pod.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { PodUpdate } from './scenario.ts';
import type { PodFields } from './schema/pod-entry.ts';

/** The only keys of an update. */
const KEYS: ReadonlySet<string> = new Set(['name', 'namespace', 'eventType', 'arrivalTime', 'update']);

/** An entry with `update` needs no event type. */
export function isUpdate(fields: PodFields): boolean {
  return fields.update !== undefined || fields.eventType === 'update';
}

/** Empty after an error. */
export function buildPodUpdate(fields: PodFields, path: Path, report: Reporter): PodUpdate[] {
  const { name, namespace = 'default', arrivalTime, update, eventType } = fields;
  if (eventType !== undefined && eventType !== 'update')
    report.error(
      'conflicting-keys',
      [...path, 'update'],
      `goes with eventType: update, not with ${eventType}`,
    );
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined && !KEYS.has(key))
      report.error(
        'conflicting-keys',
        [...path, key],
        'does not go with update, which changes a pod that exists',
      );
  }
  if (name === undefined)
    report.error('missing-value', path, 'missing name: write the name of the pod to change');
  if (arrivalTime === undefined)
    report.warning('default-time', path, 'no arrivalTime: the pod is changed at 0s');
  const { ungate, labels, resize } = update ?? {};
  if (!ungate && !labels && !resize)
    report.error('missing-value', path, 'nothing to change: add ungate, labels or resize under update');
  if (resize) checkResize(resize, [...path, 'update', 'resize'], report);
  if (name === undefined || !update) return [];
  const change: PodChange = {
    ...(ungate && { ungate }),
    ...(labels && { labels }),
    ...(resize && { resize }),
  };
  const at = arrivalTime ?? 0;
  return [{ namespace, podName: name, at, change, position: report.positionOf(path) }];
}

/** An API server lets nothing else change (pkg/apis/core/validation, ValidatePodResize). */
const RESIZABLE = ['cpu', 'memory'];

function checkResize(resize: NonNullable<PodChange['resize']>, path: Path, report: Reporter): void {
  for (const key of ['requests', 'limits'] as const) {
    for (const resource of Object.keys(resize[key] ?? {})) {
      if (!RESIZABLE.includes(resource))
        report.error(
          'invalid-value',
          [...path, key, resource],
          'only cpu and memory of a pod can be resized',
        );
    }
  }
  if (!resize.requests && !resize.limits)
    report.error('missing-value', path, 'nothing to resize: add requests or limits');
}
