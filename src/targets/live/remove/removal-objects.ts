/** Lists what is there of a run, kind by kind, without ever holding more than two pages of it. */
import { ApiError } from '../../../kubernetes/api-error.ts';
import { listPages } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { Persist } from './removal-calls.ts';
import { collectionPath, type RunKind, type RunObject, STAGES } from './removal-kinds.ts';

/** Objects are of a few kilobytes each. */
const PAGE_SIZE = 250;

/**
 * What is there of a kind; the next page is asked for while one is worked on. Nothing where the cluster does not serve the kind. Where
 * `persist` goes on after a failure the listing starts again, and what still exists comes again.
 *
 * @param onStart called before the first object, and again where the listing starts again.
 * @throws {ApiError} and ConnectionError as the transport, unless `persist` goes on.
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
    // Told when it is asked for.
    next.catch(() => {});
    if (page.value.isFirst) onStart?.();
    yield* page.value.items;
  }
}

/** By discovery, which everybody may read: RBAC refuses to list what is not served to those without rights to it. */
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
