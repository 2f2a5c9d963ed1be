/** Reads what pods use from where the cluster has it: metrics.k8s.io, or the summaries of the kubelets through the API server. */
import * as z from 'zod';
import type { Problem } from '../../core/errors/problem.ts';
import { parseUsed } from '../../core/objects/pod-usage.ts';
import { QuantityError } from '../../core/objects/quantity.ts';
import { neededRoles } from '../../kubernetes/access-rules.ts';
import { ApiError } from '../../kubernetes/api-error.ts';
import type { Transport } from '../../kubernetes/transport.ts';
import type { Selection } from './selection.ts';
import type { UsageSample } from './usage-samples.ts';

export interface UsageSource {
  /** As in the header. */
  readonly from: 'metrics.k8s.io' | 'kubelet';
  /** @throws {ApiError} or {ConnectionError} where it cannot be read at the moment. */
  read(signal: AbortSignal): Promise<readonly UsageSample[]>;
}

const METRICS = '/apis/metrics.k8s.io/v1beta1';

/** @returns the first source that can be read, or a problem that names what is missing. */
export async function findUsageSource(
  transport: Transport,
  selection: Selection,
): Promise<UsageSource | Problem> {
  const metrics = metricsSource(transport, selection);
  const ofMetrics = await refusalOf(metrics);
  if (ofMetrics === undefined) return metrics;
  const kubelets = kubeletSource(transport);
  const ofKubelets = await refusalOf(kubelets);
  if (ofKubelets === undefined) return kubelets;
  return {
    code: 'read-forbidden',
    severity: 'warning',
    message: `the usage of pods is not recorded: keg can read neither metrics.k8s.io (${ofMetrics}) nor the summaries of the kubelets (${ofKubelets})`,
    next: `run metrics-server and give the user ${neededRoles([
      { group: 'metrics.k8s.io', resource: 'pods', verbs: ['list'], namespaces: selection.namespaces },
    ])}, or ${neededRoles([
      { group: '', resource: 'nodes', verbs: ['list'] },
      { group: '', resource: 'nodes/proxy', verbs: ['get'] },
    ])}`,
  };
}

/** Why a source cannot be read, in a few words; undefined if it can. */
async function refusalOf(source: UsageSource): Promise<string | undefined> {
  try {
    await source.read(AbortSignal.timeout(PROBE));
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 403 || error.status === 401) return 'not allowed';
    if (error.status === 404) return 'not served';
    return `status ${error.status}`;
  }
}

/** Milliseconds. */
const PROBE = 20_000;

const podMetrics = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      containers: z.array(z.object({ usage: z.record(z.string(), z.string()) })).nullish(),
    }),
  ),
});

/** A list of PodMetrics (k8s.io/metrics/pkg/apis/metrics/v1beta1), of all containers of each pod. */
function metricsSource(transport: Transport, { namespaces, labelSelector }: Selection): UsageSource {
  const paths = namespaces?.map((each) => `${METRICS}/namespaces/${encodeURIComponent(each)}/pods`);
  return {
    from: 'metrics.k8s.io',
    async read(signal) {
      const lists = (paths ?? [`${METRICS}/pods`]).map((path) =>
        transport.call<unknown>({ method: 'GET', path, query: { labelSelector }, signal }),
      );
      return (await Promise.all(lists)).flatMap((list) =>
        (podMetrics.safeParse(list).data?.items ?? []).map(({ metadata, containers }) => ({
          ...{ namespace: metadata.namespace, name: metadata.name },
          cpu: sumOf(containers ?? [], 'cpu'),
          memory: sumOf(containers ?? [], 'memory'),
        })),
      );
    },
  };
}

function sumOf(
  containers: readonly { readonly usage: Readonly<Record<string, string>> }[],
  resource: string,
): number {
  return containers.reduce((sum, { usage }) => sum + amountOf(resource, usage[resource]), 0);
}

/** 0 for an amount that is missing or cannot be read. */
function amountOf(resource: string, quantity: string | undefined): number {
  try {
    return quantity === undefined ? 0 : parseUsed(resource, quantity);
  } catch (error) {
    if (error instanceof QuantityError) return 0;
    throw error;
  }
}

const nodeList = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });
const amount = z.number().nullish();
const summary = z.object({
  pods: z
    .array(
      z.object({
        podRef: z.object({ name: z.string(), namespace: z.string() }),
        cpu: z.object({ usageNanoCores: amount }).nullish(),
        memory: z.object({ workingSetBytes: amount }).nullish(),
      }),
    )
    .nullish(),
});

/**
 * The summary of each kubelet (k8s.io/kubelet/pkg/apis/stats/v1alpha1). A node that does not answer is left out until the next sample; a missing
 * right is an error.
 */
function kubeletSource(transport: Transport): UsageSource {
  const summaryOf = async (name: string, signal: AbortSignal): Promise<readonly UsageSample[]> => {
    const path = `/api/v1/nodes/${encodeURIComponent(name)}/proxy/stats/summary`;
    const answer = await transport.call<unknown>({ method: 'GET', path, signal }).catch((error: unknown) => {
      if (error instanceof ApiError && error.status >= 500) return {};
      throw error;
    });
    return (summary.safeParse(answer).data?.pods ?? []).map(({ podRef, cpu, memory }) => ({
      ...{ namespace: podRef.namespace, name: podRef.name },
      ...{ cpu: cpu?.usageNanoCores ?? 0, memory: memory?.workingSetBytes ?? 0 },
    }));
  };
  return {
    from: 'kubelet',
    async read(signal) {
      const list = await transport.call<unknown>({ method: 'GET', path: '/api/v1/nodes', signal });
      const names = (nodeList.safeParse(list).data?.items ?? []).map(({ metadata }) => metadata.name);
      const samples: UsageSample[] = [];
      for (let first = 0; first < names.length; first += AT_ONCE) {
        const some = names.slice(first, first + AT_ONCE).map((name) => summaryOf(name, signal));
        samples.push(...(await Promise.all(some)).flat());
      }
      return samples;
    },
  };
}

/** Summaries asked for at the same time. */
const AT_ONCE = 16;
