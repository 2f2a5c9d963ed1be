/** The CSINodes of a scenario follow its nodes when the command line scales them. */
import test from 'ava';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { Scenario } from '../../../src/core/scenario/scenario.ts';
import { applyWhatIf } from '../../../src/verbs/replay/what-if.ts';

const { scenario } = loadScenario(
  `cluster:
  nodes:
    - {name: big, count: 2, template: {allocatable: {cpu: 8}}}
    - {name: odd, template: {allocatable: {cpu: 8}}}
    - {name: other, template: {allocatable: {cpu: 8}}}
  objects:
    - {kind: CSINode, metadata: {name: big-1}, spec: {drivers: [{name: d, nodeID: x, allocatable: {count: 1}}]}}
    - {kind: CSINode, metadata: {name: other}, spec: {drivers: []}}
    - {kind: CSINode, metadata: {name: outside}, spec: {drivers: []}}
    - {kind: StorageClass, metadata: {name: big-1}, provisioner: d}
events:
  pods: [{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{name: c}]}}}]
  objects: [{at: 5s, action: remove, kind: CSINode, name: big-1}]`,
  'day.yaml',
) as { scenario: Scenario };

function objectsAt(nodesScale: string) {
  const { objects, objectEvents } = applyWhatIf(scenario, { nodesScale }).scenario;
  const name = ({ object: { kind, metadata } }: (typeof objects | typeof objectEvents)[number]) =>
    `${kind} ${metadata.name}`;
  return [objects.map(name), objectEvents.map(name)];
}

test('a new node of a pool has a CSINode like that of the node that it copies', (t) => {
  t.deepEqual(objectsAt('2.5'), [
    [
      'CSINode big-1',
      'CSINode big-3',
      'CSINode other',
      'CSINode other-copy-1',
      'CSINode outside',
      'StorageClass big-1',
    ],
    ['CSINode big-1', 'CSINode big-3'],
  ]);
});

test('the CSINode of a removed node goes with it', (t) => {
  t.deepEqual(objectsAt('0.5'), [['CSINode outside', 'StorageClass big-1'], []]);
});
