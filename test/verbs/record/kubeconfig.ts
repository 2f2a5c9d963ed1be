/** Writes a kubeconfig for a server without authentication. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes it into the folder and returns its path. JSON is valid YAML. */
export function kubeconfigFor(server: string, folder: string, namespace?: string): string {
  const path = join(folder, 'kubeconfig');
  const context = {
    cluster: 'its-cluster',
    user: 'its-user',
    ...(namespace === undefined ? {} : { namespace }),
  };
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    contexts: [{ name: 'here', context }],
    clusters: [{ name: 'its-cluster', cluster: { server } }],
    users: [{ name: 'its-user', user: {} }],
  };
  writeFileSync(path, JSON.stringify(content));
  return path;
}
