/** What one state of a pod tells of the steps that it has taken, whatever states were seen before. */
import type { ContainerStatus, PodCondition, PodObject, PodStatus, TerminatedState } from './pod-object.ts';

/** How a pod ended. */
export interface PodEnd {
  readonly phase: 'Succeeded' | 'Failed';
  readonly reason?: string;
  readonly exitCode?: number;
}

/** What Go writes for the start of a container that never ran: the Unix epoch from a runtime's zero, or its own zero time. */
const NEVER = /^(?:1970-01-01T00:00:00|0001-01-01T00:00:00)(?:\.0+)?Z$/;

/** The node it is bound to. */
export function nodeOf(pod: PodObject): string | undefined {
  return pod.spec.nodeName || undefined;
}

/**
 * Whether a container runs or ran. Init containers and sidecars do not count, as they do not for phase Running
 * (pkg/kubelet/kubelet_pods.go, getPhase). Succeeded means that all containers ran.
 */
export function hasStarted(pod: PodObject): boolean {
  const { status } = pod;
  if (status?.phase === 'Running' || status?.phase === 'Succeeded') return true;
  return status?.containerStatuses?.some(hasRun) ?? false;
}

/** Whether it is ready now. */
export function isReady(pod: PodObject): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/**
 * How it ended; undefined while it has not. The exit code is that of the first container that failed, else of the first that ended; an
 * init container's only where no container ended. The reason is the pod's own (Evicted, DeadlineExceeded, …), else that container's.
 */
export function endOf(pod: PodObject): PodEnd | undefined {
  const { status } = pod;
  const phase = status?.phase;
  if (phase !== 'Succeeded' && phase !== 'Failed') return undefined;
  const decisive = decisiveEnd(status!);
  const reason = status?.reason || decisive?.reason;
  return {
    phase,
    ...(reason ? { reason } : {}),
    ...(decisive ? { exitCode: decisive.exitCode } : {}),
  };
}

/** Why it can't be scheduled, as the scheduler said it last; undefined if it can, or was not tried yet. */
export function unschedulableMessage(pod: PodObject): string | undefined {
  const condition = conditionOf(pod, 'PodScheduled');
  return condition?.status === 'False' ? condition.message || condition.reason || undefined : undefined;
}

/**
 * Why it is about to be put an end to: PreemptionByScheduler, DeletionByTaintManager, EvictionByEvictionAPI, DeletionByPodGC,
 * TerminationByKubelet (kubernetes.io/docs/concepts/workloads/pods/disruptions, condition DisruptionTarget); null if that was taken back,
 * undefined if nothing is said.
 */
export function disruptionOf(pod: PodObject): string | null | undefined {
  const condition = conditionOf(pod, 'DisruptionTarget');
  if (condition?.status === 'False') return null;
  return condition?.status === 'True' ? condition.reason || undefined : undefined;
}

export function conditionOf(pod: PodObject, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

function hasRun({ state, lastState, restartCount }: ContainerStatus): boolean {
  if (state?.running || (restartCount ?? 0) > 0) return true;
  return ranAndEnded(state?.terminated) || ranAndEnded(lastState?.terminated);
}

/** A container that could not be made, or whose fate the kubelet does not know, is terminated too, with a code but no start. */
export function ranAndEnded(ended: TerminatedState | null | undefined): boolean {
  if (!ended) return false;
  return ended.exitCode === 0 || (!!ended.startedAt && !NEVER.test(ended.startedAt));
}

function decisiveEnd(status: PodStatus): TerminatedState | undefined {
  const ends = terminatedOf(status.containerStatuses);
  if (ends.length > 0) return ends.find(hasFailed) ?? ends[0];
  return terminatedOf(status.initContainerStatuses).find(hasFailed);
}

function terminatedOf(statuses: readonly ContainerStatus[] | null | undefined): TerminatedState[] {
  return (statuses ?? []).flatMap(({ state }) => state?.terminated ?? []);
}

function hasFailed({ exitCode }: TerminatedState): boolean {
  return exitCode !== 0;
}
