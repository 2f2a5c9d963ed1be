/** Measures a cluster with a short load, and removes the load: objects created per second, pods bound per second. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodObject } from '../../../core/observing/pod-object.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { watchCollection } from '../../../kubernetes/watch-loop.ts';
import type { Sustained } from '../live-run.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import { readyCondition } from '../objects/node-object.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { PROBE_LABEL, runLabels } from '../objects/run-names.ts';
import { remove } from '../play/cluster-calls.ts';
import { nodesReady } from '../play/nodes-ready.ts';
import { inParallel } from '../play/prepare-run.ts';

/** More than twice the default burst of kube-scheduler's client (100), so that the rate after the burst shows. */
const PODS = 240;
/** The probe does not wait for a scheduler that binds fewer than 30 pods per second. */
const LONGEST_MS = 8_000;

export interface ProbeOptions {
  readonly run: string;
  readonly namespace: string;
  /** Nodes of the run that exist already. */
  readonly nodes: number;
  readonly simulator: NodeSimulator;
}

/**
 * Creates 240 pods that run on a node of their own and request nothing, and deletes them. The nodes of the play are ready by then, so that
 * the scheduler looks at as many nodes as in the play.
 */
export async function probeCluster(
  transport: Transport,
  { run, namespace, nodes, simulator }: ProbeOptions,
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
    body: probeNode(name, labels, simulator),
    idempotent: true,
    signal,
  });
  try {
    await nodesReady({ transport, run, count: nodes + 1, simulator, signal });
    const seen = new Set<string>();
    const watching = (async () => {
      const collection = { path, labelSelector: `${RUN_LABEL}=${run},${PROBE_LABEL}` };
      for await (const report of watchCollection<PodObject & KubernetesObject>(transport, collection, {
        signal: ending.signal,
      })) {
        if (report.type !== 'changed' && report.type !== 'added') continue;
        const { metadata, spec } = report.object;
        if (spec.nodeName && !seen.has(metadata.uid)) {
          seen.add(metadata.uid);
          boundAt.push(report.at);
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
      // A busy machine delivers the events of a watch in batches, and a scheduler does not bind faster than pods are created for long.
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

/** Per second, over the last third: the pods before may be the client's burst. */
function bindingRate(boundAt: readonly number[]): number {
  const from = Math.floor((boundAt.length * 2) / 3);
  const first = boundAt[from - 1];
  const last = boundAt.at(-1);
  if (first === undefined || last === undefined) return 0;
  return ((boundAt.length - from) * 1e6) / Math.max(1, last - first);
}

function probeNode(
  name: string,
  labels: Readonly<Record<string, string>>,
  { nodeAnnotations, isKept }: NodeSimulator,
): object {
  const resources = { cpu: '64', memory: '256Gi', pods: String(PODS) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations: nodeAnnotations },
    spec: { taints: [{ key: PROBE_LABEL, value: 'true', effect: 'NoSchedule' }] },
    status: {
      capacity: resources,
      allocatable: resources,
      ...(isKept && { conditions: [readyCondition()] }),
    },
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
