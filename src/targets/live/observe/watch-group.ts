/** Keeps the watches of several collections of one cluster open until all of them end together. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { Collection, KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { type WatchReport, watchCollectionInBatches } from '../../../kubernetes/watch-loop.ts';

/** @param isSynced whether everything that existed at the start was seen before. */
export type TakeWatchReport<T> = (report: WatchReport<T>, isSynced: boolean) => void;

interface WatchEnds {
  /** Called when the watch fails after it was in step. */
  readonly onLost: (error: unknown) => void;
  /** Called with the resource version up to which everything was seen. */
  readonly onReached?: ((resourceVersion: string) => void) | undefined;
}

export interface WatchGroup {
  /** Aborted when the group ends. */
  readonly signal: AbortSignal;
  /** Resolves when everything that exists was seen, or when the group ends before; rejects if the first listing fails. */
  watch<T extends KubernetesObject>(
    collection: Collection,
    see: TakeWatchReport<T>,
    ends: WatchEnds,
  ): Promise<void>;
  /** Ends all watches. Resolves when nothing more is seen. */
  end(): Promise<void>;
}

/** @param patience how long a watch keeps trying while the API server can't be reached. */
export function createWatchGroup(transport: Transport, patience: Microseconds): WatchGroup {
  const ending = new AbortController();
  const { signal } = ending;
  const loops: Promise<unknown>[] = [];

  async function follow<T extends KubernetesObject>(
    collection: Collection,
    see: TakeWatchReport<T>,
    onReached: WatchEnds['onReached'],
    onSynced: () => void,
  ): Promise<void> {
    let isSynced = false;
    const options = { signal, patience, onReached };
    for await (const reports of watchCollectionInBatches<T>(transport, collection, options))
      for (const report of reports) {
        if (report.type === 'synced') {
          isSynced = true;
          onSynced();
        }
        see(report.type === 'gap' ? withoutAddress(report, transport.server) : report, isSynced);
      }
  }

  return {
    signal,
    watch: (collection, see, { onLost, onReached }) =>
      new Promise((resolve, reject) => {
        let isSynced = false;
        const loop = follow(collection, see, onReached, () => {
          isSynced = true;
          resolve();
        });
        loops.push(loop.catch(() => {}));
        loop.then(resolve, (error) => (isSynced ? onLost(error) : reject(error)));
      }),
    async end() {
      ending.abort();
      await Promise.all(loops);
    },
  };
}

/** A recording does not contain the address of the cluster: its readers need not know it. */
function withoutAddress<T>(
  gap: Extract<WatchReport<T>, { readonly type: 'gap' }>,
  server: string,
): Extract<WatchReport<T>, { readonly type: 'gap' }> {
  const { host, hostname } = new URL(server);
  const reason = [server, host, hostname].reduce(
    (text, address) => text.replaceAll(address, 'the API server'),
    gap.reason,
  );
  return { ...gap, reason };
}
