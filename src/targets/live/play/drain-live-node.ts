/** Drains a node of a live cluster: its pods are evicted through their budgets, and those that a budget protects are tried again. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { ApiError } from '../../../kubernetes/api-error.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { LiveClock, Work } from '../live-run.ts';
import type { LivePod, LivePods } from '../observe/live-pods.ts';
import { isRefusal } from './cluster-calls.ts';
import { podKey } from './pod-life.ts';

/** As kubectl does (staging kubectl/pkg/drain/drain.go, evictPods). */
const RETRY: Microseconds = 5_000_000;
/** Controllers whose pods belong to the node. */
const STAYING: ReadonlySet<string> = new Set(['DaemonSet', 'Node']);

export interface DrainOptions {
  readonly transport: Transport;
  readonly pods: LivePods;
  readonly clock: () => LiveClock | undefined;
}

/** Evicts the pods of a node that is cordoned already. @param grace the longest time that one takes to end. */
export function drainLiveNode(options: DrainOptions, node: string, grace?: Microseconds): void {
  const { transport, pods, clock } = options;
  for (const pod of pods.on(node)) {
    if (STAYING.has(pod.plan.owners?.[0]?.kind ?? '')) continue;
    clock()?.schedule(transport.clock.now(), evict(options, pod, node, grace));
  }
}

/** Evicts a pod now, or as soon as its budget allows it. It need not be bound. */
export async function evictLivePod(options: DrainOptions, pod: LivePod): Promise<void> {
  await evict(options, pod, undefined).carryOut();
}

function evict(
  options: DrainOptions,
  pod: LivePod,
  node: string | undefined,
  grace?: Microseconds,
): Work & { carryOut(): Promise<void> } {
  const { transport, pods, clock } = options;
  const { namespace, name } = pod;
  return {
    key: podKey(namespace, name),
    isNeeded: () =>
      node === undefined ? !pod.isFinished && !pod.isTerminating : pods.on(node).includes(pod),
    async carryOut() {
      try {
        await transport.send({
          method: 'POST',
          path: `/api/v1/namespaces/${namespace}/pods/${name}/eviction`,
          body: {
            apiVersion: 'policy/v1',
            kind: 'Eviction',
            metadata: { name, namespace },
            ...(grace !== undefined && { deleteOptions: { gracePeriodSeconds: Math.ceil(grace / 1e6) } }),
          },
          attempts: 1,
        });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return;
        if (isRefusal(error))
          return clock()?.refuse(`pod "${name}" can't be evicted: ${error.serverMessage}`);
        clock()?.schedule(transport.clock.now() + RETRY, evict(options, pod, node, grace));
      }
    },
  };
}
