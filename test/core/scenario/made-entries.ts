/** Loads scenarios that consist of one entry, for the tests of entries. */
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { Scenario } from '../../../src/core/scenario/scenario.ts';

export const POD = '{spec: {containers: [{name: m}]}}';

export const NODES = 'cluster: {nodes: [{name: n, template: {allocatable: {cpu: 4}}}]}';

export function scenarioOf(text: string, file = 'a.yaml'): Scenario {
  const { scenario, problems } = loadScenario(text, file);
  if (!scenario) throw new Error(problems.map(formatProblem).join('\n'));
  return scenario;
}

export const eventsOf = (events: string) =>
  scenarioOf(`${NODES}\ntemplates: {web: ${POD}}\nevents: {${events}}\n`);
