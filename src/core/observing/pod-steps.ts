/** Reads from one state of a pod which steps it has taken. Earlier states do not matter. */
import { SCHEDULING_GATED } from '../recording/pod-observation.ts';
import type { ContainerStatus, PodCondition, PodObject, PodStatus, TerminatedState } from './pod-object.ts';

/** How a pod ended. */
export interface ObservedEnd {
  readonly phase: 'Succeeded' | 'Failed';
  readonly reason?: string;
  readonly exitCode?: number;
}

/** The start of a container that never ran, as Go writes it: the Unix epoch (a runtime's zero) or Go's zero time. */
export const NEVER_RAN = /^(?:1970-01-01T00:00:00|0001-01-01T00:00:00)(?:\.0+)?Z$/;

/** The node that the pod is bound to. */
export function boundNodeOf(pod: PodObject): string | undefined {
  return pod.spec.nodeName || undefined;
}

/**
 * Whether a container runs or ran. Init containers and sidecars do not count; they do not make a pod Running either
 * (pkg/kubelet/kubelet_pods.go, getPhase). Succeeded means that all containers ran.
 */
export function hasStarted(pod: PodObject): boolean {
  const { status } = pod;
  if (status?.phase === 'Running' || status?.phase === 'Succeeded') return true;
  return status?.containerStatuses?.some(hasRun) ?? false;
}

/** Whether the pod is ready in this state. */
export function isReady(pod: PodObject): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/**
 * How the pod ended; undefined if it has not. The exit code is that of the first container that failed, else of the first that ended. That of
 * an init container counts only if no container ended. The reason is the pod's own (Evicted, DeadlineExceeded, …), else that container's.
 */
export function endOf(pod: PodObject): ObservedEnd | undefined {
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

/** The scheduler's last message on why the pod cannot be scheduled; undefined if it can be, or was not tried yet. */
export function unschedulableMessage(pod: PodObject): string | undefined {
  const condition = conditionOf(pod, 'PodScheduled');
  return condition?.status === 'False' ? condition.message || condition.reason || undefined : undefined;
}

/** Whether a scheduling gate keeps the pod from being tried. */
export function isGated(pod: PodObject): boolean {
  const condition = conditionOf(pod, 'PodScheduled');
  return condition?.status === 'False' && condition.reason === SCHEDULING_GATED;
}

/**
 * Why the pod is about to be ended: PreemptionByScheduler, DeletionByTaintManager, EvictionByEvictionAPI, DeletionByPodGC,
 * TerminationByKubelet (kubernetes.io/docs/concepts/workloads/pods/disruptions, condition DisruptionTarget).
 *
 * @returns null if the disruption was withdrawn, undefined if the state contains none.
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

/** Whether a terminated container ran. One that could not be created, or was lost by the kubelet, is terminated too: with an exit code, without a start. */
export function ranAndEnded(ended: TerminatedState | null | undefined): boolean {
  if (!ended) return false;
  return ended.exitCode === 0 || (!!ended.startedAt && !NEVER_RAN.test(ended.startedAt));
}

function decisiveEnd(status: PodStatus): TerminatedState | undefined {
  const ends = terminatedOf(status.containerStatuses);
  if (ends.length > 0) return ends.find(hasFailed) ?? ends[0];
  return terminatedOf(status.initContainerStatuses).find(hasFailed);
}

/** A kubelet that evicts a pod may lose sight of a container: its end is then only the last one known, and it counts as one that waits. */
function terminatedOf(statuses: readonly ContainerStatus[] | null | undefined): TerminatedState[] {
  return (statuses ?? []).flatMap(
    ({ state, lastState }) => state?.terminated ?? (state?.running ? [] : (lastState?.terminated ?? [])),
  );
}

function hasFailed({ exitCode }: TerminatedState): boolean {
  return exitCode !== 0;
}
