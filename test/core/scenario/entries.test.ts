/** Entries of a scenario file become the parts of a scenario, with every default. */
import test from 'ava';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { DrawnPods } from '../../../src/core/scenario/scenario.ts';
import { eventsOf, NODES, scenarioOf } from './made-entries.ts';

const DRAWN = 'name: p, template: web, count: 1, arrivals: {type: constant, value: 1s}';

const constant = (value: number) => ({ family: 'constant', value });

const podOf = (entry: string) => eventsOf(`pods: [{${entry}}]`).pods[0]!;

const drawnOf = (more: string) => podOf(`${DRAWN}, ${more}`) as DrawnPods;

const TEMPLATE = { spec: { containers: [{ name: 'm' }] } };

test('a pod has defaults for all that its entry leaves out', (t) => {
  t.deepEqual(podOf('arrivalTime: 2s, template: web') as unknown, {
    kind: 'explicit',
    name: 'pods-0',
    podName: 'pods-0',
    namespace: 'default',
    template: TEMPLATE,
    end: 'deleted',
    started: constant(0),
    perStart: 0,
    ready: constant(0),
    terminated: constant(0),
    position: { file: 'a.yaml', line: 3, column: 17 },
    at: 2_000_000,
    lifetime: null,
  });
});

test('a pod has what its entry states', (t) => {
  t.like(
    podOf(
      'name: p, namespace: b, arrivalTime: 2s, lifetime: 1500ms, end: failed, phases: {started: 1s, perStart: 2s, ready: 3s}, template: web',
    ),
    {
      name: 'p',
      podName: 'p',
      namespace: 'b',
      end: 'failed',
      started: constant(1),
      perStart: 2_000_000,
      ready: constant(3),
      lifetime: 1_500_000,
    },
  );
});

test('the template names a pod whose entry does not', (t) => {
  const podSpec = '{metadata: {name: a, namespace: b}, spec: {containers: [{name: m}]}}';
  t.like(podOf(`arrivalTime: 0s, podSpec: ${podSpec}`), { name: 'a', podName: 'a', namespace: 'b' });
  t.like(podOf(`name: p, namespace: c, arrivalTime: 0s, podSpec: ${podSpec}`), {
    name: 'p',
    podName: 'a',
    namespace: 'c',
  });
});

test('a pod without a time is created at 0s', (t) => {
  t.like(podOf('template: web'), { at: 0 });
});

test('a deletion has the name, the namespace and the time of its entry', (t) => {
  t.deepEqual(podOf('eventType: delete, name: p, arrivalTime: 2s') as unknown, {
    kind: 'deletion',
    podName: 'p',
    namespace: 'default',
    at: 2_000_000,
    position: { file: 'a.yaml', line: 3, column: 17 },
  });
});

test('a deletion takes name and namespace from its pod', (t) => {
  const podSpec = '{metadata: {name: a, namespace: b}, spec: {containers: [{name: m}]}}';
  t.like(podOf(`eventType: delete, name: p, podSpec: ${podSpec}`), { podName: 'a', namespace: 'b', at: 0 });
  t.like(podOf(`eventType: delete, namespace: c, podSpec: ${podSpec}`), { namespace: 'c' });
});

test('drawn pods have defaults for all that their entry leaves out', (t) => {
  t.deepEqual(podOf(DRAWN) as unknown, {
    kind: 'drawn',
    name: 'p',
    namespace: 'default',
    template: TEMPLATE,
    end: 'deleted',
    started: constant(0),
    perStart: 0,
    ready: constant(0),
    terminated: constant(0),
    position: { file: 'a.yaml', line: 3, column: 17 },
    arrivals: constant(1),
    lifetime: null,
    start: 0,
    count: 1,
    until: undefined,
    requests: undefined,
    burst: undefined,
    pace: undefined,
    jitter: undefined,
    first: undefined,
    ends: undefined,
    mix: undefined,
    ages: undefined,
    residual: undefined,
    competingEnds: undefined,
  });
});

test('drawn pods have a start, an end of arrivals and a lifetime', (t) => {
  t.like(drawnOf('start: 1s, until: 2s, lifetime: 3s, end: succeeded'), {
    start: 1_000_000,
    until: 2_000_000,
    lifetime: constant(3),
    end: 'succeeded',
  });
  t.deepEqual(drawnOf('evictTime: 1500ms').lifetime, { family: 'constant', value: 1.5 });
});

test('a burst has a size, as a number or drawn, and a gap of 0s or more', (t) => {
  t.deepEqual(drawnOf('burst: {size: 3}').burst as unknown, { size: constant(3), gap: constant(0) });
  t.deepEqual(drawnOf('burst: {size: {type: uniform, min: 1, max: 8}, gap: 2s}').burst as unknown, {
    size: { family: 'uniform', min: 1, max: 8 },
    gap: constant(2),
  });
});

test('a pace has its steps and the time after which they repeat', (t) => {
  t.deepEqual(drawnOf('pace: {every: 9s, steps: [{at: 0s, factor: 0}, {at: 1s, factor: 2}]}').pace, {
    every: 9_000_000,
    steps: [
      { at: 0, factor: 0 },
      { at: 1_000_000, factor: 2 },
    ],
  });
});

