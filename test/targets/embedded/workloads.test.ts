/** Workloads on the embedded cluster: their controllers create, replace and delete pods as Kubernetes does. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { observed, type Run, storyOf } from './small-play.ts';

/** The scheduler takes no time here, so that only the workloads' own times are seen. */
const AT_ONCE = { cycle: 0, bind: 0 };
const NODES = 'cluster: {nodes: [{name: n, count: 3, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}\n';

interface Day {
  readonly workloads: readonly string[];
  readonly nodes?: readonly string[];
  readonly pods?: readonly string[];
  readonly rest?: string;
}

function play({ workloads, nodes = [], pods = [], rest = '' }: Day): Run {
  const list = (key: string, entries: readonly string[]): string =>
    entries.length === 0 ? '' : `  ${key}:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`;
  const events = `events:\n${list('workloads', workloads)}${list('nodes', nodes)}${list('pods', pods)}`;
  return observed((rest.includes('cluster:') ? '' : NODES) + rest + events, AT_ONCE);
}

/** Names of the pods that neither ended nor are gone, at the end or at a time in seconds. */
function alive({ observations }: Run, until = Infinity): string[] {
  const names = new Map<string, string>();
  for (const each of observations) {
    if (each.at > until * 1e6) break;
    if (each.kind === 'pod-created') names.set(each.uid, each.name);
    if (each.kind === 'pod-deleted' || each.kind === 'pod-finished') names.delete(each.uid);
  }
  return [...names.values()].sort();
}

/** What happened to pods, as `5s created web-0`. */
function events({ observations }: Run, kinds: readonly Observation['kind'][]): string[] {
  const names = new Map<string, string>();
  return observations.flatMap((each) => {
    if (each.kind === 'pod-created') names.set(each.uid, each.name);
    if (!('uid' in each) || !kinds.includes(each.kind)) return [];
    return [`${each.at / 1e6}s ${each.kind.replace('pod-', '')} ${names.get(each.uid)}`];
  });
}

const created = (day: Run): string[] => events(day, ['pod-created']);

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

test('a DaemonSet has one pod on every matching node, cordoned or full, and none elsewhere', (t) => {
  const day = play({
    rest: 'cluster: {nodes: [{name: a, template: {labels: {disk: ssd}, allocatable: {cpu: 1}}}, {name: b, template: {allocatable: {cpu: 1}}}, {name: c, template: {labels: {disk: ssd}, unschedulable: true, allocatable: {cpu: 1}}}, {name: d, template: {labels: {disk: ssd}, taints: [{key: x, effect: NoSchedule}], allocatable: {cpu: 1}}}]}\n',
    workloads: [
      '{at: 5s, kind: DaemonSet, name: agent, podSpec: {spec: {nodeSelector: {disk: ssd}, containers: [{name: c}]}}}',
    ],
  });
  t.deepEqual(storyOf('agent-0', day).slice(0, 2), ['5s created', '5s bound on a']);
  t.deepEqual(storyOf('agent-1', day).slice(0, 2), ['5s created', '5s bound on c']);
  t.is(created(day).length, 2);
});

test('a DaemonSet follows nodes that join, leave or get a taint', (t) => {
  const day = play({
    rest: 'cluster: {nodes: [{name: a, template: {allocatable: {cpu: 1}}}, {name: b, template: {allocatable: {cpu: 1}}}]}\n',
    workloads: ['{at: 0s, kind: DaemonSet, name: agent, template: small}'],
    nodes: [
      '{at: 10s, action: add, name: c, template: {allocatable: {cpu: 1}}}',
      '{at: 20s, action: remove, name: a}',
      '{at: 30s, action: update, name: b, template: {taints: [{key: x, effect: NoExecute}]}}',
      '{at: 40s, action: update, name: b, template: {taints: []}}',
    ],
  });
  t.deepEqual(
    [5, 15, 25, 35, 45].map((second) => alive(day, second).length),
    [2, 3, 2, 1, 2],
  );
  t.is(storyOf('agent-3', day)[1], '40s bound on b');
});

test("a DaemonSet's pending pod goes with its node", (t) => {
  const day = play({
    rest: 'cluster: {nodes: [{name: a, template: {allocatable: {cpu: 1}}}]}\n',
    workloads: ['{at: 0s, kind: DaemonSet, name: agent, template: large}'],
    nodes: ['{at: 10s, action: remove, name: a}'],
  });
  t.deepEqual(events(day, ['pod-created', 'pod-bound', 'pod-deleted']), [
    '0s created agent-0',
    '10s deleted agent-0',
  ]);
});

