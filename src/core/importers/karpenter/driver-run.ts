/** Reads what the Karpenter scenario driver (nathangeology/karpenter-core, hack/e2e_driver) saves of a run: snapshots, audit events or object histories. */
import type { Problem } from '../../errors/problem.ts';

import { parseMoment } from '../../time/moment.ts';
import { isAuditEvent } from '../audit-log/audit-event.ts';
import { readAuditLog } from '../audit-log/audit-log.ts';
import { createObjectDump } from '../dump/object-lists.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { eachFile, type FileReader } from '../import-format.ts';
import { isLooseMap, listAt, mapAt, textAt } from '../objects/loose-json.ts';
import { createNamedObjects, type ObjectName } from '../objects/named-objects.ts';
import { parseJsonFile } from '../text/json-file.ts';
import { isFlatHistory } from './run-shape.ts';

/** Reads each file as a run of its own. */
export function readDriverRuns(history: ImportHistory): FileReader {
  return eachFile((source) => emitKarpenterRun(parseJsonFile(source), source.file, history));
}

/**
 * Reports the file of a run to the history. The driver observes nothing between two snapshots: each such time is a gap.
 *
 * @returns warnings.
 */
export function emitKarpenterRun(run: unknown, file: string, history: ImportHistory): readonly Problem[] {
  const { cluster_snapshots: snapshots, audit_events: audit } = mapAt(run);
  if (Array.isArray(snapshots)) {
    emitSnapshots(snapshots as readonly unknown[], file, history);
    return [];
  }
  if (Array.isArray(audit) && audit.length > 0) {
    const reader = readAuditLog(history);
    for (const event of audit as readonly unknown[]) {
      const value = isLooseMap(event) ? { apiVersion: 'audit.k8s.io/v1', kind: 'Event', ...event } : event;
      if (isAuditEvent(value)) reader.take(value, { file });
    }
    return reader.end();
  }
  emitObjectHistories(isFlatHistory(run) ? run : mapAt(run, 'resource_history'), file, history);
  return [];
}

function emitSnapshots(snapshots: readonly unknown[], file: string, history: ImportHistory): void {
  const inOrder = snapshots
    .map((snapshot) => ({ snapshot, moment: parseMoment(mapAt(snapshot).timestamp) }))
    .filter((each): each is { snapshot: unknown; moment: number } => each.moment !== undefined)
    .sort((one, other) => one.moment - other.moment);
  let before: number | undefined;
  for (const { snapshot, moment } of inOrder) {
    const dump = createObjectDump();
    for (const kind of ['Node', 'Pod']) {
      const items = listOf(mapAt(snapshot)[kind === 'Node' ? 'nodes' : 'pods']);
      dump.add({ kind: `${kind}List`, items }, { file });
    }
    if (before !== undefined && moment > before) history.gap(before, moment, 'between two snapshots');
    for (const node of dump.nodes.values()) history.node(node, moment);
    for (const pod of dump.pods.values()) history.pod(pod, moment);
    history.only(new Set([...dump.nodes.keys(), ...dump.pods.keys()]), moment);
    before = moment;
  }
}

/** A list, a List object, or a map of objects by name. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (isLooseMap(value) && Array.isArray(value.items)) return listAt(value, 'items');
  return isLooseMap(value) ? Object.values(value).filter(isLooseMap) : [];
}

/**
 * `{pods: {"namespace/name": [{verb, timestamp, object, code}]}, nodes: …}`; the tracker's branch has flat keys such as `pod/namespace/name`, and calls the
 * lists and verbs `events` and `action`.
 */
function emitObjectHistories(histories: unknown, file: string, history: ImportHistory): void {
  const changes: { moment: number; name: ObjectName; verb: string; object: unknown }[] = [];
  for (const { name, entries } of trackedObjects(histories)) {
    for (const entry of entries) {
      const moment = parseMoment(mapAt(entry).timestamp);
      const { object, resource: tracked, code } = mapAt(entry);
      const verb = (textAt(entry, 'verb') ?? textAt(entry, 'action') ?? 'update').toLowerCase();
      if (moment === undefined || (typeof code === 'number' && code >= 300)) continue;
      changes.push({ moment, name, verb, object: object ?? tracked });
    }
  }
  changes.sort((one, other) => one.moment - other.moment);
  const objects = createNamedObjects(history);
  for (const { moment, name, verb, object } of changes) {
    const isWhole = isLooseMap(object) && isLooseMap(object.spec) && isLooseMap(object.metadata);
    if (verb.startsWith('delete')) objects.gone(name, moment);
    else if (isWhole && (name.kind === 'Node' || Array.isArray(mapAt(object, 'spec').containers)))
      objects.seen(name, object, moment, { file });
  }
}

interface TrackedObject {
  readonly name: ObjectName;
  readonly entries: readonly unknown[];
}

/** Nodes and pods: other objects of the driver follow from its scenario. */
function trackedObjects(histories: unknown): TrackedObject[] {
  return Object.entries(mapAt(histories)).flatMap(([key, value]): TrackedObject[] => {
    const [type = '', ...parts] = key.split('/');
    if (parts.length > 0) return trackedObject(textAt(value, 'resource_type') ?? type, parts, value);
    return Object.entries(mapAt(value)).flatMap(([name, list]) => trackedObject(type, name.split('/'), list));
  });
}

function trackedObject(type: string, parts: readonly string[], list: unknown): TrackedObject[] {
  const kind = KINDS.get(type.toLowerCase().replace(/s$/, ''));
  if (!kind) return [];
  const namespace = textAt(list, 'namespace') || (parts.length > 1 && parts[0]) || 'default';
  return [
    {
      name: {
        kind,
        name: textAt(list, 'name') ?? parts.at(-1)!,
        namespace: kind === 'Pod' ? namespace : undefined,
      },
      entries: Array.isArray(list) ? (list as unknown[]) : listAt(list, 'events'),
    },
  ];
}

const KINDS: ReadonlyMap<string, 'Node' | 'Pod'> = new Map([
  ['node', 'Node'],
  ['pod', 'Pod'],
]);
