/** Computes the next step of a Deployment, ReplicaSet or StatefulSet: as many pods as wanted, with every lost pod replaced. */
import { firstToGo } from './scale-down-order.ts';
import {
  createAnonymous,
  NO_ORDERS,
  type Orders,
  type OwnedPod,
  type WorkloadState,
} from './workload-state.ts';

/**
 * A ReplicaSet at once creates the pods that are missing and deletes those that are too many. A Deployment whose template never changes has
 * one ReplicaSet, and is treated as one here. Source: pkg/controller/replicaset/replica_set.go, manageReplicas (read at 1.36).
 */
export function syncReplicaSet({ pods, wanted }: WorkloadState, now: number): Orders {
  const surplus = pods.size - wanted;
  if (surplus <= 0) return createAnonymous(-surplus);
  return { create: [], remove: firstToGo(pods.values(), surplus, now, 'logarithmic') };
}

/**
 * The next step of a StatefulSet with podManagementPolicy OrderedReady, its default: it creates ordinals from 0 up, each only when
 * those below are ready. It deletes a terminal pod and creates it again under its name. It deletes surplus pods from the highest ordinal
 * down, one at a time, and only while all pods that stay are ready.
 *
 * Source: pkg/controller/statefulset/stateful_set_control.go, updateStatefulSet, processReplica, processCondemned (read at 1.36).
 */
export function syncStatefulSet({ pods, wanted }: WorkloadState): Orders {
  const byOrdinal = new Map<number, OwnedPod>();
  for (const pod of pods.values()) byOrdinal.set(pod.number, pod);
  for (let ordinal = 0; ordinal < wanted; ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) return { create: [{ number: ordinal }], remove: [] };
    if (pod.terminating) return NO_ORDERS;
    if (pod.finished) return { create: [], remove: [pod] };
    if (!isReady(pod)) return NO_ORDERS;
  }
  const condemned = [...pods.values()]
    .filter((pod) => pod.number >= wanted)
    .sort((left, right) => right.number - left.number);
  const [highest] = condemned;
  if (!highest || highest.terminating) return NO_ORDERS;
  const firstUnhealthy = condemned.findLast((pod) => !isReady(pod));
  return isReady(highest) || highest === firstUnhealthy ? { create: [], remove: [highest] } : NO_ORDERS;
}

function isReady(pod: OwnedPod): boolean {
  return pod.readyAt !== null && !pod.finished;
}