test('a DaemonSet replaces a pod that ends, on the same node', (t) => {
  const day = play({
    rest: 'duration: 25s\ncluster: {nodes: [{name: a, template: {allocatable: {cpu: 1}}}]}\n',
    workloads: ['{at: 0s, kind: DaemonSet, name: agent, template: small, lifetime: 10s, end: failed}'],
  });
  t.deepEqual(events(day, ['pod-created', 'pod-finished', 'pod-deleted']), [
    ...['0s created agent-0', '10s finished agent-0', '10s deleted agent-0'],
    ...['10s created agent-1', '20s finished agent-1', '20s deleted agent-1'],
    '20s created agent-2',
  ]);
});

test('a Job runs its completions in parallel and replaces a pod a second after its end', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: Job, name: work, template: small, completions: 5, parallelism: 2, lifetime: 10s}',
    ],
  });
  t.deepEqual(created(day), [
    ...['0s created work-0', '0s created work-1'],
    ...['11s created work-2', '11s created work-3'],
    '22s created work-4',
  ]);
  t.is(day.observations.filter((each) => each.kind === 'pod-finished').length, 5);
  t.is(day.played.end, 32e6);
});

test('a Job waits 10 s, 20 s, … 10 minutes after failures, and gives up beyond its limit', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: Job, name: work, template: small, lifetime: 100s, end: failed, backoffLimit: 8}',
    ],
  });
  const times = created(day).map((line) => Number.parseFloat(line));
  t.deepEqual(
    times.slice(1).map((at, index) => at - times[index]! - 100),
    [10, 20, 40, 80, 160, 320, 600, 600],
  );
  t.deepEqual(alive(day), []);
});

test('a success resets the backoff of a Job', (t) => {
  const day = play({
    workloads: ['{at: 0s, kind: Job, name: work, template: small, completions: 3, lifetime: 100s}'],
    pods: [
      '{name: work-0, eventType: delete, arrivalTime: 5s}',
      '{name: work-1, eventType: delete, arrivalTime: 20s}',
      '{name: work-3, eventType: delete, arrivalTime: 150s}',
    ],
  });
  t.deepEqual(created(day), [
    '0s created work-0',
    '15s created work-1',
    '40s created work-2',
    '141s created work-3',
    '160s created work-4',
    '261s created work-5',
  ]);
});

test('a Job that is over deletes its running pods', (t) => {
  const day = play({
    workloads: [
      '{at: 0s, kind: Job, name: work, template: small, completions: 4, parallelism: 4, backoffLimit: 0, lifetime: {type: uniform, min: 10s, max: 100s}, end: failed}',
    ],
  });
  const ends = events(day, ['pod-finished', 'pod-deleted']);
  t.is(ends.filter((line) => line.includes('finished')).length, 1);
  t.is(ends.filter((line) => line.includes('deleted')).length, 3);
  t.is(created(day).length, 4);
});

test('a pod that something else deletes counts as failed for its Job', (t) => {
  const work = 'completions: 1, backoffLimit: 0, lifetime: 60s';
  const lost = play({
    workloads: [`{at: 0s, kind: Job, name: work, template: small, ${work}}`],
    pods: ['{name: work-0, eventType: delete, arrivalTime: 10s}'],
  });
  t.deepEqual(created(lost), ['0s created work-0']);
  const paused = play({
    workloads: [
      `{at: 0s, kind: Job, name: work, template: small, ${work}}`,
      '{at: 10s, kind: Job, name: work, parallelism: 0}',
      '{at: 20s, kind: Job, name: work, parallelism: 1}',
    ],
  });
  t.deepEqual(created(paused), ['0s created work-0', '20s created work-1']);
});

test('a workload that makes pods that are gone as soon as they are created is refused', (t) => {
  const error = t.throws(
    () =>
      play({
        rest: 'cluster: {nodes: [{name: a, template: {taints: [{key: x, effect: NoExecute}], allocatable: {cpu: 1}}}]}\n',
        workloads: [
          '{at: 5s, kind: Deployment, name: web, podSpec: {spec: {nodeName: a, containers: [{name: c}]}}}',
        ],
      }),
    { instanceOf: UserError },
  );
  t.is(error?.message, 'Deployment "web" makes pods that are gone as soon as they are created');
  t.truthy(error?.position?.line);
});

test('the lifetime of a pod does not depend on other pods', (t) => {
  const life = (replicas: number): string[] =>
    storyOf(
      'web-2',
      play({
        rest: 'duration: 2h\n',
        workloads: [
          `{at: 0s, kind: Deployment, name: web, template: small, replicas: ${replicas}, lifetime: {type: exponential, mean: 10m}}`,
        ],
      }),
    );
  t.deepEqual(life(3), life(9));
});
