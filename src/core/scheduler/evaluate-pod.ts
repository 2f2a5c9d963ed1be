/** One decision about one pod on a given cluster, fully explained, without a queue: for tests, and to ask "why there?". */
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { createScheduler, type Decision, type SchedulerOptions, type SchedulerPod } from './scheduler.ts';

/** What the cluster looks like when the pod is decided about. */
export interface Situation {
  /** In the order in which they came. */
  readonly nodes: readonly Node[];
  /** Pods with a node. */
  readonly existing?: readonly SchedulerPod[];
  readonly pod: PodTemplate;
}

/**
 * Where kube-scheduler would put the pod, every node's scores and every refused node's reasons.
 *
 * @returns undefined for a pod that names its node: nobody schedules it.
 * @throws {UserError} for a configuration that kube-scheduler would refuse.
 */
export function evaluatePod(
  situation: Situation,
  options: Omit<SchedulerOptions, 'explain'>,
): Decision | undefined {
  const scheduler = createScheduler({ ...options, explain: true });
  for (const node of situation.nodes) scheduler.addNode(node, 0);
  for (const pod of situation.existing ?? []) scheduler.addPod(pod, 0);
  const uid = 'incoming';
  scheduler.addPod({ uid, namespace: 'default', name: uid, template: situation.pod }, 0);
  return scheduler.scheduleOne(0);
}
