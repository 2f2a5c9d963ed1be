/** Keeps nodes ready that no other program simulates: without a sign of life for 40 s, Kubernetes' node lifecycle controller taints them. */
import { type KubernetesObject, listPages } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { readyCondition } from '../objects/node-object.ts';
import { STATUS_PATCH } from '../objects/pod-status.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { hasStatus, patch } from './cluster-calls.ts';
import { inParallel } from './prepare-run.ts';

const EVERY_MS = 20_000;

/** @param fail gets what ends it early. @returns a function that ends it. */
export function keepNodesReady(
  transport: Transport,
  run: string,
  fail: (error: unknown) => void,
): () => Promise<void> {
  let underWay = Promise.resolve();
  const beat = setInterval(() => {
    underWay = underWay.then(() => signsOfLife(transport, run)).catch(fail);
  }, EVERY_MS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    await underWay;
  };
}

async function signsOfLife(transport: Transport, run: string): Promise<void> {
  const nodes = { path: '/api/v1/nodes', labelSelector: `${RUN_LABEL}=${run}` };
  for await (const { items } of listPages<KubernetesObject>(transport, nodes)) {
    await inParallel(items, async ({ metadata }) => {
      const body = { metadata: { uid: metadata.uid }, status: { conditions: [readyCondition()] } };
      try {
        await patch(transport, `/api/v1/nodes/${metadata.name}/status`, body, STATUS_PATCH);
      } catch (error) {
        // The scenario has replaced the node by another one of its name.
        if (!hasStatus(error, 409)) throw error;
      }
    });
  }
}
