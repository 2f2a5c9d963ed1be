/** Declares a pod as the caller gives it, and as plugins see it: its identity, what its template asks for, and the state that changes during its life. */
import type { OwnerReference } from '../../objects/object-metadata.ts';
import type { PodTemplate } from '../../objects/pod.ts';
import type { PodInfo } from '../cache/pod-info.ts';

/** A pod to schedule, or a pod that is already on a node. Pods of one template must share the template object, which is read once. */
export interface SchedulerPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly template: PodTemplate;
  /** The node that the pod is on already. `spec.nodeName` of the template has the same effect. */
  readonly nodeName?: string | undefined;
  /** `status.startTime` in microseconds. */
  readonly startTime?: number | undefined;
}

export interface PodState {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** What follows from the pod's template. Pods of one template share it. */
  readonly info: PodInfo;
  /** The pod's own labels. Normally those of the template. */
  readonly labels: Readonly<Record<string, string>>;
  /** The controller that manages the pod. */
  readonly owner?: OwnerReference | undefined;
  /** `status.startTime` in microseconds. Undefined: the kubelet has not started the pod. */
  readonly startTime?: number | undefined;
  /** Whether its deletion was requested. It holds its resources until it is gone. */
  readonly terminating?: boolean | undefined;
  /** Whether it was chosen as a victim of preemption (condition DisruptionTarget, reason PreemptionByScheduler). */
  readonly preempted?: boolean | undefined;
  /** The node on which an earlier cycle made room for the pod (`status.nominatedNodeName`). */
  readonly nominatedNode?: string | undefined;
}

/** The state of a pod as its caller gives it. */
export function podState(
  { uid, namespace, name, template, startTime }: SchedulerPod,
  info: PodInfo,
): PodState {
  const owner = template.metadata?.ownerReferences?.find(({ controller }) => controller);
  // All fields, so that all pods have one shape: code that reads pods of several shapes is slower.
  return {
    uid,
    namespace,
    name,
    info,
    labels: info.labels,
    owner,
    startTime,
    terminating: undefined,
    preempted: undefined,
    nominatedNode: undefined,
  };
}
