/** What an API server says keg has asked of it: its audit log, which no client can embellish. */
import { readFile } from 'node:fs/promises';
import type { ControlPlane } from './cluster/control-plane.ts';

/** To be given to the control plane: every request once, when it is answered. */
export const AUDIT_POLICY =
  'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n';

export interface AuditEntry {
  readonly verb: string;
  readonly userAgent?: string;
  readonly objectRef?: { readonly resource: string; readonly subresource?: string; readonly name?: string };
  readonly responseStatus?: { readonly code: number };
}

/** How long the log is by now. */
export async function auditMark({ auditLog }: ControlPlane): Promise<number> {
  return (await lines(auditLog)).length;
}

/** What keg has asked since a mark. */
export async function askedByKeg({ auditLog }: ControlPlane, mark = 0): Promise<AuditEntry[]> {
  return (await lines(auditLog))
    .slice(mark)
    .filter((line) => line.includes('kubectl-keg'))
    .map((line) => JSON.parse(line) as AuditEntry)
    .filter(({ userAgent }) => userAgent === 'kubectl-keg');
}

/** All but reads, and questions about its own rights, as `create nodes own-0`. */
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
