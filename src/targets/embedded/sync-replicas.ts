/** Computes the next step of a ReplicaSet or StatefulSet: as many pods as wanted, with every lost pod replaced. */
import { firstToGo } from './scale-down-order.ts';
import {
  createAnonymous,
  currentRevision,
  NO_ORDERS,
  type Orders,
  type OwnedPod,
  type WorkloadState,
} from './workload-state.ts';

/**
 * A ReplicaSet at once creates the pods that are missing and deletes those that are too many. Source: pkg/controller/replicaset/replica_set.go, manageReplicas (read at 1.36).
 */
export function syncReplicaSet({ pods, wanted }: WorkloadState, now: number): Orders {
  const surplus = pods.size - wanted;
  if (surplus <= 0) return createAnonymous(-surplus);
  return { create: [], remove: firstToGo(pods.values(), surplus, now, 'logarithmic') };
}

/**
 * The next step of a StatefulSet with podManagementPolicy OrderedReady, its default: it creates ordinals from 0 up, each only when
 * those below are ready. It deletes a terminal pod and creates it again under its name. It deletes surplus pods from the highest ordinal
 * down, one at a time, and only while all pods that stay are ready. Then it replaces pods of an older template, from the highest ordinal
 * down, each when those above are ready (updateStrategy RollingUpdate without a partition).
 *
 * Source: pkg/controller/statefulset/stateful_set_control.go, updateStatefulSet, processReplica, processCondemned (read at 1.36).
 */
export function syncStatefulSet(state: WorkloadState): Orders {
  const { pods, wanted } = state;
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
  if (!highest) return replaceHighest(state);
  if (highest.terminating) return NO_ORDERS;
  const firstUnhealthy = condemned.findLast((pod) => !isReady(pod));
  return isReady(highest) || highest === firstUnhealthy ? { create: [], remove: [highest] } : NO_ORDERS;
}

/** All pods are ready here. */
function replaceHighest(state: WorkloadState): Orders {
  const current = currentRevision(state);
  let highest: OwnedPod | undefined;
  for (const pod of state.pods.values())
    if (pod.revision !== current && pod.number > (highest?.number ?? -1)) highest = pod;
  return highest ? { create: [], remove: [highest] } : NO_ORDERS;
}

function isReady(pod: OwnedPod): boolean {
  return pod.readyAt !== null && !pod.finished;
}
