/** Recognises audit events, plain and wrapped. It is apart from their reader, because recognising a file must not load a reader. */
import type { FileHead } from '../file-kinds/file-head.ts';
import { mapAt, textAt } from '../objects/loose-json.ts';

/** Whether a value is an audit event, or a list of them as the webhook backend sends it. */
export function isAuditEvent(value: unknown): boolean {
  const kind = textAt(value, 'kind');
  const isOurs = textAt(value, 'apiVersion')?.startsWith('audit.k8s.io/') === true;
  return isOurs && (kind === 'Event' || kind === 'EventList');
}

/** Whether a value is an entry of Google Cloud Logging about a request to an API server; its exports to BigQuery spell the key otherwise. */
export function isGoogleEntry(value: unknown): boolean {
  const { protoPayload, protopayload_auditlog: exported } = mapAt(value);
  return textAt(protoPayload ?? exported, 'methodName')?.startsWith('io.k8s.') === true;
}

/** Whether a value is a row of the table AKSAudit of Azure. */
export function isAzureRow(value: unknown): boolean {
  return textAt(value, 'Verb') !== undefined && 'ObjectRef' in mapAt(value);
}

/** JSON in JSON has backslashes before its quotes, and JSON in CSV has two quotes. */
const MARK = /(?:^|[\s{,\\"])apiVersion[\\"]*\s*:\s*[\\"]*audit\.k8s\.io\//;
const GOOGLE_MARK =
  /(?:protoPayload|protopayload_auditlog)[\\"]*\s*:[\s\S]*?methodName[\\"]*\s*:\s*[\\"]*io\.k8s\./;
const AZURE_MARK = /"Verb"\s*:\s*"[\s\S]*"ObjectRef"\s*:|"ObjectRef"\s*:[\s\S]*"Verb"\s*:\s*"/;

/** Whether the beginning of a file contains audit events, in any wrapping. */
export function holdsAuditEvents({ kind, text }: FileHead): boolean {
  if (kind === 'Policy' || (kind.endsWith('List') && kind !== 'EventList')) return false;
  return MARK.test(text) || GOOGLE_MARK.test(text) || AZURE_MARK.test(text);
}

/** Whether a text may contain an audit event at all. */
export function mayHoldEvents(text: string): boolean {
  return text.includes('audit.k8s.io') || text.includes('io.k8s.') || text.includes('ObjectRef');
}
