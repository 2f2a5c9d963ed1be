/** Reads recordings of kube-scheduler-simulator's sched-recorder: one added, updated or deleted object a line, with its time. */
import { CORRECT_LINE } from '../../errors/next-steps.ts';
import { UserError } from '../../errors/user-error.ts';
import { parseMoment } from '../../time/moment.ts';
import type { ImportHistory } from '../history/import-history.ts';
import type { RecordReader } from '../import-format.ts';
import { mapAt, textAt } from '../objects/loose-json.ts';
import { createNamedObjects, type ObjectName } from '../objects/named-objects.ts';
import { isSchedRecord } from './sched-record.ts';

/**
 * Reads record by record. A deletion contains only the name of its object. Objects that are neither Pod nor Node are skipped.
 *
 * @throws {UserError} with file and line for a line that is no such record.
 */
export function readSchedRecorder(history: ImportHistory): RecordReader {
  const objects = createNamedObjects(history);
  return {
    take(value, place) {
      if (!isSchedRecord(value)) {
        throw new UserError('this line is not a record of sched-recorder, {"time", "event", "resource"}', {
          position: place,
          next: CORRECT_LINE,
        });
      }
      const { event, resource } = value as { event: string; resource: unknown };
      const name = nameOf(resource);
      const moment = parseMoment(mapAt(value).time)!;
      if (!name) return;
      if (event === 'Delete') objects.gone(name, moment);
      else objects.seen(name, mapAt(resource), moment, place);
    },
    end: () => [],
  };
}

function nameOf(resource: unknown): ObjectName | undefined {
  const kind = textAt(resource, 'kind');
  const name = textAt(resource, 'metadata', 'name');
  if ((kind !== 'Pod' && kind !== 'Node') || name === undefined) return undefined;
  const namespace = kind === 'Pod' ? (textAt(resource, 'metadata', 'namespace') ?? 'default') : undefined;
  return { kind, namespace, name };
}
