/** Declares the import format of audit logs of API servers. */
import type { ImportFormat } from '../import-format.ts';
import { isAuditEvent } from './audit-event.ts';

export const AUDIT_LOG: ImportFormat = {
  name: 'audit-log',
  title: "an API server's audit log",
  files:
    "an API server's audit log (`audit.k8s.io/v1`), JSON Lines, or the EventLists of the webhook backend",
  times: "µs, the server's",
  missing: 'objects that were created before the log begins and never changed in it',
  detect: ({ firstRecord, firstLine, isJson }) =>
    isJson && (isAuditEvent(firstRecord) || /"apiVersion":\s*"audit\.k8s\.io\//.test(firstLine)),
  // A request is logged when it is answered: requests that run at the same time are logged in no order.
  lookahead: 2_000,
  resolution: '1us',
  hasStamps: true,
  reading: {
    by: 'json-lines',
    open: async (history) => (await import('./audit-log.ts')).readAuditLog(history),
  },
};
