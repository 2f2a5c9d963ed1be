/** Waits until the cluster has removed earlier runs: while it does, it sustains less than it will during the play. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { type KubernetesObject, listPages } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { RUN_LABEL } from '../objects/run-label.ts';

const LONGEST_MS = 30_000;
const LOOK_EVERY_MS = 500;

interface Namespace extends KubernetesObject {
  readonly status?: { readonly phase?: string };
}

/** @returns wall time that it waited, 30 s at most; 0 where nothing is being removed. */
export async function earlierRunsGone(transport: Transport, signal: AbortSignal): Promise<Microseconds> {
  const begun = performance.now();
  for (let waited = 0; waited <= LONGEST_MS; waited = performance.now() - begun) {
    if (!(await isRemoving(transport))) return waited && Math.round(waited * 1000);
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
  return LONGEST_MS * 1000;
}

async function isRemoving(transport: Transport): Promise<boolean> {
  const namespaces = { path: '/api/v1/namespaces', labelSelector: RUN_LABEL };
  for await (const { items } of listPages<Namespace>(transport, namespaces))
    if (items.some(({ status }) => status?.phase === 'Terminating')) return true;
  return false;
}
