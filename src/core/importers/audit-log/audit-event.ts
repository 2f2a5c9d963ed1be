/** Recognises audit events. It is apart from their reader, because recognising a file must not load a reader. */
import { textAt } from '../objects/loose-json.ts';

/** Whether a parsed first line is an audit event, or a list of them as the webhook backend sends it. */
export function isAuditEvent(value: unknown): boolean {
  const kind = textAt(value, 'kind');
  const isOurs = textAt(value, 'apiVersion')?.startsWith('audit.k8s.io/') === true;
  return isOurs && (kind === 'Event' || kind === 'EventList');
}
