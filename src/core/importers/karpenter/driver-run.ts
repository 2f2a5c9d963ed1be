/** What the Karpenter scenario driver (nathangeology/karpenter-core, hack/e2e_driver) saves of a run: snapshots, audit events or object histories. */

import { parseMoment } from '../../time/moment.ts';
import { isAuditEvent, readAuditLog } from '../audit-log/audit-log.ts';
import { createObjectDump } from '../dump/object-lists.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { isMap, listAt, mapAt, textAt } from '../objects/loose-json.ts';
import { createNamedObjects, type ObjectName } from '../objects/named-objects.ts';

/** Whether a parsed file is one of the driver's: each of its branches saves another kind. */
export function isKarpenterRun(value: unknown): boolean {
  const { cluster_snapshots: snapshots, audit_events: audit, resource_history: resources } = mapAt(value);
  return Array.isArray(snapshots) || Array.isArray(audit) || isMap(resources);
}

/**
 * Tells the history what the run's file holds. Between two snapshots nothing was seen: each such time is a gap.
 *
 * @returns what is to be said of it, a sentence each.
 */
export function tellKarpenterRun(run: unknown, file: string, history: ImportHistory): string[] {
  const { cluster_snapshots: snapshots, audit_events: audit } = mapAt(run);
  if (Array.isArray(snapshots)) return tellSnapshots(snapshots as readonly unknown[], file, history);
  if (Array.isArray(audit) && audit.length > 0) {
    const reader = readAuditLog(history);
    for (const event of audit as readonly unknown[]) {
      const value = isMap(event) ? { apiVersion: 'audit.k8s.io/v1', kind: 'Event', ...event } : event;
      if (isAuditEvent(value)) reader.line(value, { file });
    }
    return reader.notes();
  }
  tellObjectHistories(mapAt(run, 'resource_history'), file, history);
  return [];
}

function tellSnapshots(snapshots: readonly unknown[], file: string, history: ImportHistory): string[] {
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
  return [];
}

/** A list, a List object, or a map of objects by name. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (isMap(value) && Array.isArray(value.items)) return listAt(value, 'items');
  return isMap(value) ? Object.values(value).filter(isMap) : [];
}

/** `{pods: {"namespace/name": [{verb, timestamp, object, code}]}, nodes: …}`; the tracker's branch says `events` and `action`. */
function tellObjectHistories(histories: unknown, file: string, history: ImportHistory): void {
  const changes: { moment: number; name: ObjectName; verb: string; object: unknown }[] = [];
  for (const [resource, kind] of [
    ['nodes', 'Node'],
    ['pods', 'Pod'],
  ] as const) {
    for (const [key, list] of Object.entries(mapAt(histories, resource))) {
      const parts = key.split('/');
      const name: ObjectName = {
        kind,
        name: parts.at(-1)!,
        namespace: kind === 'Pod' ? (parts.length > 1 ? parts[0] : 'default') : undefined,
      };
      for (const entry of Array.isArray(list) ? (list as unknown[]) : listAt(list, 'events')) {
        const moment = parseMoment(mapAt(entry).timestamp);
        const { object, resource: tracked, code } = mapAt(entry);
        const verb = (textAt(entry, 'verb') ?? textAt(entry, 'action') ?? 'update').toLowerCase();
        if (moment === undefined || (typeof code === 'number' && code >= 300)) continue;
        changes.push({ moment, name, verb, object: object ?? tracked });
      }
    }
  }
  changes.sort((one, other) => one.moment - other.moment);
  const objects = createNamedObjects(history);
  for (const { moment, name, verb, object } of changes) {
    const isWhole = isMap(object) && isMap(object.spec) && isMap(object.metadata);
    if (verb === 'delete' || verb === 'deleted') objects.gone(name, moment);
    else if (isWhole && (name.kind === 'Node' || Array.isArray(mapAt(object, 'spec').containers)))
      objects.seen(name, object, moment, { file });
  }
}
