/** Deployments, ReplicaSets and StatefulSets: as many pods as wanted, whatever becomes of them. */
import { firstToGo } from './scale-down-order.ts';
import {
  createAnonymous,
  NO_ORDERS,
  type Orders,
  type OwnedPod,
  type WorkloadState,
} from './workload-state.ts';

/**
 * A ReplicaSet makes up at once for what lacks and deletes what is too many. A Deployment whose template never changes has one ReplicaSet,
 * and is one here. Source: pkg/controller/replicaset/replica_set.go, manageReplicas (read at 1.36).
 */
export function syncReplicaSet({ pods, wanted }: WorkloadState, now: number): Orders {
  const surplus = pods.size - wanted;
  if (surplus <= 0) return createAnonymous(-surplus);
  return { create: [], remove: firstToGo(pods.values(), surplus, now, 'logarithmic') };
}

/**
 * The next step of a StatefulSet with podManagementPolicy OrderedReady, its default: ordinals from 0 up, each created only when those
 * below are ready; a terminal pod is deleted and comes back under its name; too many go from the highest ordinal down, one at a time,
 * and only while all that stay are ready.
 *
 * Source: pkg/controller/statefulset/stateful_set_control.go, updateStatefulSet, processReplica, processCondemned (read at 1.36).
 */
export function syncStatefulSet({ pods, wanted }: WorkloadState): Orders {
  const byOrdinal = new Map<number, OwnedPod>();
  for (const pod of pods.values()) byOrdinal.set(pod.number, pod);
  for (let ordinal = 0; ordinal < wanted; ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) return { create: [{ number: ordinal }], remove: [] };
    if (pod.finished) return { create: [], remove: [pod] };
    if (!isReady(pod)) return NO_ORDERS;
  }
  const condemned = [...pods.values()]
    .filter((pod) => pod.number >= wanted)
    .sort((left, right) => right.number - left.number);
  const [highest] = condemned;
  if (!highest) return NO_ORDERS;
  const firstUnhealthy = condemned.findLast((pod) => !isReady(pod));
  return isReady(highest) || highest === firstUnhealthy ? { create: [], remove: [highest] } : NO_ORDERS;
}

function isReady(pod: OwnedPod): boolean {
  return pod.readyAt !== null && !pod.finished;
}
