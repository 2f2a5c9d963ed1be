/** Node entries, node events and scheduler events of a scenario file become its parts, with every default. */
import test from 'ava';
import { eventsOf, POD, scenarioOf } from './made-entries.ts';

const nodeOf = (entry: string) =>
  scenarioOf(`cluster: {nodes: [{${entry}}]}\ntemplates: {web: ${POD}}\nevents: {pods: []}\n`).nodes[0]!;

test('a node has defaults for all that its entry leaves out', (t) => {
  t.deepEqual(nodeOf('name: n, template: {allocatable: {cpu: 4}}') as unknown, {
    name: 'n',
    pool: undefined,
    count: undefined,
    labels: {},
    taints: [],
    unschedulable: false,
    capacity: { cpu: 4, pods: 110 },
    allocatable: { cpu: 4, pods: 110 },
    images: [],
    declaredFeatures: [],
    position: { file: 'a.yaml', line: 1, column: 19 },
  });
});

test('a node has what its template states', (t) => {
  t.like(
    nodeOf(
      'name: n, count: 3, template: {labels: {a: b}, taints: [{key: k, value: 1, effect: NoSchedule}], unschedulable: true, capacity: {cpu: 5, pods: 9}, allocatable: {cpu: 4, pods: 8}}',
    ),
    {
      pool: 'n',
      count: 3,
      labels: { a: 'b' },
      taints: [{ key: 'k', value: '1', effect: 'NoSchedule' }],
      unschedulable: true,
      capacity: { cpu: 5, pods: 9 },
      allocatable: { cpu: 4, pods: 8 },
    },
  );
});

test('a capacity alone is allocatable, too', (t) => {
  t.like(nodeOf('name: n, template: {capacity: {cpu: 5}}'), {
    capacity: { cpu: 5, pods: 110 },
    allocatable: { cpu: 5, pods: 110 },
  });
});

test('a manifest is a node with its metadata, spec and status', (t) => {
  t.like(
    nodeOf(
      'kind: Node, metadata: {name: n, labels: {a: b}}, spec: {unschedulable: true, taints: [{key: k, effect: NoSchedule}]}, status: {capacity: {cpu: 5}, allocatable: {cpu: 4}}',
    ),
    {
      name: 'n',
      labels: { a: 'b' },
      taints: [{ key: 'k', effect: 'NoSchedule' }],
      unschedulable: true,
      capacity: { cpu: 5, pods: 110 },
      allocatable: { cpu: 4, pods: 110 },
    },
  );
});

test('a name and a status or a spec make a manifest as well', (t) => {
  t.like(nodeOf('name: n, status: {allocatable: {cpu: 4}}'), {
    name: 'n',
    allocatable: { cpu: 4, pods: 110 },
  });
});

for (const label of [
  'karpenter.sh/nodepool',
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'kubernetes.azure.com/agentpool',
]) {
  test(`a single node is in the pool that its label ${label} names`, (t) => {
    const entry = `template: {labels: {x: y, ${label}: big}, allocatable: {cpu: 4}}`;
    t.is(nodeOf(`name: n, ${entry}`).pool, 'big');
    t.is(nodeOf(`name: n, count: 1, ${entry}`).pool, 'n');
  });
}

test('node events have an offer only when they add or update', (t) => {
  const { nodeEvents } = eventsOf(
    'nodes: [{at: 1s, action: add, name: m, template: {allocatable: {cpu: 1}}}, {at: 2s, action: update, name: n, template: {labels: {a: b}, taints: null}}, {at: 3s, action: cordon, name: n, count: 1}]',
  );
  t.deepEqual(nodeEvents as unknown, [
    {
      at: 1_000_000,
      action: 'add',
      name: 'm',
      count: undefined,
      offer: {
        labels: {},
        taints: [],
        unschedulable: false,
        capacity: { cpu: 1, pods: 110 },
        allocatable: { cpu: 1, pods: 110 },
        images: [],
        declaredFeatures: [],
      },
      position: { file: 'a.yaml', line: 3, column: 18 },
    },
    {
      at: 2_000_000,
      action: 'update',
      name: 'n',
      count: undefined,
      offer: { labels: { a: 'b' } },
      position: { file: 'a.yaml', line: 3, column: 85 },
    },
    {
      at: 3_000_000,
      action: 'cordon',
      name: 'n',
      count: 1,
      offer: undefined,
      position: { file: 'a.yaml', line: 3, column: 162 },
    },
  ]);
});

test('a scheduler event happens at its time, whichever key states it', (t) => {
  const weights = 'weights: {NodeResourcesFit: 2}';
  const at = (time: string) => eventsOf(`scheduler: [{name: s, ${time}${weights}}]`).schedulerEvents[0]?.at;
  t.deepEqual(
    ['at: 1s, ', 'after: 2s, ', 'arrivalTime: 3s, ', 'arrivalTime: 4600, ', ''].map(at),
    [1_000_000, 2_000_000, 3_000_000, 5, 0],
  );
});

test('a scheduler event has its name, weights and configuration', (t) => {
  t.like(eventsOf('scheduler: [{at: 1s, name: 5, weights: {NodeResourcesFit: 2}}]').schedulerEvents[0], {
    name: '5',
    weights: { NodeResourcesFit: 2 },
    configuration: undefined,
  });
  t.like(
    eventsOf('scheduler: [{at: 1s, weights: null, configuration: {percentageOfNodesToScore: 50}}]')
      .schedulerEvents[0],
    { weights: undefined, configuration: { percentageOfNodesToScore: 50 } },
  );
});
