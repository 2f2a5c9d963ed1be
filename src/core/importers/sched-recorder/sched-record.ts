/** Recognises records of sched-recorder. It is apart from their reader, because recognising a file must not load a reader. */
import { parseMoment } from '../../time/moment.ts';
import { isLooseMap, mapAt, textAt } from '../objects/loose-json.ts';

/** Whether a parsed first line is one of this format (simulator/recorder/recorder.go, Record). */
export function isSchedRecord(value: unknown): boolean {
  const event = textAt(value, 'event');
  const isEvent = event === 'Add' || event === 'Update' || event === 'Delete';
  return isEvent && isLooseMap(mapAt(value).resource) && parseMoment(mapAt(value).time) !== undefined;
}
