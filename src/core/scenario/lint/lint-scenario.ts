/** Warns of everything in a scenario that is allowed and probably a mistake. */
import type { Problem } from '../../errors/problem.ts';
import type { Scenario } from '../scenario.ts';
import { lintNames, lintNodeNames } from './lint-names.ts';
import { lintObjects } from './lint-objects.ts';
import { lintPods } from './lint-pods.ts';
import { lintTimes } from './lint-times.ts';
import { lintWorkloads, podsOfWorkloads } from './lint-workloads.ts';

export function lintScenario(scenario: Scenario): Problem[] {
  const withWorkloads: Scenario = { ...scenario, pods: [...scenario.pods, ...podsOfWorkloads(scenario)] };
  return [
    ...lintNames(scenario),
    ...lintNodeNames(withWorkloads),
    ...lintPods(withWorkloads),
    ...lintObjects(withWorkloads),
    ...lintTimes(withWorkloads),
    ...lintWorkloads(scenario),
  ];
}
