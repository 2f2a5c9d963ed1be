/** Workloads on the embedded cluster: their controllers create, replace and delete pods as Kubernetes does. */
import test from 'ava';
import { alive, created, events, play } from './workload-day.ts';

test('a Deployment creates its replicas at once, with numbers, group and labels', (t) => {
  const { observations } = play({
    workloads: [
      '{at: 5s, kind: Deployment, name: web, namespace: prod, podSpec: {metadata: {labels: {app: shop}}, spec: {containers: [{name: c}]}}, replicas: 3}',
    ],
  });
  const pods = observations.flatMap((each) => (each.kind === 'pod-created' ? [each] : []));
  t.deepEqual(
    pods.map(({ at, name, namespace, group }) => [at, name, namespace, group]),
    [0, 1, 2].map((number) => [5e6, `web-${number}`, 'prod', 'web']),
  );
  const template = observations.find((each) => each.kind === 'template');
  t.deepEqual(template?.kind === 'template' && template.template.metadata?.labels, { app: 'shop' });
});

test('a Deployment follows its number of replicas, to 0 and back', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: Deployment, name: web, template: small, replicas: 2}',
      '{at: 10s, kind: Deployment, name: web, replicas: 5}',
      '{at: 20s, kind: Deployment, name: web, replicas: 1}',
      '{at: 30s, kind: Deployment, name: web, replicas: 0}',
      '{at: 40s, kind: Deployment, name: web, replicas: 2}',
    ],
  });
  t.deepEqual(
    [5, 15, 25, 35, 45].map((second) => alive(day, second).length),
    [2, 5, 1, 0, 2],
  );
  t.deepEqual(alive(day), ['web-5', 'web-6']);
});

test('a scale-down takes pending pods before running ones', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: Deployment, name: web, template: large, replicas: 8}',
      '{at: 10s, kind: Deployment, name: web, replicas: 6}',
    ],
  });
  t.deepEqual(events(day, ['pod-deleted']), ['10s deleted web-7', '10s deleted web-6']);
});

test('a scale-down takes replicas from the node that has most of them', (t) => {
  const day = play({
    workloads: [
      '{at: 1s, kind: Deployment, name: web, template: small, replicas: 2}',
      '{at: 100s, kind: Deployment, name: web, replicas: 4}',
      '{at: 200s, kind: Deployment, name: web, replicas: 3}',
    ],
    nodes: [
      '{at: 0s, action: cordon, name: n-1}',
      '{at: 0s, action: cordon, name: n-2}',
      '{at: 50s, action: uncordon, name: n-1}',
      '{at: 50s, action: uncordon, name: n-2}',
    ],
  });
  t.deepEqual(alive(day), ['web-0', 'web-2', 'web-3']);
});

for (const [what, cause] of [
  ['deleted by name', { pods: ['{name: web-0, eventType: delete, arrivalTime: 10s}'] }],
  ['lost with its node', { nodes: ['{at: 10s, action: remove, name: a}'] }],
  [
    'evicted by a taint',
    { nodes: ['{at: 10s, action: update, name: a, template: {taints: [{key: x, effect: NoExecute}]}}'] },
  ],
] as const) {
  test(`a replica that is ${what} is replaced at once, under the next name`, (t) => {
    const day = play({
      workloads: ['{at: 0s, kind: Deployment, name: web, template: small, replicas: 1}'],
      rest: 'cluster: {nodes: [{name: a, template: {allocatable: {cpu: 4}}}]}\n',
      ...cause,
    });
    t.deepEqual(events(day, ['pod-created', 'pod-deleted']), [
      '0s created web-0',
      '10s deleted web-0',
      '10s created web-1',
    ]);
  });
}

for (const end of ['deleted', 'succeeded', 'failed']) {
  test(`a replica with a lifetime is replaced when it is over (${end})`, (t) => {
    const day = play({
      rest: 'duration: 35s\n',
      workloads: [
        `{at: 0s, kind: ReplicaSet, name: web, template: small, lifetime: 10s, phases: {started: 2s}, end: ${end}}`,
      ],
    });
    t.deepEqual(created(day), ['0s created web-0', '12s created web-1', '24s created web-2']);
  });
}

test('a name that another pod has is skipped', (t) => {
  const day = play({
    workloads: ['{at: 5s, kind: Deployment, name: web, template: small, replicas: 2}'],
    pods: ['{name: web-1, arrivalTime: 0s, template: small}'],
  });
  t.deepEqual(created(day), ['0s created web-1', '5s created web-0', '5s created web-2']);
  t.deepEqual(day.played.refusals, []);
});

test('a StatefulSet creates each pod when the earlier ones are ready', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: StatefulSet, name: db, template: small, replicas: 3, phases: {started: 2s, ready: 3s}}',
    ],
  });
  t.deepEqual(created(day), ['0s created db-0', '5s created db-1', '10s created db-2']);
});

test('a StatefulSet that is scaled up still waits for a pod that is not ready', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: StatefulSet, name: db, template: small, replicas: 1, phases: {ready: 10s}}',
      '{at: 3s, kind: StatefulSet, name: db, replicas: 2}',
    ],
  });
  t.deepEqual(created(day), ['0s created db-0', '10s created db-1']);
});

test('a StatefulSet that is scaled down deletes a pod that is not ready, if it is the only one', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: StatefulSet, name: db, template: small, replicas: 3, phases: {ready: 10s}}',
      '{at: 25s, kind: StatefulSet, name: db, replicas: 1}',
    ],
  });
  t.deepEqual(events(day, ['pod-deleted']), ['25s deleted db-2', '25s deleted db-1']);
});

test('a StatefulSet deletes the highest ordinal, and only while the others are ready', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: StatefulSet, name: db, template: small, replicas: 4, phases: {ready: 3s}}',
      '{at: 60s, kind: StatefulSet, name: db, replicas: 2}',
    ],
    pods: ['{name: db-0, eventType: delete, arrivalTime: 60s}'],
  });
  t.deepEqual(events(day, ['pod-created', 'pod-deleted']).slice(4), [
    '60s deleted db-0',
    '60s created db-0',
    '63s deleted db-3',
    '63s deleted db-2',
  ]);
  t.deepEqual(alive(day), ['db-0', 'db-1']);
});

test("a StatefulSet's pod is created again under its name, with new draws", (t) => {
  const day = play({
    rest: 'duration: 1000s\n',
    workloads: [
      '{at: 0s, kind: StatefulSet, name: db, template: small, lifetime: {type: exponential, mean: 100s}, end: failed}',
    ],
  });
  const times = created(day).map((line) => Number.parseFloat(line));
  t.true(times.length > 3);
  t.is(new Set(created(day).map((line) => line.split(' ')[2])).size, 1);
  const lifetimes = times.slice(1).map((at, index) => at - times[index]!);
  t.is(new Set(lifetimes).size, lifetimes.length);
});

test('a StatefulSet waits for a name that another pod has', (t) => {
  const day = play({
    workloads: ['{at: 5s, kind: StatefulSet, name: db, template: small, replicas: 2}'],
    pods: ['{name: db-1, arrivalTime: 0s, evictTime: 20s, template: small}'],
  });
  t.deepEqual(created(day), ['0s created db-1', '5s created db-0', '20s created db-1']);
});
