/** The life of a pod on the embedded cluster, to the microsecond. */
import test from 'ava';
import { NODE, pods } from './one-node.ts';
import { observed, storyOf } from './small-play.ts';

test('a pod is created, bound, started, ready and ended; its lifetime counts from its start', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: p, arrivalTime: 1s, evictTime: 30s, template: small, phases: {started: 2s, ready: 500ms}}',
      ),
  );
  t.deepEqual(storyOf('p', day), [
    '1s created',
    '1.011s bound on a',
    '3.011s started',
    '3.511s ready',
    '33.011s deleted',
  ]);
  t.is(day.played.end, 33_011_000);
});

for (const [end, last] of [
  ['deleted', '5.011s deleted'],
  ['succeeded', '5.011s finished Succeeded'],
  ['failed', '5.011s finished Failed'],
] as const) {
  test(`end: ${end} ends the pod that way`, (t) => {
    const day = observed(
      NODE + pods(`{name: p, arrivalTime: 0s, evictTime: 5s, end: ${end}, template: small}`),
    );
    t.is(storyOf('p', day).at(-1), last);
  });
}

test('what comes after 285 years never happens: the replay ends before it', (t) => {
  const never = '{type: constant, value: 1e12}';
  const entry = (keys: string): string =>
    `{name: p, count: 1, arrivals: {type: constant, value: 1s}, template: small, ${keys}}`;
  const story = (keys: string) => storyOf('p-0', observed(NODE + pods(entry(keys)))).slice(1);
  t.deepEqual(story(`lifetime: ${never}`), ['1.011s bound on a', '1.011s started', '1.011s ready']);
  t.deepEqual(story(`phases: {ready: ${never}}`), ['1.011s bound on a', '1.011s started']);
  t.deepEqual(story(`phases: {started: ${never}}`), ['1.011s bound on a']);
});

test('a pod with an age has it in the recording, and its start has the earlier stamp', (t) => {
  const { observations } = observed(NODE + pods('{name: old, ages: [5h], residual: 1h, template: small}'));
  const created = observations.find(({ kind }) => kind === 'pod-created');
  t.like(created, { at: 0, age: 5 * 3600e6 });
  t.like(
    observations.find(({ kind }) => kind === 'pod-started'),
    { at: 11_000, stamp: -5 * 3600e6 },
  );
  t.is(observations.find(({ kind }) => kind === 'pod-deleted')?.at, 3600e6 + 11_000);
});

test('a failed pod has an exit code, a succeeded one has 0', (t) => {
  const { observations } = observed(
    NODE +
      pods(
        '{name: p, arrivalTime: 0s, evictTime: 5s, end: failed, template: small}',
        '{name: q, arrivalTime: 0s, evictTime: 6s, end: succeeded, template: small}',
      ),
  );
  t.deepEqual(
    observations.flatMap((each) => (each.kind === 'pod-finished' ? [[each.reason, each.exitCode]] : [])),
    [
      ['Error', 1],
      ['Completed', 0],
    ],
  );
});

test('a pod becomes ready at its end at the latest, never after it', (t) => {
  const story = (ready: string) =>
    storyOf(
      'p',
      observed(
        NODE + pods(`{name: p, arrivalTime: 0s, evictTime: 5s, template: small, phases: {ready: ${ready}}}`),
      ),
    ).slice(3);
  t.deepEqual(story('5001ms'), ['5.011s deleted']);
  t.deepEqual(story('5s'), ['5.011s ready', '5.011s deleted']);
});

test('a pod without a lifetime runs on, and the play ends with the last observation', (t) => {
  const day = observed(NODE + pods('{name: p, arrivalTime: 3s, template: small, phases: {started: 2s}}'));
  t.deepEqual(storyOf('p', day), ['3s created', '3.011s bound on a', '5.011s started', '5.011s ready']);
  t.is(day.played.end, 5_011_000);
});

test('a terminal pod holds nothing, so a pod that waits is bound', (t) => {
  for (const end of ['deleted', 'succeeded', 'failed']) {
    const day = observed(
      NODE +
        pods(
          `{name: first, arrivalTime: 0s, evictTime: 60s, end: ${end}, template: large}`,
          '{name: second, arrivalTime: 1s, template: large}',
        ),
    );
    t.deepEqual(storyOf('second', day).slice(0, 3), [
      '1s created',
      '1.001s unschedulable',
      '60.022s bound on a',
    ]);
  }
});

