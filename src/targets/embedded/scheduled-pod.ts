/** Reports pods of the embedded cluster to its scheduler, with what it knows about each of them. */
import { SCHEDULING_GATED } from '../../core/recording/pod-observation.ts';
import type { SchedulerPod } from '../../core/scheduler/framework/pod-state.ts';
import type { ClusterState, EmbeddedPod } from './cluster-state.ts';
import { decisiveTemplate } from './decisive-template.ts';

/** Queues a new pod, and observes why it is not tried if it is not. */
export function queuePod(cluster: ClusterState, pod: EmbeddedPod, now: number): void {
  const { scheduler } = cluster;
  const { ignoredCount } = scheduler;
  const gated = scheduler.addPod(schedulerPod(pod), now);
  if (gated) noteMessage(cluster, pod, gated.message ?? '', now, SCHEDULING_GATED);
  else if (scheduler.ignoredCount > ignoredCount)
    noteMessage(cluster, pod, `no profile is named ${pod.plan.template.spec.schedulerName}`, now);
  noteStartTimes(cluster, pod, now);
}

/** Reports a pod that changed. */
export function rescheduleChanged(cluster: ClusterState, pod: EmbeddedPod, now: number): void {
  const gated = cluster.scheduler.updatePod(schedulerPod(pod), now);
  if (gated) noteMessage(cluster, pod, gated.message ?? '', now, SCHEDULING_GATED);
}

/** Observes why the pod waits, unless that is known already. */
export function noteMessage(
  { observer }: ClusterState,
  pod: EmbeddedPod,
  message: string,
  now: number,
  reason?: string,
): void {
  if (pod.message === message || pod.bound) return;
  pod.message = message;
  const { uid } = pod;
  observer.observe({ at: now, kind: 'pod-unschedulable', uid, message, ...(reason && { reason }) });
}

/** The kubelet takes a bound pod at once, and took a pod with an age before it was created here. Preemption compares these times, which matters only where priorities differ. */
export function noteStart(cluster: ClusterState, pod: EmbeddedPod, now: number): void {
  pod.startTime = Math.floor((now - (pod.plan.age ?? 0)) / SECOND) * SECOND;
  if (cluster.priorities.size > 1) rescheduleChanged(cluster, pod, now);
}

/** Kubernetes' stamps are whole seconds. */
const SECOND = 1_000_000;

/** From the second priority on, the scheduler needs the start times of all pods. */
function noteStartTimes(cluster: ClusterState, { plan }: EmbeddedPod, now: number): void {
  const { priorities, pods } = cluster;
  const before = priorities.size;
  priorities.add(plan.template.spec.priority ?? 0);
  if (before !== 1 || priorities.size === 1) return;
  for (const pod of pods.values())
    if (pod.startTime !== undefined && !pod.terminal) rescheduleChanged(cluster, pod, now);
}

function schedulerPod({ uid, plan, node, startTime }: EmbeddedPod): SchedulerPod {
  const { namespace, name } = plan;
  const template = decisiveTemplate(plan);
  return {
    ...{ uid, namespace, name, template },
    ...(node !== null && { nodeName: node }),
    ...(startTime !== undefined && { startTime }),
  };
}
