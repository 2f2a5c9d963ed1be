/** Refuses a second default PriorityClass, as an API server does (plugin/pkg/admission/priority, validatePriorityClass). */
import { formatPosition } from '../../errors/user-error.ts';
import type { Path } from '../positioned-yaml.ts';
import type { Reporter } from '../reporter.ts';
import type { ObjectEventEntry, ObjectManifest } from '../schema/scenario-file.ts';

const OBJECTS: Path = ['cluster', 'objects'];
const EVENTS: Path = ['events', 'objects'];

/** Goes through the classes in the order in which they are created. @param events those of `events.objects`. */
export function refuseSecondDefault(
  objects: readonly ObjectManifest[],
  events: readonly ObjectEventEntry[],
  report: Reporter,
): void {
  let current: { readonly name: string; readonly path: Path } | undefined;
  const set = (object: ObjectManifest, path: Path): void => {
    if (object.kind !== 'PriorityClass') return;
    const { name } = object.metadata;
    if (!object.globalDefault) {
      if (current?.name === name) current = undefined;
    } else if (current === undefined || current.name === name) current = { name, path };
    else {
      const place = formatPosition(report.positionOf(current.path));
      const message = `PriorityClass "${current.name}" (${place}) is the default already: only one can be`;
      report.error('conflicting-keys', [...path, 'globalDefault'], message);
    }
  };
  for (const [index, object] of objects.entries()) set(object, [...OBJECTS, index]);
  const inOrder = [...events.entries()].sort(([, left], [, right]) => left.at - right.at);
  for (const [index, { action, object, kind, name }] of inOrder) {
    if (action === 'set' && object) set(object, [...EVENTS, index, 'object']);
    else if (kind === 'PriorityClass' && current?.name === name) current = undefined;
  }
}