test('the reason why a pod waits is observed once, until it changes', (t) => {
  const { observations } =
    observed(`${NODE}${pods('{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{resources: {requests: {cpu: 3}}}]}}}')}
  nodes:
    - {at: 400s, action: add, name: b, template: {allocatable: {cpu: 1}}}
`);
  t.deepEqual(
    observations.flatMap((each) =>
      each.kind === 'pod-unschedulable'
        ? [/^\d\/\d nodes are available: \d Insufficient cpu/.exec(each.message)?.[0]]
        : [],
    ),
    ['0/1 nodes are available: 1 Insufficient cpu', '0/2 nodes are available: 2 Insufficient cpu'],
  );
});

test('a play ends although a pod can never be bound', (t) => {
  const { observations, played } = observed(
    NODE +
      pods('{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{resources: {requests: {cpu: 3}}}]}}}'),
  );
  t.is(observations.at(-1)?.kind, 'pod-unschedulable');
  t.is(played.end, observations.at(-1)!.at);
});

test('events at the end of the duration happen, later ones do not', (t) => {
  const day = observed(
    `duration: 10s\n${NODE}${pods(
      '{name: ends, arrivalTime: 0s, evictTime: 9989ms, template: small}',
      '{name: runs, arrivalTime: 0s, evictTime: 1h, template: small}',
      '{name: last, arrivalTime: 10s, template: small}',
    )}`,
  );
  t.is(day.played.end, 10e6);
  t.is(day.observations.at(-1)?.at, 10e6);
  t.is(storyOf('ends', day).at(-1), '10s deleted');
  t.deepEqual(storyOf('last', day), ['10s created']);
  t.is(storyOf('runs', day).at(-1), '0.012s ready');
});

test('the duration may be longer than the last event', (t) => {
  t.is(observed(`duration: 1h\n${NODE}`).played.end, 3600e6);
});

test('each other start under way on its node delays a start', (t) => {
  const cluster =
    'cluster: {nodes: [{name: a, template: {allocatable: {cpu: 8}}}, {name: b, template: {allocatable: {cpu: 8}}}]}\n';
  const on = (name: string, node: string, at: string, phases = '{started: 2s, perStart: 500ms}'): string =>
    `{name: ${name}, arrivalTime: ${at}, phases: ${phases}, podSpec: {spec: {nodeName: ${node}, containers: [{resources: {requests: {cpu: 1}}}]}}}`;
  const day = observed(
    cluster +
      pods(
        on('first', 'a', '0s'),
        on('second', 'a', '1s'),
        on('third', 'a', '1s'),
        on('elsewhere', 'b', '1s'),
        on('fixed', 'a', '1s', '{started: 2s}'),
        on('later', 'a', '2.8s'),
        on('alone', 'a', '1m'),
      ),
  );
  const started = (name: string): string => storyOf(name, day).find((line) => line.includes('started'))!;
  t.is(started('first'), '2s started');
  t.is(started('second'), '3.5s started', 'beside first');
  t.is(started('third'), '4s started', 'beside first and second');
  t.is(started('elsewhere'), '3s started');
  t.is(started('fixed'), '3s started', 'it adds to others, and they add nothing to it');
  t.is(started('later'), '6.3s started', 'beside second, third and fixed');
  t.is(started('alone'), '62s started');
});

test('a pod that ended before it started is no start under way', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: gone, arrivalTime: 0s, phases: {started: 1h}, podSpec: {spec: {nodeName: a, containers: [{}]}}}',
        '{name: gone, arrivalTime: 1s, eventType: delete}',
        '{name: next, arrivalTime: 2s, phases: {started: 1s, perStart: 1s}, podSpec: {spec: {nodeName: a, containers: [{}]}}}',
      ),
  );
  t.true(storyOf('next', day).includes('3s started'));
});

test('the pods of a workload delay the starts of each other', (t) => {
  const day = observed(
    `${NODE}duration: 1m
events:
  workloads:
    - {at: 0s, kind: Deployment, name: web, podSpec: {spec: {containers: [{resources: {requests: {cpu: 500m}}}]}}, replicas: 3, phases: {started: 2s, perStart: 1s}}
`,
  );
  const started = ['web-0', 'web-1', 'web-2'].map((name) => {
    const [bound, start] = ['bound', 'started'].map((step) =>
      Number.parseFloat(storyOf(name, day).find((line) => line.includes(step))!),
    );
    return Math.round(start! - bound!);
  });
  t.deepEqual(started, [2, 3, 4]);
});
