/** Waits until the nodes of a run accept pods. Watches them: polling thousands of nodes would slow down the API server that makes them ready. */

import { setTimeout as sleep } from 'node:timers/promises';
import { counted } from '../../../core/errors/counted.ts';
import { UserError } from '../../../core/errors/user-error.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { watchCollection } from '../../../kubernetes/watch-loop.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import { RUN_LABEL } from '../objects/run-label.ts';

interface ReadyNode extends KubernetesObject {
  readonly spec?: { readonly taints?: readonly { readonly key: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** KWOK makes hundreds of nodes per second ready. When none became ready in this time, nothing makes them ready. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 20;
/** Taints that the node lifecycle controller removes from a ready node. */
const NOT_READY = /^node\.kubernetes\.io\/(not-ready|unreachable)$/;

export interface NodesReadyOptions {
  readonly transport: Transport;
  readonly run: string;
  /** Nodes that carry the label of the run. */
  readonly count: number;
  readonly simulator: NodeSimulator;
  readonly signal: AbortSignal;
}

/** @throws {UserError} (the cluster) where they do not become ready. */
export async function nodesReady({
  transport,
  run,
  count,
  simulator,
  signal,
}: NodesReadyOptions): Promise<void> {
  if (count === 0) return;
  const ending = new AbortController();
  const ready = new Set<string>();
  let failure: unknown;
  const watching = (async () => {
    const nodes = { path: '/api/v1/nodes', labelSelector: `${RUN_LABEL}=${run}` };
    for await (const report of watchCollection<ReadyNode>(transport, nodes, { signal: ending.signal })) {
      if (report.type !== 'added' && report.type !== 'changed') continue;
      const { metadata } = report.object;
      if (isReady(report.object)) ready.add(metadata.uid);
      else ready.delete(metadata.uid);
    }
  })().catch((error: unknown) => {
    failure = error;
  });
  try {
    let before = 0;
    let deadline = performance.now() + PATIENCE_MS;
    while (ready.size < count) {
      if (failure !== undefined) throw failure;
      if (ready.size > before) deadline = performance.now() + PATIENCE_MS;
      if (performance.now() > deadline) throw notReady(count - ready.size, simulator);
      before = ready.size;
      await sleep(LOOK_EVERY_MS, undefined, { signal });
    }
  } finally {
    ending.abort();
    await watching;
  }
}

function isReady({ spec, status }: ReadyNode): boolean {
  const isTrue = status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True');
  return isTrue === true && !spec?.taints?.some(({ key }) => NOT_READY.test(key));
}

function notReady(left: number, { ifNotReady }: NodeSimulator): UserError {
  return new UserError(`${counted(left, 'node')} of this run did not become ready`, {
    next: ifNotReady,
    exitCode: 3,
  });
}
