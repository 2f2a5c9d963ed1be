/** Objects besides nodes and pods: those of the start, their events, and changes of pods. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { OBJECT_KINDS } from '../../../src/core/objects/object-kinds.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { OBJECT_KIND_NAMES } from '../../../src/core/scenario/schema/object-manifest.ts';
import { eventsOf, NODES, POD, scenarioOf } from './made-entries.ts';

const objectsOf = (objects: string) =>
  scenarioOf(
    `cluster: {objects: [${objects}]}\nevents: {pods: [{name: p, arrivalTime: 1s, podSpec: ${POD}}]}\n`,
  ).objects;

/** The problems of a scenario with these events, as lines without the name of the file. */
const problemsOf = (events: string) =>
  loadScenario(`${NODES}\ntemplates: {web: ${POD}}\nevents: {${events}}\n`, 'a.yaml').problems.map(
    formatProblem,
  );

test('an object has its apiVersion and its namespace filled in', (t) => {
  const [service, budget, volume] = objectsOf(
    '{kind: Service, metadata: {name: web}, spec: {selector: {app: web}}}, {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b, namespace: x}, spec: {minAvailable: 50%}}, {kind: PersistentVolume, metadata: {name: v}, spec: {gcePersistentDisk: {pdName: d}}}',
  );
  t.like(service!.object, { apiVersion: 'v1', metadata: { name: 'web', namespace: 'default' } });
  t.like(budget!.object, { metadata: { name: 'b', namespace: 'x' }, spec: { minAvailable: '50%' } });
  t.like(volume!.object, { metadata: { name: 'v' }, spec: { gcePersistentDisk: { pdName: 'd' } } });
  t.false('namespace' in volume!.object.metadata);
  t.like(service!.position, { file: 'a.yaml', line: 1, column: 21 });
});

test('every kind that decides can be written, and no other', (t) => {
  t.deepEqual([...OBJECT_KIND_NAMES].sort(), OBJECT_KINDS.map(({ kind }) => kind as string).sort() as never);
  const { problems } = loadScenario('cluster: {objects: [{kind: Secret, metadata: {name: s}}]}', 'a.yaml');
  t.regex(
    problems.map(formatProblem).join('\n'),
    /^a.yaml:1:\d+: error: cluster.objects\[0\].*"Secret" is no kind that decides where pods run: expected one of Namespace, /,
  );
});

test('a wrong value and an unknown key of an object have their place', (t) => {
  const { problems } = loadScenario(
    'cluster: {objects: [{kind: Service, metadata: {name: s}, spec: {selector: {app: 1}, selectr: 2}}]}',
    'a.yaml',
  );
  t.deepEqual(problems.map(formatProblem), [
    'a.yaml:1:81: error: cluster.objects[0].spec.selector.app: 1 is not a string: write for example "true" (in quotes)',
    'a.yaml:1:85: warning: cluster.objects[0].spec: the key "selectr" is ignored (did you mean "selector"?)',
  ]);
});

test('an object of another group is an error', (t) => {
  const { problems } = loadScenario(
    'cluster: {objects: [{apiVersion: v1, kind: ReplicaSet, metadata: {name: s}}]}',
    'a.yaml',
  );
  t.deepEqual(problems.map(formatProblem).slice(0, 1), [
    'a.yaml:1:34: error: cluster.objects[0].apiVersion: an API server has no ReplicaSet of "v1": write apps/v1',
  ]);
});

test('objects are set and removed at their times', (t) => {
  const { objectEvents } = eventsOf(
    'objects: [{at: 1s, action: set, object: {kind: Namespace, metadata: {name: x}}}, {at: 2s, action: remove, kind: Service, name: s}]',
  );
  t.like(objectEvents[0], { at: 1e6, action: 'set', object: { kind: 'Namespace', metadata: { name: 'x' } } });
  t.like(objectEvents[1], {
    at: 2e6,
    action: 'remove',
    object: { kind: 'Service', metadata: { name: 's', namespace: 'default' } },
  });
});

