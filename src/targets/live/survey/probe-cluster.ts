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
import { STATUS_PATCH, startedStatus } from '../objects/pod-status.ts';
import { type PodTiming, timingAnnotations } from '../objects/pod-timing.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { PROBE_LABEL, runLabels } from '../objects/run-names.ts';
import { IN_FLIGHT } from '../pace/in-flight.ts';
import { remove } from '../play/cluster-calls.ts';
import { nodesReady } from '../play/nodes-ready.ts';
import { PATIENCE } from '../play/pod-life.ts';

/** More than twice the default burst of kube-scheduler's client (100), so that the rate after the burst shows. */
const LEAST_PODS = 240;
const MOST_PODS = 1_200;
/** Creations go on for so long: in the beginning connections are opened and code is compiled, and what follows from them has not begun. */
const CREATING_MS = 3_000;
/** So do patches, and then deletions: a rate of half a second says little about the next ten. */
const CHANGING_MS = 1_500;
/** The probe does not wait for a scheduler that binds fewer than 30 pods per second. */
const LONGEST_MS = 8_000;

export interface ProbeOptions {
  readonly run: string;
  readonly namespace: string;
  /** Nodes of the run that exist already. */
  readonly nodes: number;
  readonly simulator: NodeSimulator;
  /** Whether KWOK carries out phases by keg's Stages, which is work for the API server too. */
  readonly staged: boolean;
}

/**
 * Creates pods that run on a node of their own and request nothing, for 3 s or 240 pods, whichever takes longer. Waits until they are bound, patches
 * the status of as many as 1.5 s allow, 240 at least, and deletes as many one by one: the calls of a play, with as many at a time. The rest is deleted at once. The nodes of the play are
 * ready by then, so that the scheduler looks at as many nodes as in the play.
 */
export async function probeCluster(
  transport: Transport,
  { run, namespace, nodes, simulator, staged }: ProbeOptions,
  signal: AbortSignal,
): Promise<Sustained> {
  const name = `keg-${run}-probe`;
  const labels = { ...runLabels(run), [PROBE_LABEL]: run };
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const ending = new AbortController();
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
    const names: string[] = [];
    const begun = performance.now();
    const create = await callRate(
      transport,
      () => {
        const isLong = names.length >= LEAST_PODS && performance.now() - begun > CREATING_MS;
        if (isLong || names.length >= MOST_PODS) return undefined;
        const name = `probe-${names.length}`;
        names.push(name);
        const body = probePod(name, labels, staged ? timingAnnotations(PROBE_TIMING) : {});
        return { method: 'POST', path, body, idempotent: true };
      },
      signal,
    );
    const deadline = performance.now() + LONGEST_MS;
    while (boundAt.length < names.length && performance.now() < deadline)
      await sleep(20, undefined, { signal });
    const late = lateStarts(bound, startedAfter);
    const body = startedStatus(PROBE_SPEC, true, new Date().toISOString());
    const query = { gracePeriodSeconds: 0 };
    const eachPod = (request: (name: string) => ApiRequest): Promise<number> => {
      const since = performance.now();
      let sent = 0;
      const next = (): ApiRequest | undefined => {
        const isLong = sent >= LEAST_PODS && performance.now() - since > CHANGING_MS;
        if (isLong || sent >= names.length) return undefined;
        sent += 1;
        return request(names[sent - 1]!);
      };
      return callRate(transport, next, signal);
    };
    const patch = await eachPod((name) => ({
      method: 'PATCH',
      path: `${path}/${name}/status`,
      body,
      contentType: STATUS_PATCH,
      idempotent: true,
    }));
    const deletions = await eachPod((name) => ({ method: 'DELETE', path: `${path}/${name}`, query }));
    ending.abort();
    await watching;
    return {
      calls: { create, patch, delete: deletions },
      startsAreLate: late,
      // A busy machine delivers the events of a watch in batches, and a scheduler does not bind faster than pods are created for long.
      bindings: Math.min(create, bindingRate(boundAt)),
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

/** Calls answered per second, as many at a time as in a play, until there is no next one. */
async function callRate(
  transport: Transport,
  next: () => ApiRequest | undefined,
  signal: AbortSignal,
): Promise<number> {
  const answered: number[] = [];
  const sendAll = async (): Promise<void> => {
    for (let request = next(); request !== undefined; request = next()) {
      try {
        await transport.send({ ...request, signal });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
      answered.push(transport.clock.now());
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sendAll));
  return steadyRate(answered);
}

/** Whether the cluster starts most pods late or not at all. */
function lateStarts(
  bound: ReadonlyMap<string, Microseconds>,
  startedAfter: ReadonlyMap<string, Microseconds>,
): boolean {
  const late = [...bound.keys()].filter((uid) => !((startedAfter.get(uid) ?? Number.NaN) <= PATIENCE));
  return late.length > bound.size / 2;
}

/** Per second, over the second half, and while all calls at a time were under way: at the end there are fewer. */
function steadyRate(answered: readonly number[]): number {
  const last = answered.length - IN_FLIGHT - 1;
  const first = Math.max(IN_FLIGHT - 1, Math.floor(last / 2));
  return ((last - first) * 1e6) / Math.max(1, answered[last]! - answered[first]!);
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
  const resources = { cpu: '64', memory: '256Gi', pods: String(MOST_PODS) };
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

const PROBE_SPEC = { containers: [{ name: 'probe', image: 'registry.k8s.io/pause:3.10' }] };

/** It starts and is ready at once, and ends soon. */
const PROBE_TIMING: PodTiming = { start: 0, perStart: 0, ready: 0, end: 200_000, phase: 'succeeded' };

function probePod(
  name: string,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, annotations },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      nodeSelector: { [PROBE_LABEL]: labels[PROBE_LABEL] },
      tolerations: [{ key: PROBE_LABEL, operator: 'Exists' }],
      ...PROBE_SPEC,
    },
  };
}
