/** Warns of priorities that an API server refuses, because no PriorityClass gives them. Replays play them, so only `validate` asks. */
import { type Problem, warningAt } from '../../errors/problem.ts';
import type { PodTemplate } from '../../objects/pod.ts';
import type { Scenario } from '../scenario.ts';
import { podsOfWorkloads } from './lint-workloads.ts';

/** The API server compares a priority with that of the class, of the default class, or 0 (plugin/pkg/admission/priority). A template is warned of once. */
export function lintPriorities(scenario: Scenario): Problem[] {
  const known = new Set<PodTemplate>();
  return [...scenario.pods, ...podsOfWorkloads(scenario)].flatMap((entry) => {
    if (entry.kind === 'deletion' || known.has(entry.template)) return [];
    known.add(entry.template);
    const { priority, priorityClassName } = entry.template.spec;
    if (!priority || priorityClassName) return [];
    const message = `priority ${priority} without a priorityClassName: an API server refuses such a pod. Add a PriorityClass under cluster.objects and name it`;
    return [warningAt('priority-without-class', entry.position, message)];
  });
}
