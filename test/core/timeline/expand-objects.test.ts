/** Objects, updates of pods and drains in the timeline. */
import test from 'ava';
import { expand } from './written-scenario.ts';

const story = (text: string) => expand(text).map(({ at, action }) => `${at / 1e6}s ${action.kind}`);

test('at one time objects come first, then nodes, and updates come after the pods', (t) => {
  t.deepEqual(
    story(`
cluster:
  objects: [{kind: Service, metadata: {name: s}}]
  nodes: [{name: n, count: 1, template: {allocatable: {cpu: 4}}}]
events:
  pods:
    - {name: p, arrivalTime: 1s, update: {labels: {a: b}}}
    - {name: p, arrivalTime: 1s, template: small}
  nodes: [{at: 1s, action: drain, name: n}]
  objects:
    - {at: 1s, action: set, object: {kind: PodDisruptionBudget, metadata: {name: b}, spec: {minAvailable: 1}}}
    - {at: 2s, action: remove, kind: Service, name: s}
`),
    [
      '0s set-object',
      '0s add-node',
      '1s set-object',
      '1s drain-node',
      '1s create-pod',
      '1s update-pod',
      '2s remove-object',
    ],
  );
});

test('a drained pool drains every node, and an update of a drained node keeps it cordoned', (t) => {
  const events = expand(`
cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4}}}]}
events:
  nodes: [{at: 1s, action: drain, name: n}, {at: 2s, action: update, name: n-0, template: {labels: {a: b}}}]
`);
  t.deepEqual(
    events.flatMap(({ action }) => (action.kind === 'drain-node' ? [action.name] : [])),
    ['n-0', 'n-1'],
  );
  const last = events.at(-1)!.action;
  t.true(last.kind === 'update-node' && last.node.spec?.unschedulable);
});
