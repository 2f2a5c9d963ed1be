/** Checks that the cluster can be reached and read before a file is created. */
import { notAnApiServer } from '../../kubernetes/api-error.ts';
import type { Transport } from '../../kubernetes/transport.ts';
import { collectionsOf, type Selection } from './selection.ts';

/**
 * Lists one node and one pod of each selected collection.
 *
 * @returns the version of the API server, as `1.36`.
 * @throws {ApiError} if the server refuses one of the calls.
 */
export async function checkAccess(transport: Transport, selection: Selection): Promise<string> {
  const request = { method: 'GET', path: '/version' } as const;
  const { major, minor } = await transport.call<{ major?: string; minor?: string }>(request);
  if (major === undefined || minor === undefined)
    throw notAnApiServer(transport.server, `GET ${request.path} without a version`);
  const first = { limit: 1 };
  await transport.send({ method: 'GET', path: '/api/v1/nodes', query: first });
  for (const { path, labelSelector, fieldSelector } of collectionsOf('pods', selection))
    await transport.send({ method: 'GET', path, query: { ...first, labelSelector, fieldSelector } });
  return `${major}.${minor.replace(/\D.*$/, '')}`;
}
