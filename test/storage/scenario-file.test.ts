/** A scenario is loaded with the tables that it names, from the folder of the scenario. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { formatProblem } from '../../src/core/errors/problem.ts';
import { expandScenario } from '../../src/core/timeline/expand-scenario.ts';
import { loadScenarioFile } from '../../src/storage/scenario-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const scenarioOf = (requests: string): string => `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: web}
cluster: {nodes: [{name: n, count: 4, template: {allocatable: {cpu: 64}}}]}
templates: {web: {spec: {containers: [{name: main, resources: {requests: {cpu: 1}}}]}}}
events:
  pods:
    - name: web
      template: web
      arrivals: {type: exponential, mean: 5s}
      count: 50
      lifetime: 1m
      requests: ${requests}
`;
const TABLE = scenarioOf('{type: choice, table: web.csv}');

test('a table draws what the same sets in the scenario draw', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'web.csv'), 'weight,cpu,memory\n3,2,1Gi\n1,500m,\n');
  const table = await loadScenarioFile(TABLE, join(folder, 'web.yaml'));
  const inline = await loadScenarioFile(
    scenarioOf(
      '{type: choice, options: [{weight: 3, value: {cpu: "2", memory: 1Gi}}, {value: {cpu: 500m}}]}',
    ),
    join(folder, 'web.yaml'),
  );
  t.deepEqual(table.problems, []);
  t.deepEqual(
    JSON.parse(JSON.stringify(expandScenario(table.scenario!, 1))),
    JSON.parse(JSON.stringify(expandScenario(inline.scenario!, 1))),
  );
});

test('a table that is missing is an error where the scenario names it', async (t) => {
  const path = join(temporaryFolder(t), 'web.yaml');
  const { scenario, problems } = await loadScenarioFile(TABLE, path);
  t.is(scenario, undefined);
  t.is(problems.length, 1);
  t.like(problems[0], { position: { file: path, line: 13, column: 39 } });
  t.regex(problems[0]!.message, /web\.csv/);
});

test('a fault in a table is an error of the table', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'web.csv'), 'weight,cpu\n1,2\n1,two\n');
  const { scenario, problems } = await loadScenarioFile(TABLE, join(folder, 'web.yaml'));
  t.is(scenario, undefined);
  t.true(formatProblem(problems[0]!).includes(`${join(folder, 'web.csv')}:3:3`));
});

test('a table that is no name is an error of the table', async (t) => {
  const { problems } = await loadScenarioFile(scenarioOf('{type: choice, table: 5}'), 'web.yaml');
  t.true(problems.some(({ message }) => message.startsWith('events.pods[0].requests.table: ')));
});
