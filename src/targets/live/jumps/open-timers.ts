/** Finds what Kubernetes' controllers do by the clock of the wall at the moment, so that the play's clock can't jump over it. */
import type { Taint } from '../../../core/objects/node.ts';
import type { Toleration } from '../../../core/objects/pod.ts';
import { toleratesTaint } from '../../../core/objects/taints.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { areClaimsUnderWay } from '../play/claims-under-way.ts';

interface JobObject extends KubernetesObject {
  readonly spec: {
    readonly parallelism?: number;
    readonly completions?: number;
    readonly activeDeadlineSeconds?: number;
    readonly ttlSecondsAfterFinished?: number;
  };
  readonly status?: {
    readonly active?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

interface StartingNode extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly creationTimestamp?: string };
  readonly spec: { readonly taints?: readonly Taint[] };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

interface PodWithOwner extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & {
    readonly ownerReferences?: readonly { readonly kind: string }[];
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly tolerations?: readonly Toleration[] };
}

/** What of a play has timers. */
export interface TimerFacts {
  readonly hasJobs: boolean;
  /** Nodes with NoExecute taints. */
  readonly hasEvictions: boolean;
  /** DaemonSets whose pods may fail. */
  readonly hasFailingDaemons: boolean;
  /** Claims that the volume controller binds. */
  readonly hasClaims: boolean;
  /** Nodes join while the clock runs. */
  readonly hasJoins: boolean;
}

/** @returns a function that names what is under way: `Job backoff`, `tolerationSeconds`, `start of a node` and so on. */
export function openTimers(
  transport: Transport,
  run: string,
  { hasJobs, hasEvictions, hasFailingDaemons, hasClaims, hasJoins }: TimerFacts,
): () => Promise<readonly string[]> {
  const list = async <T>(path: string, fieldSelector?: string): Promise<readonly T[]> => {
    const query = { labelSelector: `${RUN_LABEL}=${run}`, ...(fieldSelector && { fieldSelector }) };
    const { items } = await transport.call<{ readonly items: readonly T[] }>({ method: 'GET', path, query });
    return items;
  };
  /** Whether a pod is on a node with a taint that it tolerates for some time only. */
  async function hasEvictionAhead(nodes: readonly StartingNode[]): Promise<boolean> {
    for (const { metadata, spec } of nodes) {
      const taints = spec.taints?.filter(({ effect }) => effect === 'NoExecute') ?? [];
      if (taints.length === 0) continue;
      const on = await list<PodWithOwner>(PODS, `spec.nodeName=${metadata.name},${ALIVE}`);
      if (on.some((pod) => taints.some((taint) => isEvictedLater(pod, taint)))) return true;
    }
    return false;
  }

  return async () => {
    const [jobs, nodes, failed] = await Promise.all([
      hasJobs ? list<JobObject>('/apis/batch/v1/jobs') : [],
      hasEvictions || hasJoins ? list<StartingNode>('/api/v1/nodes') : [],
      hasFailingDaemons ? list<PodWithOwner>(PODS, 'status.phase=Failed') : [],
    ]);
    return [
      ...(jobs.some(isBackingOff) ? ['Job backoff'] : []),
      ...(jobs.some((job) => job.spec.activeDeadlineSeconds !== undefined && !isOver(job))
        ? ['activeDeadlineSeconds']
        : []),
      ...(jobs.some((job) => job.spec.ttlSecondsAfterFinished !== undefined && isOver(job))
        ? ['ttlSecondsAfterFinished']
        : []),
      ...(hasClaims && (await areClaimsUnderWay(transport, run, Date.now())) ? ['binding of claims'] : []),
      ...(failed.some(isOfDaemonSet) ? ['DaemonSet backoff'] : []),
      ...(hasEvictions && (await hasEvictionAhead(nodes)) ? ['tolerationSeconds'] : []),
      ...(hasJoins && nodes.some((node) => isStarting(node, Date.now())) ? ['start of a node'] : []),
    ];
  };
}

const PODS = '/api/v1/pods';
const ALIVE = 'status.phase!=Succeeded,status.phase!=Failed';

/** A taint counts with the first toleration that matches (pkg/controller/tainteviction, taint_eviction.go). */
function isEvictedLater({ metadata, spec }: PodWithOwner, taint: Taint): boolean {
  const used = spec.tolerations?.find((each) => toleratesTaint(each, taint));
  return metadata.deletionTimestamp === undefined && used?.tolerationSeconds != null;
}

/** A DaemonSet deletes a failed pod, and so replaces it, after a backoff that doubles from 1 s to 15 minutes (pkg/controller/daemon, daemon_controller.go). */
function isOfDaemonSet({ metadata }: PodWithOwner): boolean {
  const { ownerReferences = [], deletionTimestamp } = metadata;
  return deletionTimestamp === undefined && ownerReferences.some(({ kind }) => kind === 'DaemonSet');
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
function isBackingOff(job: JobObject): boolean {
  const { spec, status = {} } = job;
  const { active = 0, succeeded = 0, failed = 0 } = status;
  if (failed === 0 || isOver(job)) return false;
  const { parallelism = 1, completions = parallelism } = spec;
  return active < Math.min(parallelism, completions - succeeded);
}

function isOver({ status = {} }: JobObject): boolean {
  return (status.conditions ?? []).some(
    ({ type, status: is }) => /^(Complete|Failed)$/.test(type) && is === 'True',
  );
}
