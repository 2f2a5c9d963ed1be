/** Leaves the scheduler of a template to the scenario where another scheduler, which keg does not have, bound its pods. */

import type { PodTemplate } from '../../objects/pod.ts';
import type { SchedulerChange } from '../objects/scheduler-change.ts';
import type { WorkloadGroup } from '../pods/workload-group.ts';

/**
 * Pods that name a scheduler without a profile wait for ever. Those that were bound get the default scheduler instead; those that never were
 * bound keep the name, which kept them waiting.
 */
export function withPresentScheduler(
  { pods }: WorkloadGroup,
  template: PodTemplate,
  changes: readonly SchedulerChange[],
): PodTemplate {
  const { schedulerName, ...spec } = template.spec;
  if (schedulerName === undefined || pods.every(({ isUnbound }) => isUnbound)) return template;
  const names = changes.flatMap(({ configuration }) => profileNames(configuration));
  return names.includes(schedulerName) ? template : { ...template, spec };
}

/** Of a KubeSchedulerConfiguration, or of one profile of it. */
function profileNames(configuration: unknown): unknown[] {
  const { schedulerName, profiles } = (configuration ?? {}) as {
    readonly schedulerName?: unknown;
    readonly profiles?: unknown;
  };
  const listed = Array.isArray(profiles) ? (profiles as readonly { readonly schedulerName?: unknown }[]) : [];
  return [schedulerName, ...listed.map((each) => each?.schedulerName)];
}
