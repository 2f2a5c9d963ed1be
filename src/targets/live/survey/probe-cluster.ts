/** Measures a cluster with a short load, and removes the load: objects created per second, pods bound per second. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodObject } from '../../../core/observing/pod-object.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { ApiRequest, Transport } from '../../../kubernetes/transport.ts';
import { watchCollection } from '../../../kubernetes/watch-loop.ts';
import type { Sustained } from '../live-run.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import { readyCondition } from '../objects/node-object.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { PROBE_LABEL, runLabels } from '../objects/run-names.ts';
import { IN_FLIGHT } from '../pace/in-flight.ts';
import { remove } from '../play/cluster-calls.ts';
import { nodesReady } from '../play/nodes-ready.ts';
import { PATIENCE } from '../play/pod-life.ts';
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
 * Creates 240 pods that run on a node of their own and request nothing, waits until they are bound, and deletes them one by one, with as many
 * calls at a time as a play. The nodes of the play are ready by then, so that the scheduler looks at as many nodes as in the play.
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
    const bound = new Map<string, Microseconds>();
    const startedAfter = new Map<string, Microseconds>();
    const watching = (async () => {
      const collection = { path, labelSelector: `${RUN_LABEL}=${run},${PROBE_LABEL}` };
      for await (const report of watchCollection<PodObject & KubernetesObject>(transport, collection, {
        signal: ending.signal,
      })) {
        if (report.type !== 'changed' && report.type !== 'added') continue;
        const { metadata, spec, status } = report.object;
        if (spec.nodeName && !bound.has(metadata.uid)) {
          bound.set(metadata.uid, report.at);
          boundAt.push(report.at);
        }
        if (status?.phase === 'Running' && !startedAfter.has(metadata.uid))
          startedAfter.set(metadata.uid, report.at - (bound.get(metadata.uid) ?? report.at));
      }
    })().catch(() => {});
    const names = Array.from({ length: PODS }, (_, index) => `probe-${index}`);
    /** Calls answered per second. */
    const rateOf = async (request: (pod: string) => ApiRequest): Promise<number> => {
      const answered: number[] = [];
      const send = async (pod: string): Promise<void> => {
        try {
          await transport.send({ ...request(pod), signal });
        } catch (error) {
          signal.throwIfAborted();
          throw error;
        }
        answered.push(clock.now());
      };
      await inParallel(names, send, IN_FLIGHT);
      return steadyRate(answered);
    };
    const creations = await rateOf((pod) => ({
      method: 'POST',
      path,
      body: probePod(pod, labels),
      idempotent: true,
    }));
    const deadline = performance.now() + LONGEST_MS;
    while (boundAt.length < PODS && performance.now() < deadline) await sleep(20, undefined, { signal });
    ending.abort();
    await watching;
    const query = { gracePeriodSeconds: 0 };
    const deletions = await rateOf((pod) => ({ method: 'DELETE', path: `${path}/${pod}`, query }));
    const late = [...bound.keys()].filter((uid) => !((startedAfter.get(uid) ?? Number.NaN) <= PATIENCE));
    return {
      startsAreLate: late.length > bound.size / 2,
      requests: 2 / (1 / creations + 1 / deletions),
      // A busy machine delivers the events of a watch in batches, and a scheduler does not bind faster than pods are created for long.
      bindings: Math.min(creations, bindingRate(boundAt)),
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

/** Per second, while all calls at a time were under way: the first ones open connections, and at the end there are fewer. */
function steadyRate(answered: readonly number[]): number {
  const [first, last] = [answered[IN_FLIGHT - 1]!, answered[answered.length - IN_FLIGHT - 1]!];
  return ((answered.length - 2 * IN_FLIGHT) * 1e6) / Math.max(1, last - first);
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
