/** DaemonSets and Jobs of the embedded cluster follow the rules of their controllers. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { storyOf } from './small-play.ts';
import { alive, created, events, play } from './workload-day.ts';

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
