/** Gives a recorder exactly the rights of docs/how-to/rbac-record.yaml, or some of them less. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ClusterChoice } from '../../src/kubernetes/cluster-choice.ts';
import type { Transport } from '../../src/kubernetes/transport.ts';

export interface RecorderRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const MANIFEST = join(import.meta.dirname, '../../docs/how-to/rbac-record.yaml');
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** The rules of the documented role. */
export function recorderRules(): readonly RecorderRule[] {
  const documents = parseAllDocuments(readFileSync(MANIFEST, 'utf8')).map(
    (document) => document.toJS() as { readonly kind: string; readonly rules?: readonly RecorderRule[] },
  );
  return documents.find(({ kind }) => kind === 'ClusterRole')?.rules ?? [];
}

/**
 * A service account with these rules alone. The administrator acts as it, and so has none of their own rights.
 *
 * @param name of the account, the role and the binding.
 */
export async function asRecorder(
  transport: Transport,
  kubeconfig: string,
  rules: readonly RecorderRule[] = recorderRules(),
  name = 'keg-record',
): Promise<ClusterChoice> {
  await transport.send({
    method: 'POST',
    path: `${RBAC}/clusterroles`,
    body: { metadata: { name }, rules },
  });
  await transport.send({
    method: 'POST',
    path: `${RBAC}/clusterrolebindings`,
    body: {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: 'keg' }],
    },
  });
  return { kubeconfig, as: `system:serviceaccount:keg:${name}` };
}

/** A service account with these rules in one namespace only, by a Role there. */
export async function asRecorderOf(
  transport: Transport,
  kubeconfig: string,
  namespace: string,
  rules: readonly RecorderRule[],
): Promise<ClusterChoice> {
  const name = `record-${namespace}`;
  const root = `${RBAC}/namespaces/${namespace}`;
  await transport.send({ method: 'POST', path: `${root}/roles`, body: { metadata: { name }, rules } });
  await transport.send({
    method: 'POST',
    path: `${root}/rolebindings`,
    body: {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: 'keg' }],
    },
  });
  return { kubeconfig, as: `system:serviceaccount:keg:${name}` };
}
