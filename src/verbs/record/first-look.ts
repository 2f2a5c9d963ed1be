/** What is asked of a cluster before anything is written. */
import type { Transport } from '../../kubernetes/transport.ts';
import { collectionsOf, type Selection } from './selection.ts';

/**
 * Whether this cluster may be read at all, before a file is made.
 *
 * @returns the version, as `1.36`.
 */
export async function askFirst(transport: Transport, selection: Selection): Promise<string> {
  const { major, minor } = await transport.call<{ major: string; minor: string }>({
    method: 'GET',
    path: '/version',
  });
  const first = { limit: 1 };
  await transport.send({ method: 'GET', path: '/api/v1/nodes', query: first });
  for (const { path, labelSelector, fieldSelector } of collectionsOf('pods', selection))
    await transport.send({ method: 'GET', path, query: { ...first, labelSelector, fieldSelector } });
  return `${major}.${minor.replace(/\D.*$/, '')}`;
}
