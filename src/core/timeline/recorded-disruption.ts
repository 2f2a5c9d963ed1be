/** Finds who ended a pod of a recording: a person, its kubelet, its node, or the scheduler. A replay carries out only what comes from outside. */
import type { PodDisruptedObservation } from '../recording/pod-observation.ts';
import type { Microseconds } from '../time/microseconds.ts';

/**
 * - `eviction`: somebody evicted the pod through the API: a drain, an autoscaler, a descheduler. It comes from outside.
 * - `kubelet`: its kubelet ended it: node pressure, a shutdown. It comes from outside.
 * - `node`: a taint, or the loss of its node. It follows from the node and from where the pod runs.
 * - `preemption`: the scheduler made room. It is the scheduler's own decision.
 */
export type DisruptionCause = 'eviction' | 'kubelet' | 'node' | 'preemption';

/** What a recording shows of the end of a pod. */
export interface DisruptedEnd {
  readonly disrupted?: Pick<PodDisruptedObservation, 'at' | 'reason' | 'message' | 'by'> | undefined;
  readonly terminatingAt?: Microseconds | undefined;
  readonly endedAt?: Microseconds | undefined;
  /** Whether its kubelet reported it as Failed. */
  readonly isFailed: boolean;
  /** The reason of its end. */
  readonly endReason?: string | undefined;
}

/** A disruption at its time: when the deletion was requested, or when the pod ended. */
export interface RecordedDisruption {
  readonly cause: DisruptionCause;
  readonly at: Microseconds;
  readonly reason: string;
  readonly message?: string;
  /** Uid in the recording. */
  readonly by?: string;
}

/** A disruption that nothing follows is withdrawn after 2 minutes (pkg/controller/disruption, stalePodDisruptionTimeout). */
const STALE: Microseconds = 120_000_000;
/** Reasons with which a kubelet fails a pod (pkg/kubelet/eviction, preemption, nodeshutdown). */
const BY_KUBELET = /^(?:Evicted|Preempting|Terminated|NodeShutdown)$/;
const KUBELET_CONDITION = 'TerminationByKubelet';
const BY_SCHEDULER = /preempt/i;
const BY_NODE = /taint|podgc|node.?(?:lost|removed)/i;
const BY_API = /evict|drain|disrupt/i;
/** Container kills that are recorded as disruptions; the pod itself goes on. */
const OF_CONTAINERS = /^OOMKill/;

/** Whether the disruption is about the whole pod. */
export function isOfPod({ reason }: { readonly reason: string }): boolean {
  return !OF_CONTAINERS.test(reason);
}

/** Undefined for a pod that ended by itself, or that its owner deleted. */
export function recordedDisruption(end: DisruptedEnd): RecordedDisruption | undefined {
  const { terminatingAt, endedAt, endReason } = end;
  const at = terminatingAt ?? endedAt;
  if (at === undefined) return undefined;
  const noted = end.disrupted && at - end.disrupted.at <= STALE ? end.disrupted : undefined;
  if (!noted && !endReason) return undefined;
  const { message, by } = noted ?? {};
  const more = { ...(message !== undefined && { message }), ...(by !== undefined && { by }) };
  const isOfKubelet = BY_KUBELET.test(endReason ?? '') || noted?.reason === KUBELET_CONDITION;
  if (end.isFailed && terminatingAt === undefined) {
    if (isOfKubelet) return { cause: 'kubelet', at, reason: noted?.reason ?? KUBELET_CONDITION, ...more };
    return noted && causeOf(noted.reason) !== undefined
      ? { cause: causeOf(noted.reason)!, at, reason: noted.reason, ...more }
      : undefined;
  }
  const reason = noted?.reason ?? endReason ?? '';
  const cause = noted ? (causeOf(reason) ?? 'eviction') : causeOf(reason);
  return cause && { cause, at, reason, ...more };
}

/** The cause that a reason in Kubernetes' own words names; undefined if it names none. */
export function causeOf(reason: string): DisruptionCause | undefined {
  if (reason === KUBELET_CONDITION) return 'kubelet';
  if (BY_SCHEDULER.test(reason)) return 'preemption';
  if (BY_NODE.test(reason)) return 'node';
  return BY_API.test(reason) ? 'eviction' : undefined;
}
