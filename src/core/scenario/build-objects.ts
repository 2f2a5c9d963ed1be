/** Reads `cluster.objects` and `events.objects`: objects in the form in which a scheduler reads them, each with its place in the file. */
import type { ClusterObject, ClusterObjectKind } from '../objects/cluster-object.ts';
import { objectKindOf } from '../objects/object-kinds.ts';
import { SYSTEM_CLASSES } from './admission/admit-priority.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { ObjectEvent, ScenarioObject } from './scenario.ts';
import type { ObjectEventEntry, ObjectManifest } from './schema/scenario-file.ts';

export function buildObjects(
  manifests: readonly ObjectManifest[],
  path: Path,
  report: Reporter,
): ScenarioObject[] {
  return manifests.map((manifest, index) => ({
    object: buildObject(manifest, [...path, index], report),
    position: report.positionOf([...path, index]),
  }));
}

/** In the order of the file. Empty for an entry with an error. */
export function buildObjectEvents(
  entries: readonly ObjectEventEntry[],
  path: Path,
  report: Reporter,
): ObjectEvent[] {
  return entries.flatMap((entry, index) => buildObjectEvent(entry, [...path, index], report));
}

function buildObjectEvent(entry: ObjectEventEntry, path: Path, report: Reporter): ObjectEvent[] {
  const { at, action, object, kind, name, namespace } = entry;
  const position = report.positionOf(path);
  if (action === 'set') {
    for (const key of ['kind', 'name', 'namespace'] as const) {
      if (entry[key] !== undefined)
        report.error('conflicting-keys', [...path, key], 'goes with remove: write it in the object');
    }
    if (object) return [{ at, action, object: buildObject(object, [...path, 'object'], report), position }];
    report.error('missing-value', path, 'action set needs an object');
    return [];
  }
  if (object) {
    report.error(
      'conflicting-keys',
      [...path, 'object'],
      'goes with set: to remove one, write kind and name',
    );
    return [];
  }
  if (kind === undefined || name === undefined) {
    report.error('missing-value', path, 'action remove needs the kind and the name of the object');
    return [];
  }
  return [{ at, action, object: { kind, metadata: namedMetadata(kind, name, namespace) }, position }];
}

function buildObject(manifest: ObjectManifest, path: Path, report: Reporter): ClusterObject {
  const { kind, metadata } = manifest;
  const entry = objectKindOf(kind)!;
  const version = manifest.apiVersion;
  if (version !== undefined && version !== entry.apiVersion) {
    const message = `an API server has no ${kind} of "${version}": write ${entry.apiVersion}`;
    report.error('invalid-value', [...path, 'apiVersion'], message);
  }
  if (metadata.namespace !== undefined && !entry.isNamespaced)
    report.warning('unknown-key', [...path, 'metadata', 'namespace'], `a ${kind} has no namespace`);
  if (manifest.kind === 'PriorityClass') checkPriorityClass(manifest, path, report);
  return {
    ...manifest,
    apiVersion: entry.apiVersion,
    metadata: { ...metadata, ...namedMetadata(kind, metadata.name, metadata.namespace) },
  } as unknown as ClusterObject;
}

/** Classes of users are smaller than those of the system (pkg/apis/scheduling/validation, ValidatePriorityClass). */
const HIGHEST_PRIORITY = 1_000_000_000;

function checkPriorityClass(
  { metadata: { name }, value }: Extract<ObjectManifest, { kind: 'PriorityClass' }>,
  path: Path,
  report: Reporter,
): void {
  const ofSystem = SYSTEM_CLASSES.get(name);
  if (ofSystem === value) return;
  if (ofSystem !== undefined)
    report.error('invalid-value', [...path, 'value'], `"${name}" has the value ${ofSystem} in every cluster`);
  else if (name.startsWith('system-'))
    report.error('invalid-value', [...path, 'metadata', 'name'], 'names with system- belong to Kubernetes');
  else if (value > HIGHEST_PRIORITY)
    report.error(
      'invalid-value',
      [...path, 'value'],
      `${value} is too high: the highest is ${HIGHEST_PRIORITY}`,
    );
}

/** The name, and for a kind in namespaces the namespace (`default` where none is written). */
function namedMetadata(
  kind: ClusterObjectKind,
  name: string,
  namespace: string | undefined,
): { name: string; namespace?: string } {
  return objectKindOf(kind)!.isNamespaced ? { name, namespace: namespace ?? 'default' } : { name };
}
