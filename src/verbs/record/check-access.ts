/** Checks that the cluster can be reached and read before a file is created. */
import { ApiError, notAnApiServer } from '../../kubernetes/api-error.ts';
import type { Transport } from '../../kubernetes/transport.ts';
import { collectionsOf, type Selection } from './selection.ts';

export interface Access {
  /** The version of the API server, as `1.36`. */
  readonly kubernetes: string;
  readonly canListNodes: boolean;
}

/**
 * Lists one node, and one pod of each selected collection.
 *
 * @throws {ApiError} if the server refuses one of the calls for another reason than that nodes may not be listed, or for that one where nodes alone are selected.
 */
export async function checkAccess(transport: Transport, selection: Selection): Promise<Access> {
  const request = { method: 'GET', path: '/version' } as const;
  const { major, minor } = await transport.call<{ major?: string; minor?: string }>(request);
  if (major === undefined || minor === undefined)
    throw notAnApiServer(transport.server, `GET ${request.path} without a version`);
  const first = { limit: 1 };
  const canListNodes = await transport.send({ method: 'GET', path: '/api/v1/nodes', query: first }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ApiError && error.status === 403 && !selection.nodesOnly) return false;
      throw error;
    },
  );
  const collections = selection.nodesOnly ? [] : collectionsOf('pods', selection);
  for (const { path, labelSelector, fieldSelector } of collections)
    await transport.send({ method: 'GET', path, query: { ...first, labelSelector, fieldSelector } });
  return { kubernetes: `${major}.${minor.replace(/\D.*$/, '')}`, canListNodes };
}
