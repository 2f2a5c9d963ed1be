/** Reads from the API server's audit log what keg asked of the server. */
import { readFile } from 'node:fs/promises';
import type { ControlPlane } from './cluster/control-plane.ts';

/** The audit policy for the control plane: one entry for each request, written when it is answered. */
export const AUDIT_POLICY =
  'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n';

export interface AuditEntry {
  readonly verb: string;
  readonly userAgent?: string;
  readonly objectRef?: { readonly resource: string; readonly subresource?: string; readonly name?: string };
  readonly responseStatus?: { readonly code: number };
}

/** The number of entries that the log has now. */
export async function auditMark({ auditLog }: ControlPlane): Promise<number> {
  return (await lines(auditLog)).length;
}

/** The requests of keg since a mark. */
export async function askedByKeg({ auditLog }: ControlPlane, mark = 0): Promise<AuditEntry[]> {
  return (await lines(auditLog))
    .slice(mark)
    .filter((line) => line.includes('kubectl-keg'))
    .map((line) => JSON.parse(line) as AuditEntry)
    .filter(({ userAgent }) => userAgent === 'kubectl-keg');
}

/** Requests other than reads and checks of keg's own rights, each as `create nodes own-0`. */
export function changes(entries: readonly AuditEntry[]): string[] {
  return entries
    .filter(
      ({ verb, objectRef }) =>
        !/^(get|list|watch)$/.test(verb) && objectRef?.resource !== 'selfsubjectaccessreviews',
    )
    .map(({ verb, objectRef }) => `${verb} ${objectRef?.resource} ${objectRef?.name ?? ''}`);
}

async function lines(auditLog: string | undefined): Promise<string[]> {
  if (auditLog === undefined) throw new Error('this control plane was started without an audit policy');
  return (await readFile(auditLog, 'utf8')).trim().split('\n');
}
