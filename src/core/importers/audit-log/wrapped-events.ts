/** Finds the audit events in what clouds and log collectors wrap around them, whatever the wrapping. */
import { isLooseMap, type LooseMap, listAt } from '../objects/loose-json.ts';
import { isAuditEvent, isAzureRow, isGoogleEntry, mayHoldEvents } from './audit-event.ts';
import { eventOfGoogle, parsedJson } from './google-entry.ts';

/** Wrappings nest: a page, its entries, their properties, a log, and JSON as text in it. */
const DEEPEST = 12;

/** The audit events in a value, in its order; text that is JSON is read. Several forms of one event in one map count once. */
export function auditEventsIn(value: unknown): readonly LooseMap[] {
  const found: LooseMap[] = [];
  collect(value, found, 0);
  return found;
}

function collect(value: unknown, found: LooseMap[], depth: number): void {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    if (mayHoldEvents(value)) collectText(value, found, depth);
  } else if (Array.isArray(value)) {
    for (const item of value as unknown[]) collect(item, found, depth + 1);
  } else if (isLooseMap(value)) collectMap(value, found, depth);
}

/** Text before the JSON, such as a date, is dropped. */
function collectText(text: string, found: LooseMap[], depth: number): void {
  const from = text.search(/[[{]\s*["{]/);
  if (from >= 0) collect(parsedJson(text.slice(from)), found, depth + 1);
}

function collectMap(value: LooseMap, found: LooseMap[], depth: number): void {
  if (isAuditEvent(value)) {
    if (value.kind === 'EventList') found.push(...listAt(value, 'items').filter(isLooseMap));
    else found.push(value);
  } else if (isGoogleEntry(value)) {
    const event = eventOfGoogle(value);
    if (event) found.push(event);
  } else if (isAzureRow(value)) found.push(eventOfAzure(value));
  else {
    const before = found.length;
    for (const inner of Object.values(value)) {
      collect(inner, found, depth + 1);
      // Collectors keep an event twice: as it came and taken apart.
      if (found.length > before && !Array.isArray(inner)) return;
    }
  }
}

/** A row of AKSAudit has the fields of an event under names of its own, and their maps as maps or as JSON. */
function eventOfAzure(row: LooseMap): LooseMap {
  const map = (field: string): unknown => {
    const value = row[field];
    return typeof value === 'string' ? parsedJson(value) : value;
  };
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: row.AuditId,
    level: row.Level,
    stage: row.Stage,
    verb: row.Verb,
    requestURI: row.RequestUri,
    user: map('User'),
    objectRef: map('ObjectRef'),
    responseStatus: map('ResponseStatus'),
    requestObject: map('RequestObject') ?? undefined,
    responseObject: map('ResponseObject') ?? undefined,
    requestReceivedTimestamp: row.RequestReceivedTime,
    stageTimestamp: row.StageReceivedTime ?? row.TimeGenerated,
  };
}
