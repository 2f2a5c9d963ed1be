/** The keys of a generator configuration that are not about pods: kept, or named. */
import test from 'ava';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { generate } from '../../../src/verbs/generate/generate-scenario.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { generatedFrom, SAME } from './generated.ts';

test('the cluster and the namespace of a generator configuration are in the scenario', async (t) => {
  const { scenario, problems } = await generatedFrom(
    t,
    {},
    `generation:
  name: small
  numPodEvents: 2
  numPodEvent: 3
  cluster: {generate: true, numNodes: 10, cpuPerNode: 4, memoryPerNode: 8, podsPerNode: 50, zones: [a, b, c]}
kubernetes: {namespace: lab, requestTimeout: 30s}
scheduler: {simulatorUrl: "http://localhost:1212"}
output: {format: csv}
outputDir: scenarios
`,
  );
  t.is(scenario.name, 'small');
  t.deepEqual(
    scenario.nodes.map(({ count, allocatable, labels }) => [
      count,
      allocatable,
      labels['topology.kubernetes.io/zone'],
    ]),
    ['a', 'b', 'c'].map((zone, index) => [index === 0 ? 4 : 3, { cpu: 4, memory: '8Gi', pods: 50 }, zone]),
  );
  t.true(scenario.pods.every((entry) => entry.namespace === 'lab'));
  t.deepEqual(
    problems.map(({ message }) => message.replace(/ (?:is not part|is ignored).*/, '')),
    [
      'the key generation.numPodEvent',
      'kubernetes.requestTimeout',
      'scheduler.simulatorUrl',
      'output.format',
      'outputDir',
    ],
  );
});

testWithShared('the configuration of an experiment gives ten nodes in three zones', async (t) => {
  const { text, problems } = await generate({ ...SAME, file: sharedPath('cases/takeover/exp-config.yaml') });
  const { nodes } = loadScenario(text, 'made.yaml').scenario!;
  t.deepEqual(
    nodes.map(({ name, count }) => [name, count]),
    [
      ['node-zone-a', 4],
      ['node-zone-b', 3],
      ['node-zone-c', 3],
    ],
  );
  t.is(problems.length, 7);
});