for (const [event, message] of [
  ['{at: 1s, action: set}', 'action set needs an object'],
  ['{at: 1s, action: remove, kind: Service}', 'action remove needs the kind and the name of the object'],
  [
    '{at: 1s, action: set, name: x, object: {kind: Namespace, metadata: {name: x}}}',
    'goes with remove: write it in the object',
  ],
  [
    '{at: 1s, action: remove, object: {kind: Namespace, metadata: {name: x}}}',
    'goes with set: to remove one, write kind and name',
  ],
] as const) {
  test(`refused object event: ${event}`, (t) => {
    t.true(
      problemsOf(`objects: [${event}]`).some((line) => line.includes('error') && line.endsWith(message)),
    );
  });
}

test('an update changes gates, labels and requests of a pod', (t) => {
  const { podUpdates, pods } = eventsOf(
    'pods: [{name: p, arrivalTime: 1s, template: web}, {name: p, arrivalTime: 2s, update: {ungate: [a.b/c], labels: {x: y, z: null}, resize: {requests: {cpu: 2}}}}]',
  );
  t.is(pods.length, 1);
  t.like(podUpdates[0], {
    namespace: 'default',
    podName: 'p',
    at: 2e6,
    change: { ungate: ['a.b/c'], labels: { x: 'y', z: null }, resize: { requests: { cpu: 2 } } },
  });
});

for (const [entry, message] of [
  [
    '{name: p, arrivalTime: 1s, eventType: update}',
    'nothing to change: add ungate, labels or resize under update',
  ],
  [
    '{name: p, arrivalTime: 1s, update: {resize: {requests: {pods: 2}}}}',
    'only cpu and memory of a pod can be resized',
  ],
  [
    '{name: p, arrivalTime: 1s, count: 2, update: {ungate: [a]}}',
    'does not go with update, which changes a pod that exists',
  ],
  ['{arrivalTime: 1s, update: {ungate: [a]}}', 'missing name: write the name of the pod to change'],
] as const) {
  test(`refused update: ${entry}`, (t) => {
    t.true(problemsOf(`pods: [${entry}]`).some((line) => line.includes('error') && line.endsWith(message)));
  });
}

test('nodes have images and declared features, from pools and manifests', (t) => {
  const { nodes } = scenarioOf(
    'cluster: {nodes: [{name: a, count: 2, template: {allocatable: {cpu: 1}, images: [{names: [x], sizeBytes: 5}], declaredFeatures: [F]}}, {metadata: {name: b}, status: {allocatable: {cpu: 1}, images: [{names: [y]}]}}]}',
  );
  t.deepEqual(nodes[0]!.images as unknown, [{ names: ['x'], sizeBytes: 5 }]);
  t.deepEqual(nodes[0]!.declaredFeatures as unknown, ['F']);
  t.deepEqual(nodes[1]!.images as unknown, [{ names: ['y'] }]);
});

test('a budget has one limit, a whole number from 0 or a percentage up to 100%', (t) => {
  const found = (spec: string) =>
    loadScenario(
      `cluster: {objects: [{kind: PodDisruptionBudget, metadata: {name: b}, spec: {${spec}}}]}`,
      'a.yaml',
    )
      .problems.filter(({ severity }) => severity === 'error')
      .map(({ message }) => message)
      .join();
  t.regex(found('minAvailable: 1, maxUnavailable: 1'), /minAvailable and maxUnavailable exclude each other/);
  for (const wrong of ['"50"', '-1', '"-5%"', '"101%"', '1.5'])
    t.regex(found(`minAvailable: ${wrong}`), /is not a number from 0 on or a percentage/, wrong);
  for (const right of ['0', '3', '"0%"', '50%', '"100%"']) t.is(found(`minAvailable: ${right}`), '', right);
  t.regex(found('unhealthyPodEvictionPolicy: Always'), /"Always" is not a policy/);
});
