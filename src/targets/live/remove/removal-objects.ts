/** Lists the objects of a run, kind by kind, and never holds more than two pages of them. */
import { ApiError } from '../../../kubernetes/api-error.ts';
import { listPages } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { Persist } from './removal-calls.ts';
import { collectionPath, type RunKind, type RunObject, STAGES } from './removal-kinds.ts';

/** Objects per page, of a few kilobytes each. */
const PAGE_SIZE = 250;

/**
 * Lists the objects of a kind, and requests the next page while one is being worked on. Returns nothing where the cluster does not serve the
 * kind. If `persist` continues after a failure, the listing starts again and returns again what still exists.
 *
 * @param onStart called before the first object, and again each time the listing starts again.
 * @throws {ApiError} and ConnectionError as the transport, unless `persist` continues.
 */
export async function* runObjects(
  transport: Transport,
  kind: RunKind,
  labelSelector: string,
  persist: Persist,
  signal: AbortSignal | undefined,
  onStart?: () => void,
): AsyncGenerator<RunObject> {
  if (kind === STAGES && !(await persist('discovery', () => isServed(transport, kind, signal)))) return;
  const collection = { path: collectionPath(kind), labelSelector, pageSize: PAGE_SIZE };
  const start = () => listPages<RunObject>(transport, collection, signal);
  let pages = start();
  const nextPage = () =>
    persist(`list ${kind.resource}`, async () => {
      try {
        return await pages.next();
      } catch (error) {
        pages = start();
        throw error;
      }
    });
  for (let next = nextPage(); ; ) {
    const page = await next;
    if (page.done) return;
    next = nextPage();
    // The error is thrown when the page is read.
    next.catch(() => {});
    if (page.value.isFirst) onStart?.();
    yield* page.value.items;
  }
}

/** Uses discovery, which everybody may read: RBAC refuses to list a kind, served or not, to users without rights to it. */
async function isServed(
  transport: Transport,
  { group, resource }: RunKind,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const { resources } = await transport.call<{ resources: readonly { name: string }[] }>({
      method: 'GET',
      path: group,
      signal,
    });
    return resources.some(({ name }) => name === resource);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}
