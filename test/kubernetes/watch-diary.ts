/** Runs a watch and keeps what it reports, so that a test can wait for it and read it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Collection, KubernetesObject } from '../../src/kubernetes/list-pages.ts';
import type { Transport } from '../../src/kubernetes/transport.ts';
import { type Sighting, type WatchOptions, watchCollection } from '../../src/kubernetes/watch-loop.ts';

export interface WatchDiary {
  readonly sightings: readonly Sighting<KubernetesObject>[];
  /** In short: `added a`, `deleted a`, `synced`, `gap events`. */
  lines(): string[];
  until(isThere: () => boolean): Promise<void>;
  /** Ends the watch; rejects with what ended it before. */
  stop(): Promise<void>;
}

export function watchDiary(
  transport: Transport,
  collection: Collection,
  options: WatchOptions = {},
): WatchDiary {
  const sightings: Sighting<KubernetesObject>[] = [];
  const controller = new AbortController();
  let failure: unknown;
  const watching = (async () => {
    const { signal } = controller;
    for await (const sighting of watchCollection(transport, collection, { ...options, signal }))
      sightings.push(sighting);
  })().catch((error) => {
    failure = error;
  });
  return {
    sightings,
    lines: () => sightings.map(inShort),
    async until(isThere) {
      const deadline = performance.now() + 5000;
      while (!isThere()) {
        if (failure !== undefined) throw failure;
        if (performance.now() > deadline)
          throw new Error(`5 s, and only: ${sightings.map(inShort).join(', ')}`);
        await sleep(1);
      }
    },
    async stop() {
      controller.abort();
      await watching;
      if (failure !== undefined) throw failure;
    },
  };
}

function inShort(sighting: Sighting<KubernetesObject>): string {
  if (sighting.type === 'synced') return 'synced';
  if (sighting.type === 'gap') return `gap ${sighting.lost}`;
  return `${sighting.type} ${sighting.type === 'deleted' ? sighting.name : sighting.object.metadata.name}`;
}
