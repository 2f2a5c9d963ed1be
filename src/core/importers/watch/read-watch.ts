/** Reads watch events in their order. They have no times of their own, so each happens at the latest stamp that was seen by then. */
import { counted } from '../../errors/counted.ts';
import type { Problem } from '../../errors/problem.ts';
import { objectKindOf } from '../../objects/object-kinds.ts';
import { parseMoment } from '../../time/moment.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { type FileReader, leftOut, type NamedBytes } from '../import-format.ts';
import { kindOf } from '../objects/cluster-objects.ts';
import { isLooseMap, type LooseMap, listAt, mapAt, textAt, valueAt } from '../objects/loose-json.ts';
import { createNamedObjects, type ObjectName } from '../objects/named-objects.ts';
import { kubernetesValues } from '../text/kubernetes-values.ts';

interface WatchEvent {
  readonly type: string;
  readonly object: LooseMap;
}

/** A file for each resource, as kubectl watches one at a time. */
export function readWatch(history: ImportHistory): FileReader {
  const objects = createNamedObjects(history);
  let others = 0;

  function take(file: NamedBytes): void {
    const { values: found, lines } = kubernetesValues(file);
    const values = found.flat();
    const events = values.flatMap((value) => eventIn(value) ?? []);
    others += lines + values.filter((value) => value !== null).length - events.length;
    const atFirst = lengthOfFirstList(events);
    let moment = Number.NEGATIVE_INFINITY;
    for (const { object } of events.slice(0, atFirst)) moment = Math.max(moment, latestStamp(object));
    for (const { type, object } of events) {
      moment = Math.max(moment, latestStamp(object));
      if (type === 'BOOKMARK' || type === 'ERROR' || moment === Number.NEGATIVE_INFINITY) continue;
      const name = nameOf(object);
      if (!name) others += 1;
      else if (type === 'DELETED') {
        objects.seen(name, object, moment, { file: file.file });
        objects.gone(name, moment);
      } else objects.seen(name, object, moment, { file: file.file });
    }
  }

  return {
    take,
    end(): readonly Problem[] {
      return others > 0
        ? [
            leftOut(
              `left out: ${counted(others, 'value')} besides events about pods, nodes and objects that decide`,
            ),
          ]
        : [];
    },
  };
}

function eventIn(value: unknown): WatchEvent | undefined {
  const { type, object } = mapAt(value);
  return typeof type === 'string' && isLooseMap(object) ? { type, object } : undefined;
}

/** kubectl lists first and prints what is there as ADDED, in the order of names; what is created later comes in any order. */
function lengthOfFirstList(events: readonly WatchEvent[]): number {
  let before = '';
  for (const [index, { type, object }] of events.entries()) {
    const key = `${textAt(object, 'metadata', 'namespace') ?? ''}\0${textAt(object, 'metadata', 'name') ?? ''}`;
    if (type !== 'ADDED' || key < before) return index;
    before = key;
  }
  return events.length;
}

function nameOf(object: LooseMap): ObjectName | undefined {
  const kind = kindOf(object);
  const name = textAt(object, 'metadata', 'name');
  const entry = objectKindOf(kind);
  if (name === undefined || (kind !== 'Pod' && kind !== 'Node' && entry === undefined)) return undefined;
  const isNamespaced = kind === 'Pod' || entry?.isNamespaced === true;
  return {
    kind: (entry?.kind ?? kind) as ObjectName['kind'],
    name,
    namespace: isNamespaced ? (textAt(object, 'metadata', 'namespace') ?? 'default') : undefined,
  };
}

/** Of the past: a deletion's stamp is when its grace period ends. */
function latestStamp(object: LooseMap): number {
  const status = mapAt(object, 'status');
  const { creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds } = mapAt(object, 'metadata');
  const stamps = [creationTimestamp, status.startTime];
  for (const field of listAt(object, 'metadata', 'managedFields')) stamps.push(mapAt(field).time);
  for (const condition of listAt(status, 'conditions')) {
    stamps.push(mapAt(condition).lastTransitionTime, mapAt(condition).lastHeartbeatTime);
  }
  for (const container of [
    ...listAt(status, 'containerStatuses'),
    ...listAt(status, 'initContainerStatuses'),
  ]) {
    const ended = mapAt(container, 'state', 'terminated');
    stamps.push(valueAt(container, 'state', 'running', 'startedAt'), ended.startedAt, ended.finishedAt);
  }
  const moments = stamps.flatMap((stamp) => parseMoment(stamp) ?? []);
  const end = parseMoment(deletionTimestamp);
  if (end !== undefined) moments.push(end - 1e6 * Number(deletionGracePeriodSeconds ?? 0));
  return moments.length === 0 ? Number.NEGATIVE_INFINITY : Math.max(...moments);
}
