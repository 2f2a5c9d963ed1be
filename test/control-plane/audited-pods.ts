/** Reads from the API server's audit log what happened to each pod, so that a test can check a recording against it. */
import { readFile } from 'node:fs/promises';

/** Logs only what `auditedPods` reads. Most of the traffic is left out. */
export const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules:
  - level: RequestResponse
    verbs: [create, delete, deletecollection, update, patch]
    resources: [{group: "", resources: [pods, pods/binding, pods/status]}]
  - level: None
`;

/** Times in µs since the epoch. */
export interface Audited {
  name: string;
  created?: number;
  bound?: { readonly at: number; readonly node: string };
  deleted?: number;
  /** `update`: the API server deleted it in place of another pod, see `deletionsByUpdate`. */
  deletedBy?: 'delete' | 'update';
}

interface AuditObject {
  readonly metadata?: {
    readonly uid?: string;
    readonly name?: string;
    readonly deletionTimestamp?: string;
    readonly deletionGracePeriodSeconds?: number;
  };
}

interface AuditLine {
  readonly verb: string;
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
  readonly objectRef?: { readonly name?: string; readonly subresource?: string };
  readonly responseStatus?: { readonly code?: number };
  readonly requestObject?: AuditObject & { readonly target?: { readonly name?: string } };
  readonly responseObject?: AuditObject & { readonly details?: { readonly uid?: string } };
}

function microseconds(timestamp: string): number {
  return Math.round(Date.parse(timestamp.replace(/\.(\d{3})\d*Z$/, '.$1Z')) * 1000);
}

function codeOf({ responseStatus }: AuditLine): number {
  return responseStatus?.code ?? 500;
}

function nameOf({ objectRef, responseObject }: AuditLine): string {
  return objectRef?.name ?? responseObject?.metadata?.name ?? '';
}

function isCreation(line: AuditLine): boolean {
  return line.verb === 'create' && !line.objectRef?.subresource && codeOf(line) < 300;
}

/** The pods of the log by uid. Refused calls are left out. */
export async function auditedPods(auditLog: string): Promise<Map<string, Audited>> {
  const lines = (await readFile(auditLog, 'utf8'))
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as AuditLine);
  const pods = new Map<string, Audited>();
  const of = (uid: string, name: string): Audited => {
    const known = pods.get(uid) ?? { name };
    pods.set(uid, known);
    return known;
  };
  for (const line of lines) {
    if (codeOf(line) >= 300) continue;
    const at = microseconds(line.stageTimestamp);
    const { requestObject, responseObject, objectRef } = line;
    const name = nameOf(line);
    if (objectRef?.subresource === 'binding') {
      const uid = requestObject?.metadata?.uid;
      if (uid) of(uid, name).bound = { at, node: requestObject?.target?.name ?? '' };
      continue;
    }
    const uid = responseObject?.metadata?.uid ?? responseObject?.details?.uid;
    if (uid === undefined || objectRef?.subresource) continue;
    if (line.verb === 'create') of(uid, name).created = at;
    else if (line.verb === 'delete') Object.assign(of(uid, name), { deleted: at, deletedBy: 'delete' });
  }
  deletionsByUpdate(lines, pods);
  return pods;
}

/**
 * Finds deletions that no delete call made. When an API server updates a pod that is being deleted and has no grace period left, it deletes
 * the pod in a second step, by its name alone (Store.Update, shouldDeleteDuringUpdate and deleteWithoutFinalizers in k8s.io/apiserver
 * registry/generic). If another pod took the name in between, the server deletes that new pod. The audit log then has a status update of the
 * old pod that began before the new pod was created and was answered after, and later calls find the name free.
 */
function deletionsByUpdate(lines: readonly AuditLine[], pods: ReadonlyMap<string, Audited>): void {
  const linesOf = Map.groupBy(lines, nameOf);
  for (const line of lines) {
    const uid = line.responseObject?.metadata?.uid ?? '';
    const pod = pods.get(uid);
    if (!isCreation(line) || pod === undefined || pod.deleted !== undefined) continue;
    const received = microseconds(line.requestReceivedTimestamp);
    const created = microseconds(line.stageTimestamp);
    const sameName = linesOf.get(nameOf(line)) ?? [];
    const isFreeAgain = sameName.some((later) =>
      isCreation(later)
        ? microseconds(later.stageTimestamp) > created
        : codeOf(later) === 404 && microseconds(later.requestReceivedTimestamp) > created,
    );
    const update = sameName.find(({ verb, ...each }) => {
      const of = each.responseObject?.metadata;
      return (
        ['update', 'patch'].includes(verb) &&
        of?.uid !== uid &&
        of?.deletionTimestamp !== undefined &&
        of.deletionGracePeriodSeconds === 0 &&
        microseconds(each.requestReceivedTimestamp) <= created &&
        microseconds(each.stageTimestamp) >= received
      );
    });
    if (isFreeAgain && update !== undefined)
      Object.assign(pod, { deleted: microseconds(update.stageTimestamp), deletedBy: 'update' });
  }
}
