/** Reads a collection page by page, so that neither the client nor the server holds all of it. */
import { ApiError, notAnApiServer } from './api-error.ts';
import type { Transport } from './transport.ts';

/** The part of every object that listing and watching read. */
export interface KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>> | null;
    readonly annotations?: Readonly<Record<string, string>> | null;
  };
}

export interface Collection {
  /** `/api/v1/pods`, `/api/v1/namespaces/default/pods`, … */
  readonly path: string;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Only the metadata of the objects is sent. Default false. */
  readonly isMetadataOnly?: boolean | undefined;
  /** The API server keeps no cache of it and sends no bookmarks (Events). Default false. */
  readonly lacksBookmarks?: boolean | undefined;
  /** Objects per page. Default 500, as client-go. */
  readonly pageSize?: number | undefined;
}

export interface Page<T> {
  /** Whether the listing starts (again) here: earlier pages no longer count. */
  readonly isFirst: boolean;
  readonly items: readonly T[];
  /** Of the whole listing: a watch from here on misses nothing. */
  readonly resourceVersion: string;
}

interface List<T> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items?: readonly T[] | null;
}

const PAGE_SIZE = 500;

/** The Accept header of client-go's metadata client. A server that does not support it sends whole objects. */
export function acceptOf(
  { isMetadataOnly = false }: Collection,
  kind: 'PartialObjectMetadata' | 'PartialObjectMetadataList',
): string | undefined {
  return isMetadataOnly ? `application/json;as=${kind};g=meta.k8s.io;v=v1,application/json` : undefined;
}

/**
 * Lists all objects of a collection as they were at one moment. If the API server forgets that moment on the way (410: it keeps about
 * five minutes), the listing starts again without pages, as client-go's pager does.
 *
 * @throws {ApiError} and ConnectionError as the transport.
 */
export async function* listPages<T extends KubernetesObject>(
  transport: Transport,
  collection: Collection,
  signal?: AbortSignal,
): AsyncGenerator<Page<T>> {
  const { path, labelSelector, fieldSelector, pageSize = PAGE_SIZE } = collection;
  const accept = acceptOf(collection, 'PartialObjectMetadataList');
  let limit: number | undefined = pageSize;
  let next: string | undefined;
  for (;;) {
    const query = { labelSelector, fieldSelector, limit, continue: next };
    let list: List<T>;
    try {
      list = await transport.call<List<T>>({ method: 'GET', path, query, accept, signal });
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 410 && next !== undefined)) throw error;
      next = undefined;
      limit = undefined;
      continue;
    }
    if (typeof list?.metadata !== 'object')
      throw notAnApiServer(transport.server, `GET ${path} without a list`);
    const { resourceVersion, continue: following } = list.metadata;
    yield { isFirst: next === undefined, items: list.items ?? [], resourceVersion };
    if (following === undefined || following === '') return;
    next = following;
  }
}
