/** Ends a pod from outside, as a recording shows it: an eviction, or a kubelet that fails the pod. */
import type { TimelineAction } from '../../core/timeline/timeline-event.ts';
import type { ClusterState } from './cluster-state.ts';
import { requestDeletion } from './pod-deletion.ts';
import { completePod } from './pod-life.ts';

/** The recorded eviction was granted, so no budget is asked. Nothing happens to a pod that ends already; a kubelet can fail only what runs. */
export function disruptPod(
  cluster: ClusterState,
  { namespace, name, disruption }: Extract<TimelineAction, { kind: 'disrupt-pod' }>,
  now: number,
): void {
  const uid = cluster.names.find(namespace, name);
  const pod = uid === undefined ? undefined : cluster.pods.get(uid);
  if (!pod || pod.terminal || pod.terminating) return;
  const { reason, message, by: preemptor, fails } = disruption;
  if (fails && !pod.started) return;
  const by = preemptor === undefined ? undefined : uidOf(cluster, preemptor);
  cluster.observer.observe({
    at: now,
    kind: 'pod-disrupted',
    uid: pod.uid,
    reason,
    ...(message !== undefined && { message }),
    ...(by !== undefined && { by }),
  });
  if (fails) completePod(cluster, pod, now, 'Failed', fails);
  else requestDeletion(cluster, pod, now, reason);
}

/** @param name as `namespace/name`. */
function uidOf({ names }: ClusterState, name: string): string | undefined {
  const end = name.indexOf('/');
  return names.find(name.slice(0, end), name.slice(end + 1));
}
