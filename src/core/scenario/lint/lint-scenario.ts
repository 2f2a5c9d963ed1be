/** What is allowed in a scenario but probably not meant; each finding a warning with its place. */
import type { Problem } from '../../errors/problem.ts';
import type { Scenario } from '../scenario.ts';
import { lintNames } from './lint-names.ts';
import { lintPods } from './lint-pods.ts';
import { lintTimes } from './lint-times.ts';
import { lintWorkloads, workloadPods } from './lint-workloads.ts';

export function lintScenario(scenario: Scenario): Problem[] {
  const withWorkloads: Scenario = { ...scenario, pods: [...scenario.pods, ...workloadPods(scenario)] };
  return [
    ...lintNames(scenario),
    ...lintPods(withWorkloads),
    ...lintTimes(withWorkloads),
    ...lintWorkloads(scenario),
  ];
}
