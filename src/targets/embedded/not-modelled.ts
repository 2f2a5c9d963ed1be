/** Finds what pods ask for that the embedded target does not model, so that nothing is silently different. */
import type { Problem } from '../../core/errors/problem.ts';
import type { PodSpec, PodTemplate } from '../../core/objects/pod.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';

interface Feature {
  readonly name: string;
  /** What happens to such pods instead. */
  readonly instead: string;
  uses(spec: PodSpec): boolean;
}

/** What no plugin is responsible for. */
const OF_THE_CLUSTER: readonly Feature[] = [
  {
    name: 'activeDeadlineSeconds',
    instead: 'the deadline does not end them',
    uses: (spec) => spec.activeDeadlineSeconds != null,
  },
];

/** One problem for each feature that pods of the timeline use and the target does not model, with the number of those pods. */
export function notModelledProblems(timeline: Iterable<TimelineEvent>): readonly Problem[] {
  const counts = podsByTemplate(timeline);
  return OF_THE_CLUSTER.flatMap(({ name, instead, uses }) => {
    let pods = 0;
    for (const [{ spec }, count] of counts) if (uses(spec)) pods += count;
    if (pods === 0) return [];
    const message = `${pods === 1 ? '1 pod' : `${pods} pods`} with ${name}: not modelled, ${instead}`;
    return [{ code: 'not-modelled', severity: 'warning', message, pods }];
  });
}

/** A workload counts with the most pods that it ever wants, and a DaemonSet with one: how many nodes it finds is not known yet. */
function podsByTemplate(timeline: Iterable<TimelineEvent>): ReadonlyMap<PodTemplate, number> {
  const counts = new Map<PodTemplate, number>();
  for (const { action } of timeline) {
    if (action.kind === 'create-pod') {
      const { template } = action.pod;
      counts.set(template, (counts.get(template) ?? 0) + 1);
    } else if (action.kind === 'scale-workload') {
      const { template } = action.workload;
      counts.set(template, Math.max(counts.get(template) ?? 0, action.pods));
    }
  }
  return counts;
}
