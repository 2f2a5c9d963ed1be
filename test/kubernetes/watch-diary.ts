/** Runs a watch and keeps what it reports, so that a test can wait for it and read it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Collection, KubernetesObject } from '../../src/kubernetes/list-pages.ts';
import type { Transport } from '../../src/kubernetes/transport.ts';
import { type WatchOptions, type WatchReport, watchCollection } from '../../src/kubernetes/watch-loop.ts';

export interface WatchDiary {
  readonly reports: readonly WatchReport<KubernetesObject>[];
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
  const reports: WatchReport<KubernetesObject>[] = [];
  const controller = new AbortController();
  let failure: unknown;
  const watching = (async () => {
    const { signal } = controller;
    for await (const report of watchCollection(transport, collection, { ...options, signal }))
      reports.push(report);
  })().catch((error) => {
    failure = error;
  });
  return {
    reports,
    lines: () => reports.map(inShort),
    async until(isThere) {
      const deadline = performance.now() + 5000;
      while (!isThere()) {
        if (failure !== undefined) throw failure;
        if (performance.now() > deadline)
          throw new Error(`5 s, and only: ${reports.map(inShort).join(', ')}`);
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

function inShort(report: WatchReport<KubernetesObject>): string {
  if (report.type === 'synced') return 'synced';
  if (report.type === 'gap') return `gap ${report.lost}`;
  return `${report.type} ${report.type === 'deleted' ? report.name : report.object.metadata.name}`;
}
