/** Ends a pod of a live cluster from outside, as a recording shows it: an eviction, a kubelet that fails it, a deletion with its cause. */
import type { PodSpec } from '../../../core/objects/pod.ts';
import type { PodDisruption } from '../../../core/timeline/timeline-event.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { LiveClock } from '../live-run.ts';
import { disruptedStatus, finishedStatus, STATUS_PATCH } from '../objects/pod-status.ts';
import type { LivePod } from '../observe/live-pods.ts';
import { patch, remove, removeGracefully } from './cluster-calls.ts';

export interface DisruptOptions {
  readonly clock: () => LiveClock | undefined;
  readonly evict: (pod: LivePod) => Promise<void>;
  /** The spec as it was sent. */
  readonly specOf: (pod: LivePod) => PodSpec;
  /** Whether a deleted pod stays until keg ends it. */
  readonly gracefully: boolean;
}

/** Nothing happens to a pod that ends already; a kubelet can fail only what runs. */
export async function disruptLivePod(
  options: DisruptOptions,
  calls: Transport,
  pod: LivePod,
  { reason, message, asksApi = false, fails }: PodDisruption,
): Promise<void> {
  const { clock, specOf, gracefully, evict } = options;
  if (pod.isFinished || pod.isTerminating || pod.uid === undefined) return;
  // The API server writes the cause itself.
  if (asksApi) return evict(pod);
  const path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`;
  const now = clock()?.stamp() ?? '';
  const cause = disruptedStatus(reason, message, now);
  if (!fails) {
    if (!(await patch(calls, `${path}/status`, { metadata: { uid: pod.uid }, ...cause }, STATUS_PATCH)))
      return;
    await (gracefully ? removeGracefully : remove)(calls, path);
    return;
  }
  if (pod.startedAt === undefined) return;
  const { status } = finishedStatus(specOf(pod), 'Failed', pod.startedAt || now, now, {
    outcome: fails,
    restarts: pod.restarts,
  });
  const conditions = [...status.conditions, ...cause.status.conditions];
  const body = { metadata: { uid: pod.uid }, status: { ...status, conditions } };
  await patch(calls, `${path}/status`, body, STATUS_PATCH);
}
