/** Decides about one pod on a given cluster and explains the decision. Tests use it, and `explain` will. */
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { Decision } from './decision.ts';
import type { SchedulerPod } from './framework/pod-state.ts';
import { createScheduler, type SchedulerOptions } from './scheduler.ts';

/** The cluster at the time of the decision. */
export interface Situation {
  /** In order of addition. */
  readonly nodes: readonly Node[];
  /** Pods that are on a node. */
  readonly existing?: readonly SchedulerPod[];
  readonly pod: PodTemplate;
}

/**
 * The node that kube-scheduler would choose, the scores of every node and the reasons for every rejected node.
 *
 * @returns undefined for a pod that names its node, because no scheduler handles it.
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
