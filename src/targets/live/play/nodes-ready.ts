/** Waits until the nodes of a run take pods, by watching them: asking over and over for thousands would keep the API server from making them so. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../core/errors/user-error.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { watchCollection } from '../../../kubernetes/watch-loop.ts';
import { RUN_LABEL } from '../objects/run-label.ts';

interface ReadyNode extends KubernetesObject {
  readonly spec?: { readonly taints?: readonly { readonly key: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** KWOK makes hundreds of nodes a second ready; when none became so in this time, nobody makes them. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 20;
/** The node lifecycle controller takes them away from a ready node. */
const NOT_READY = /^node\.kubernetes\.io\/(not-ready|unreachable)$/;

/**
 * @param count nodes that carry the label of the run.
 * @throws {UserError} (the cluster) where nothing makes them ready.
 */
export async function nodesReady(
  transport: Transport,
  run: string,
  count: number,
  signal: AbortSignal,
): Promise<void> {
  if (count === 0) return;
  const ending = new AbortController();
  const ready = new Set<string>();
  let failure: unknown;
  const watching = (async () => {
    const nodes = { path: '/api/v1/nodes', labelSelector: `${RUN_LABEL}=${run}` };
    for await (const sighting of watchCollection<ReadyNode>(transport, nodes, { signal: ending.signal })) {
      if (sighting.type !== 'added' && sighting.type !== 'changed') continue;
      const { metadata } = sighting.object;
      if (isReady(sighting.object)) ready.add(metadata.uid);
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
      if (performance.now() > deadline) throw notMadeReady(count - ready.size);
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

function notMadeReady(left: number): UserError {
  return new UserError(`${left} nodes of this run are not made ready`, {
    next: 'is KWOK running on this cluster, and does it manage nodes with the annotation kwok.x-k8s.io/node?',
    exitCode: 3,
  });
}
