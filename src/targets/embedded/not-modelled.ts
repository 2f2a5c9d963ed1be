/** Finds what pods ask of kube-scheduler that the embedded scheduler does not model, so that a report does not hide it. */
import type { Problem } from '../../core/errors/problem.ts';
import type { PodSpec, PodTemplate } from '../../core/objects/pod.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';

interface Feature {
  readonly name: string;
  /** What happens to such pods instead. */
  readonly instead: string;
  uses(spec: PodSpec): boolean;
}

const FEATURES: readonly Feature[] = [
  {
    name: 'topologySpreadConstraints',
    instead: 'they are not spread',
    uses: (spec) => isSome(spec.topologySpreadConstraints),
  },
  {
    name: 'pod affinity or anti-affinity',
    instead: 'they are placed as if they had none',
    uses: ({ affinity }) => isSome(affinity?.podAffinity) || isSome(affinity?.podAntiAffinity),
  },
  {
    name: 'scheduling gates',
    instead: 'they are scheduled at once',
    uses: (spec) => isSome(spec.schedulingGates),
  },
  {
    name: 'volume claims',
    instead: 'they are placed as if every node reached the volume',
    uses: (spec) =>
      isSome(
        (spec as { volumes?: readonly object[] }).volumes?.filter((each) => 'persistentVolumeClaim' in each),
      ),
  },
];

/**
 * One problem for each feature that pods of the timeline use and the scheduler does not model, and one where priorities differ: nothing
 * is preempted.
 */
export function notModelledProblems(timeline: Iterable<TimelineEvent>): readonly Problem[] {
  const templates = new Set<PodTemplate>();
  for (const { action } of timeline) {
    if (action.kind === 'create-pod') templates.add(action.pod.template);
    if (action.kind === 'scale-workload') templates.add(action.workload.template);
  }
  const specs = [...templates].map(({ spec }) => spec);
  const sentences = FEATURES.filter(({ uses }) => specs.some(uses)).map(
    ({ name, instead }) => `pods with ${name}: not modelled by the embedded scheduler, ${instead}`,
  );
  const priorities = new Set(specs.map(({ priority }) => priority ?? 0));
  if (priorities.size > 1)
    sentences.push('pods of different priority: higher ones go first, but nothing is preempted for them');
  return sentences.map((message) => ({ code: 'not-modelled', severity: 'warning', message }));
}

function isSome(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
