/** Describes the cluster of the pod that keg runs in as a kubeconfig (kubernetes.io/docs/tasks/run-application/access-api-from-pod). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kubeconfig } from './kubeconfig-file.ts';
import type { Environment } from './kubeconfig-files.ts';

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * @param folder where the files of the service account are.
 * @returns undefined outside a pod.
 */
export function serviceAccount(environment: Environment, folder = FOLDER): Kubeconfig | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  const tokenFile = join(folder, 'token');
  if (!host || !port || !existsSync(tokenFile)) return undefined;
  const name = 'in-cluster';
  const namespaceFile = join(folder, 'namespace');
  const namespace = existsSync(namespaceFile) ? readFileSync(namespaceFile, 'utf8').trim() : '';
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    currentContext: name,
    contexts: new Map([[name, { cluster: name, user: name, namespace }]]),
    clusters: new Map([[name, { server, 'certificate-authority': join(folder, 'ca.crt') }]]),
    users: new Map([[name, { tokenFile }]]),
  };
}
