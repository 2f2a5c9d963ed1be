/** Lists names of a cluster for the Tab key: one call for each kind, without a second attempt. */
import type { ClusterChoice } from '../../kubernetes/cluster-choice.ts';
import { connectionOf } from '../../kubernetes/connection.ts';
import { type Collection, type KubernetesObject, listPages } from '../../kubernetes/list-pages.ts';
import { openTransport, type Transport } from '../../kubernetes/transport.ts';
import { RUN_LABEL } from '../../targets/live/objects/run-label.ts';

/** Every run has nodes, namespaces or pods. */
const OF_RUNS = ['/api/v1/namespaces', '/api/v1/nodes', '/api/v1/pods'];

/** @param wait milliseconds for each call. */
export async function namespaceNames(choice: ClusterChoice, wait: number): Promise<readonly string[]> {
  return await withCluster(choice, wait, async (transport) => {
    const objects = await firstPage(transport, { path: '/api/v1/namespaces' });
    return objects.map(({ metadata }) => metadata.name);
  });
}

/** @param wait milliseconds for each call. */
export async function runNames(choice: ClusterChoice, wait: number): Promise<readonly string[]> {
  return await withCluster(choice, wait, async (transport) => {
    const lists = OF_RUNS.map((path) =>
      firstPage(transport, { path, labelSelector: RUN_LABEL }).catch(() => []),
    );
    const runs = (await Promise.all(lists))
      .flat()
      .flatMap(({ metadata }) => metadata.labels?.[RUN_LABEL] ?? []);
    return [...new Set(runs)].sort();
  });
}

async function withCluster(
  choice: ClusterChoice,
  wait: number,
  list: (transport: Transport) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const transport = openTransport(await connectionOf(choice), { timeout: wait * 1000, attempts: 1 });
  try {
    return await list(transport);
  } finally {
    await transport.close();
  }
}

async function firstPage(transport: Transport, collection: Collection): Promise<readonly KubernetesObject[]> {
  for await (const { items } of listPages(transport, { ...collection, isMetadataOnly: true })) return items;
  return [];
}
