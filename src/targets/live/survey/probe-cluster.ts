/** A short load on the cluster, removed again: how many objects a second it takes, how many pods its scheduler binds. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodObject } from '../../../core/observing/pod-object.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { watchCollection } from '../../../kubernetes/watch-loop.ts';
import type { Sustained } from '../live-target.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { KWOK_ANNOTATION, PROBE_LABEL, runLabels } from '../objects/run-names.ts';
import { remove } from '../play/cluster-calls.ts';
import { nodesReady } from '../play/nodes-ready.ts';
import { inParallel } from '../play/prepare-run.ts';

/** Twice the burst that kube-scheduler's client has by default, so that what comes after it is seen. */
const PODS = 240;
/** A scheduler that binds less than 30 a second is not waited for. */
const LONGEST_MS = 8_000;

/**
 * Creates 240 pods that go on a node of their own and request nothing, and deletes them. Nodes of the play are ready by then, so that
 * the scheduler looks at as many as it will.
 *
 * @param nodes of the run that are there already.
 */
export async function probeCluster(
  transport: Transport,
  { run, namespace, nodes }: { readonly run: string; readonly namespace: string; readonly nodes: number },
  signal: AbortSignal,
): Promise<Sustained> {
  const name = `keg-${run}-probe`;
  const labels = { ...runLabels(run), [PROBE_LABEL]: run };
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const ending = new AbortController();
  const { clock } = transport;
  const boundAt: number[] = [];
  await transport.send({
    method: 'POST',
    path: '/api/v1/nodes',
    body: probeNode(name, labels),
    idempotent: true,
    signal,
  });
  try {
    await nodesReady(transport, run, nodes + 1, signal);
    const seen = new Set<string>();
    const watching = (async () => {
      const collection = { path, labelSelector: `${RUN_LABEL}=${run},${PROBE_LABEL}` };
      for await (const sighting of watchCollection<PodObject & KubernetesObject>(transport, collection, {
        signal: ending.signal,
      })) {
        if (sighting.type !== 'changed' && sighting.type !== 'added') continue;
        const { metadata, spec } = sighting.object;
        if (spec.nodeName && !seen.has(metadata.uid)) {
          seen.add(metadata.uid);
          boundAt.push(sighting.at);
        }
      }
    })().catch(() => {});
    const begun = clock.now();
    await inParallel(
      Array.from({ length: PODS }, (_, index) => index),
      (index) =>
        transport
          .send({ method: 'POST', path, body: probePod(`probe-${index}`, labels), idempotent: true, signal })
          .catch((error: unknown) => {
            signal.throwIfAborted();
            throw error;
          }),
    );
    const created = clock.now();
    const deadline = performance.now() + LONGEST_MS;
    while (boundAt.length < PODS && performance.now() < deadline) await sleep(20, undefined, { signal });
    ending.abort();
    await watching;
    const requests = (PODS * 1e6) / Math.max(1, created - begun);
    return {
      requests,
      // Events of a watch come in bunches on a busy machine: nothing is bound faster than it is made for long.
      bindings: Math.min(requests, bindingRate(boundAt)),
    };
  } finally {
    ending.abort();
    await transport.send({
      method: 'DELETE',
      path,
      query: { labelSelector: `${RUN_LABEL}=${run},${PROBE_LABEL}`, gracePeriodSeconds: 0 },
    });
    await remove(transport, `/api/v1/nodes/${name}`);
  }
}

/** A second, over the last third: what came before it may have been the client's burst. */
export function bindingRate(boundAt: readonly number[]): number {
  const from = Math.floor((boundAt.length * 2) / 3);
  const first = boundAt[from - 1];
  const last = boundAt.at(-1);
  if (first === undefined || last === undefined) return 0;
  return ((boundAt.length - from) * 1e6) / Math.max(1, last - first);
}

function probeNode(name: string, labels: Readonly<Record<string, string>>): object {
  const resources = { cpu: '64', memory: '256Gi', pods: String(PODS) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations: { [KWOK_ANNOTATION]: 'fake' } },
    spec: { taints: [{ key: PROBE_LABEL, value: 'true', effect: 'NoSchedule' }] },
    status: { capacity: resources, allocatable: resources },
  };
}

function probePod(name: string, labels: Readonly<Record<string, string>>): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      nodeSelector: { [PROBE_LABEL]: labels[PROBE_LABEL] },
      tolerations: [{ key: PROBE_LABEL, operator: 'Exists' }],
      containers: [{ name: 'probe', image: 'registry.k8s.io/pause:3.10' }],
    },
  };
}
