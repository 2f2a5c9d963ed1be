/** Finds the timers of Kubernetes' controllers that run at the moment: they count wall time, so the clock can't jump over them. */
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { RUN_LABEL } from '../objects/run-label.ts';

interface JobObject extends KubernetesObject {
  readonly spec: { readonly parallelism?: number; readonly completions?: number };
  readonly status?: {
    readonly active?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

interface TaintedNode extends KubernetesObject {
  readonly spec: { readonly taints?: readonly { readonly key: string; readonly effect: string }[] };
}

/** What of a play has timers. */
export interface TimerFacts {
  readonly hasJobs: boolean;
  /** Pods with tolerationSeconds, or taints that Kubernetes itself gives five minutes (not-ready, unreachable). */
  readonly hasEvictions: boolean;
}

/** @returns a function that names the timers that run now: `Job backoff`, `tolerationSeconds`. */
export function openTimers(
  transport: Transport,
  run: string,
  { hasJobs, hasEvictions }: TimerFacts,
): () => Promise<readonly string[]> {
  const list = async <T>(path: string): Promise<readonly T[]> => {
    const query = { labelSelector: `${RUN_LABEL}=${run}` };
    const { items } = await transport.call<{ readonly items: readonly T[] }>({ method: 'GET', path, query });
    return items;
  };
  return async () => {
    const [jobs, nodes] = await Promise.all([
      hasJobs ? list<JobObject>('/apis/batch/v1/jobs') : [],
      hasEvictions ? list<TaintedNode>('/api/v1/nodes') : [],
    ]);
    return [
      ...(jobs.some(isBackingOff) ? ['Job backoff'] : []),
      ...(nodes.some(({ spec }) => spec.taints?.some(({ effect }) => effect === 'NoExecute'))
        ? ['tolerationSeconds']
        : []),
    ];
  };
}

/** A Job creates the pod after a failed one 10 s later and more (pkg/controller/job, backoff_utils.go). */
function isBackingOff({ spec, status = {} }: JobObject): boolean {
  const { active = 0, succeeded = 0, failed = 0, conditions = [] } = status;
  const isOver = conditions.some(({ type, status: is }) => /^(Complete|Failed)$/.test(type) && is === 'True');
  if (failed === 0 || isOver) return false;
  const { parallelism = 1, completions = parallelism } = spec;
  return active < Math.min(parallelism, completions - succeeded);
}
