/** Recordings of kube-scheduler-simulator's sched-recorder: JSON Lines of added, updated and deleted objects with the time of each. */
import { UserError } from '../../errors/user-error.ts';
import { parseMoment } from '../../time/moment.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { isMap, mapAt, textAt } from '../objects/loose-json.ts';
import { createNamedObjects, type ObjectName } from '../objects/named-objects.ts';
import type { LineReader } from '../text/json-lines.ts';

/** Whether a parsed first line is one of this format (simulator/recorder/recorder.go, Record). */
export function isSchedRecord(value: unknown): boolean {
  const event = textAt(value, 'event');
  const isEvent = event === 'Add' || event === 'Update' || event === 'Delete';
  return isEvent && isMap(mapAt(value).resource) && parseMoment(mapAt(value).time) !== undefined;
}

/**
 * Reads line by line. Deletions name their object and nothing else of it; objects of other kinds than Pod and Node are passed over.
 *
 * @throws {UserError} with file and line for what is no such record. A last line that is cut short is left out.
 */
export function readSchedRecorder(history: ImportHistory): LineReader {
  const objects = createNamedObjects(history);
  return {
    line(value, place) {
      if (!isSchedRecord(value)) {
        throw new UserError('this line is no record of sched-recorder, {"time", "event", "resource"}', {
          position: place,
        });
      }
      const { event, resource } = value as { event: string; resource: unknown };
      const name = nameOf(resource);
      const moment = parseMoment(mapAt(value).time)!;
      if (!name) return;
      if (event === 'Delete') objects.gone(name, moment);
      else objects.seen(name, mapAt(resource), moment, place);
    },
    notes: () => [],
  };
}

function nameOf(resource: unknown): ObjectName | undefined {
  const kind = textAt(resource, 'kind');
  const name = textAt(resource, 'metadata', 'name');
  if ((kind !== 'Pod' && kind !== 'Node') || name === undefined) return undefined;
  const namespace = kind === 'Pod' ? (textAt(resource, 'metadata', 'namespace') ?? 'default') : undefined;
  return { kind, namespace, name };
}
