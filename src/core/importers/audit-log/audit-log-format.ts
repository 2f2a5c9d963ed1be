/** Declares the import format of audit logs of API servers. */
import type { ImportFormat } from '../import-format.ts';
import { holdsAuditEvents } from './audit-event.ts';

export const AUDIT_LOG: ImportFormat = {
  name: 'audit-log',
  title: "an API server's audit log",
  files:
    'audit logs of one API server or several (`audit.k8s.io/v1`), plain or wrapped by EKS, AKS, GKE or a log collector ([inputs.md](inputs.md#audit-logs))',
  times: "µs, the server's",
  missing: 'objects that were created before the log begins and never changed in it',
  detect: holdsAuditEvents,
  // A request is logged when it is answered: requests that run at the same time are logged in no order.
  lookahead: 2_000,
  resolution: '1us',
  hasStamps: true,
  reading: {
    by: 'values-in-time',
    open: async (history) => (await import('./audit-log.ts')).readAuditLog(history),
  },
};
