/** Finds what Kubernetes' controllers do by the clock of the wall at the moment, so that the play's clock can't jump over it. */
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

interface StartingNode extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly creationTimestamp?: string };
  readonly spec: { readonly taints?: readonly { readonly key: string; readonly effect: string }[] };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** What of a play has timers. */
export interface TimerFacts {
  readonly hasJobs: boolean;
  /** Pods with tolerationSeconds, or taints that Kubernetes itself gives five minutes (not-ready, unreachable). */
  readonly hasEvictions: boolean;
  /** Nodes join while the clock runs. */
  readonly hasJoins: boolean;
}

/** @returns a function that names what is under way: `Job backoff`, `tolerationSeconds`, `start of a node`. */
export function openTimers(
  transport: Transport,
  run: string,
  { hasJobs, hasEvictions, hasJoins }: TimerFacts,
): () => Promise<readonly string[]> {
  const list = async <T>(path: string): Promise<readonly T[]> => {
    const query = { labelSelector: `${RUN_LABEL}=${run}` };
    const { items } = await transport.call<{ readonly items: readonly T[] }>({ method: 'GET', path, query });
    return items;
  };
  return async () => {
    const [jobs, nodes] = await Promise.all([
      hasJobs ? list<JobObject>('/apis/batch/v1/jobs') : [],
      hasEvictions || hasJoins ? list<StartingNode>('/api/v1/nodes') : [],
    ]);
    return [
      ...(jobs.some(isBackingOff) ? ['Job backoff'] : []),
      ...(hasEvictions && nodes.some(({ spec }) => spec.taints?.some(({ effect }) => effect === 'NoExecute'))
        ? ['tolerationSeconds']
        : []),
      ...(hasJoins && nodes.some((node) => isStarting(node, Date.now())) ? ['start of a node'] : []),
    ];
  };
}

/** A node that does not become ready does not hold the clock for ever. */
const LONGEST_START_MS = 60_000;
const NOT_READY = 'node.kubernetes.io/not-ready';

/** The API server taints a new node as not ready, and the node lifecycle controller takes the taint away seconds later. */
function isStarting({ metadata, spec, status }: StartingNode, nowMs: number): boolean {
  const age = nowMs - Date.parse(metadata.creationTimestamp ?? '');
  if (!(age < LONGEST_START_MS)) return false;
  const isReady = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return isReady !== true || spec.taints?.some(({ key }) => key === NOT_READY) === true;
}

/** A Job creates the pod after a failed one 10 s later and more (pkg/controller/job, backoff_utils.go). */
function isBackingOff({ spec, status = {} }: JobObject): boolean {
  const { active = 0, succeeded = 0, failed = 0, conditions = [] } = status;
  const isOver = conditions.some(({ type, status: is }) => /^(Complete|Failed)$/.test(type) && is === 'True');
  if (failed === 0 || isOver) return false;
  const { parallelism = 1, completions = parallelism } = spec;
  return active < Math.min(parallelism, completions - succeeded);
}