test('a list of arrivals has its times in order, with a count for each', (t) => {
  const listed = podOf('name: p, template: web, arrivals: [2m, {at: 30s, count: 4}, {at: 1s}], jitter: 2s');
  t.like(listed, {
    arrivals: [
      { at: 1_000_000, count: 1 },
      { at: 30_000_000, count: 4 },
      { at: 120_000_000, count: 1 },
    ],
    start: 1_000_000,
    count: 6,
    until: undefined,
    burst: undefined,
    jitter: constant(2),
  });
});

test('the bursts of a list of arrivals have a gap, and no size of their own', (t) => {
  const listed = podOf('name: p, template: web, arrivals: [{at: 30s, count: 4}], burst: {gap: 2s}');
  t.like(listed, { count: 4, burst: { gap: constant(2) } });
});

test('ends by weight leave out those of weight 0', (t) => {
  t.deepEqual(drawnOf('end: {failed: 3, succeeded: 0, deleted: 1}').ends?.[0]?.ends, [
    { end: 'deleted', weight: 1 },
    { end: 'failed', weight: 3 },
  ]);
  t.is(drawnOf('end: {failed: 3}').end, 'deleted');
});

test('competing ends have a lifetime each', (t) => {
  t.deepEqual(
    drawnOf('ends: [{end: failed, lifetime: 1s}, {end: succeeded, lifetime: {type: exponential, mean: 2s}}]')
      .competingEnds as unknown,
    [
      { end: 'failed', lifetime: constant(1) },
      { end: 'succeeded', lifetime: { family: 'exponential', mean: 2 } },
    ],
  );
});

test('a choice of whole sets of requests draws the number of a set', (t) => {
  t.deepEqual(
    drawnOf(
      'requests: {type: choice, options: [{weight: 2, value: {cpu: 1}}, {value: {cpu: 2, memory: 1Gi}}]}',
    ).requests as unknown,
    {
      kind: 'sets',
      choice: {
        family: 'choice',
        options: [
          { weight: 2, value: 0 },
          { weight: 1, value: 1 },
        ],
      },
      sets: [{ cpu: 1 }, { cpu: 2, memory: '1Gi' }],
    },
  );
});

test('a scenario has what its file states', (t) => {
  t.like(
    scenarioOf(
      'metadata: {name: day, description: 1.5, recorded: x.jsonl}\nseed: 7\nduration: 9s\ncluster: {kubernetesVersion: 1.33, scheduler: {latency: {cycle: 2ms, bind: 3ms}}}\n',
    ),
    {
      name: 'day',
      description: '1.5',
      recorded: 'x.jsonl',
      seed: 7,
      duration: 9_000_000,
      kubernetesVersion: '1.33',
      scheduler: { configuration: undefined, cycle: 2_000, bind: 3_000 },
      position: { file: 'a.yaml', line: 1, column: 1 },
    },
  );
});

test('an empty description and an empty recording count as missing', (t) => {
  t.like(scenarioOf('metadata: {description: null, recorded: null}\n'), {
    description: undefined,
    recorded: undefined,
  });
});

test('a scenario without a name has that of its file', (t) => {
  for (const [file, name] of [
    ['x/day.yaml', 'day'],
    ['x\\day.yml', 'day'],
    ['day.JSON', 'day'],
    ['a.b.yaml', 'a.b'],
    ['.yaml', 'scenario'],
    ['dayyaml', 'dayyaml'],
    ['day.yaml.txt', 'day.yaml.txt'],
  ] as const)
    t.is(scenarioOf('kind: Scenario\n', file).name, name);
});

test('a pod in a manifest has text for values and no nulls where keg reads them', (t) => {
  const spec =
    '{priority: null, terminationGracePeriodSeconds: null, tolerations: [{key: a, value: 1, tolerationSeconds: null}], containers: [{name: m}]}';
  t.deepEqual((podOf(`arrivalTime: 0s, podSpec: {spec: ${spec}}`) as DrawnPods).template as unknown, {
    spec: {
      priority: undefined,
      terminationGracePeriodSeconds: undefined,
      tolerations: [{ key: 'a', value: '1', tolerationSeconds: undefined }],
      containers: [{ name: 'm' }],
    },
  });
  t.like(
    (
      podOf(
        'arrivalTime: 0s, podSpec: {kind: PodTemplate, spec: {priority: 7, terminationGracePeriodSeconds: 8, tolerations: [{tolerationSeconds: 9}], containers: [{name: m}]}}',
      ) as DrawnPods
    ).template.spec,
    { priority: 7, terminationGracePeriodSeconds: 8, tolerations: [{ tolerationSeconds: 9 }] } as object,
  );
});

test('a pod whose resources are one level too high is a warning', (t) => {
  const codes = (containers: string) =>
    loadScenario(
      `${NODES}\nevents: {pods: [{arrivalTime: 0s, podSpec: {spec: {resources: {requests: {cpu: 1}}, containers: [${containers}]}}}]}\n`,
      'a.yaml',
    ).problems.map(({ code }) => code);
  t.deepEqual(codes('{name: m}'), ['misplaced-resources']);
  t.deepEqual(codes('{name: m}, {name: o, resources: {requests: {cpu: 1}}}'), []);
});
