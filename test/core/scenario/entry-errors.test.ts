/** Errors of single entries: keys that are missing, exclude each other or have a wrong value, each at its position. */
import test from 'ava';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';

const POD = '{spec: {containers: [{name: m}]}}';
const DRAWN = `name: p, arrivals: {type: constant, value: 1s}`;

interface Case {
  readonly of: 'pods' | 'nodes' | 'scheduler' | 'cluster';
  readonly entry: string;
  /** `code path: message`, where it is enough of the message to recognise it. */
  readonly error: string;
}

const CASES: readonly Case[] = [
  { of: 'cluster', entry: 'count: 1', error: 'missing-value cluster.nodes[0]: a node needs a name' },
  { of: 'cluster', entry: 'name: n', error: 'missing-value cluster.nodes[0]: a node needs a template' },
  {
    of: 'cluster',
    entry: 'name: n, template: {labels: {a: b}}',
    error: 'missing-value cluster.nodes[0].template: no allocatable and no capacity',
  },
  {
    of: 'cluster',
    entry: 'metadata: {name: n}',
    error: 'missing-value cluster.nodes[0].status: no allocatable and no capacity',
  },
  {
    of: 'cluster',
    entry: 'metadata: {name: n}, template: {allocatable: {cpu: 1}}',
    error: 'conflicting-keys cluster.nodes[0].template: metadata, spec and status make it a manifest',
  },
  {
    of: 'cluster',
    entry: 'name: n, template: {allocatable: {cpu: -1}}',
    error: 'invalid-value cluster.nodes[0].template.allocatable.cpu: -1 is negative',
  },
  {
    of: 'pods',
    entry: 'name: p, arrivalTime: 1s',
    error: 'missing-value events.pods[0]: no podSpec and no template',
  },
  {
    of: 'pods',
    entry: `name: p, arrivalTime: 1s, template: webb`,
    error: 'unknown-template events.pods[0].template: no template is called "webb" (did you mean "web"?)',
  },
  {
    of: 'pods',
    entry: `name: p, arrivalTime: 1s, template: other`,
    error: 'unknown-template events.pods[0].template: no template is called "other" (there are web)',
  },
  {
    of: 'pods',
    entry: `name: p, arrivalTime: 1s, template: web, podSpec: ${POD}`,
    error: 'conflicting-keys events.pods[0].template: podSpec is given as well',
  },
  {
    of: 'pods',
    entry: 'eventType: delete, arrivalTime: 1s',
    error: 'missing-value events.pods[0]: missing name',
  },
  {
    of: 'pods',
    entry: 'name: p, arrivalTime: 1s, template: web, end: {failed: 1, succeeded: 2}',
    error: 'conflicting-keys events.pods[0].end: several ends by weight go with arrivals',
  },
  ...['requests: {cpu: 1}', 'start: 1s', 'count: 2', 'until: 9s', 'burst: {size: 2}'].map(
    (key): Case => ({
      of: 'pods',
      entry: `name: p, arrivalTime: 1s, template: web, ${key}`,
      error: `conflicting-keys events.pods[0].${key.split(':')[0]}: goes with arrivals`,
    }),
  ),
  {
    of: 'pods',
    entry: 'name: p, arrivalTime: 1s, template: web, pace: {steps: [{at: 0s, factor: 2}]}',
    error: 'conflicting-keys events.pods[0].pace: goes with arrivals',
  },
  {
    of: 'pods',
    entry: 'name: p, arrivalTime: 1s, template: web, ends: [{end: failed, lifetime: 1s}]',
    error: 'conflicting-keys events.pods[0].ends: goes with arrivals',
  },
  {
    of: 'pods',
    entry: 'name: p, arrivalTime: 1s, template: web, lifetime: 5s, evictTime: 5s',
    error: 'conflicting-keys events.pods[0].evictTime: is the same as lifetime',
  },
  {
    of: 'pods',
    entry: 'name: p, arrivalTime: 1s, template: web, lifetime: {type: exponential, mean: 5s}',
    error: 'conflicting-keys events.pods[0].lifetime: a drawn lifetime goes with arrivals',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, arrivalTime: 1s, template: web`,
    error: 'conflicting-keys events.pods[0].arrivalTime: goes with one pod',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, template: web`,
    error: 'missing-value events.pods[0]: arrivals without an end',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, burst: {gap: 1s}`,
    error: 'missing-value events.pods[0].burst.size: missing: write how many pods',
  },
  ...['start: 1s', 'count: 2', 'until: 9s', 'first: 1s', 'pace: {steps: [{at: 0s, factor: 2}]}'].map(
    (key): Case => ({
      of: 'pods',
      entry: `name: p, template: web, arrivals: [1s, 2s], ${key}`,
      error: `conflicting-keys events.pods[0].${key.split(':')[0]}: does not go with a list of arrivals`,
    }),
  ),
  {
    of: 'pods',
    entry: 'name: p, template: web, arrivals: [{at: 1s, count: 3}], burst: {size: 3}',
    error: 'conflicting-keys events.pods[0].burst.size: does not go with a list of arrivals',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, alike: {correlation: 0.9}`,
    error: 'missing-value events.pods[0].alike.within: missing: these pods have no bursts',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, alike: {correlation: 1.5, within: 1s}`,
    error: 'invalid-value events.pods[0].alike.correlation: 1.5 is above 1: a correlation is 0 to 1',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, alike: {correlation: 0.9, within: 1s}, ends: [{end: failed, lifetime: 1m}]`,
    error: 'conflicting-keys events.pods[0].ends: excludes alike',
  },
  {
    of: 'pods',
    entry: 'name: p, template: web, ages: [1m], alike: {correlation: 0.9, within: 1s}',
    error: 'conflicting-keys events.pods[0].alike: does not go with ages',
  },
  {
    of: 'pods',
    entry: 'name: p, arrivalTime: 1s, template: web, jitter: 1s',
    error: 'conflicting-keys events.pods[0].jitter: goes with arrivals',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, distribution: {type: constant, value: 1s}, count: 1, template: web`,
    error: 'conflicting-keys events.pods[0].distribution: is the same as arrivals',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, lifetime: 5s, evictTime: 5s`,
    error: 'conflicting-keys events.pods[0].evictTime: is the same as lifetime',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, pace: {every: 0s, steps: [{at: 0s, factor: 2}]}`,
    error: 'invalid-value events.pods[0].pace.every: is 0s',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, pace: {steps: [{at: 0s, factor: 0}, {at: 1s, factor: 0}]}`,
    error: 'invalid-value events.pods[0].pace.steps: all factors are 0',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, pace: {steps: [{at: 1s, factor: 1}, {at: 1s, factor: 2}]}`,
    error: 'invalid-value events.pods[0].pace.steps[1].at: is not after the step before it',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, pace: {every: 5s, steps: [{at: 5s, factor: 2}]}`,
    error: 'invalid-value events.pods[0].pace.steps[0].at: is not before the steps repeat',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, end: {failed: 0}`,
    error: 'missing-value events.pods[0].end: needs at least one end with a weight above 0',
  },
  {
    of: 'pods',
    entry: `${DRAWN}, count: 1, template: web, ends: [{end: failed, lifetime: 1s}, {end: failed, lifetime: 2s}]`,
    error: 'conflicting-keys events.pods[0].ends[1].end: "failed" has a lifetime already',
  },
  ...['lifetime: 1s', 'evictTime: 1s', 'end: failed'].map(
    (key): Case => ({
      of: 'pods',
      entry: `${DRAWN}, count: 1, template: web, ends: [{end: failed, lifetime: 1s}], ${key}`,
      error: `conflicting-keys events.pods[0].${key.split(':')[0]}: excludes ends`,
    }),
  ),
  {
    of: 'nodes',
    entry: 'at: 1s, action: add, name: m',
    error: 'missing-value events.nodes[0]: action add needs a template',
  },
  {
    of: 'nodes',
    entry: 'at: 1s, action: update, name: n',
    error: 'missing-value events.nodes[0]: action update needs a template',
  },
  {
    of: 'nodes',
    entry: 'at: 1s, action: cordon, name: n, template: {allocatable: {cpu: 1}}',
    error: 'conflicting-keys events.nodes[0].template: goes with add or update, not with cordon',
  },
  {
    of: 'scheduler',
    entry: 'at: 1s, after: 1s, weights: {NodeResourcesFit: 1}',
    error: 'conflicting-keys events.scheduler[0].after: is the same as at',
  },
  {
    of: 'scheduler',
    entry: 'after: 1s, arrivalTime: 1s, weights: {NodeResourcesFit: 1}',
    error: 'conflicting-keys events.scheduler[0].arrivalTime: is the same as after',
  },
  {
    of: 'scheduler',
    entry: 'at: 1s',
    error: 'missing-value events.scheduler[0]: nothing to change: add weights or configuration',
  },
  {
    of: 'scheduler',
    entry: 'arrivalTime: -5000, weights: {NodeResourcesFit: 1}',
    error: 'invalid-value events.scheduler[0].arrivalTime: is not a time of 0s or later',
  },
  {
    of: 'scheduler',
    entry: 'at: 1s, weights: {NoSuchPlugin: 1}',
    error: 'invalid-scheduler events.scheduler[0].weights: ',
  },
  {
    of: 'scheduler',
    entry: 'at: 1s, configuration: {profiles: 5}',
    error: 'invalid-scheduler events.scheduler[0].configuration.profiles: ',
  },
];

function fileWith({ of, entry }: Case): string {
  const node = of === 'cluster' ? entry : 'name: n, template: {allocatable: {cpu: 4}}';
  return [
    `cluster: {nodes: [{${node}}]}`,
    `templates: {web: ${POD}}`,
    'events:',
    ...(of === 'pods' ? [] : ['  pods: [{name: a, arrivalTime: 0s, template: web}]']),
    ...(of === 'cluster' ? [] : [`  ${of}:`, `    - {${entry}}`]),
    '',
  ].join('\n');
}

for (const each of CASES) {
  test(`${each.of}: ${each.entry.slice(-60)}`, (t) => {
    const { scenario, problems } = loadScenario(fileWith(each), 'a.yaml');
    const errors = problems.filter(({ severity }) => severity === 'error');
    const [first] = errors.map(({ code, message }) => `${code} ${message}`);
    t.is(scenario, undefined);
    t.is(first?.slice(0, each.error.length), each.error);
    t.is(
      errors[0]?.position?.line,
      fileWith(each)
        .split('\n')
        .findIndex((line) => line.includes(each.entry)) + 1,
    );
  });
}

for (const version of ['1.29', '2.0', 'newest']) {
  test(`Kubernetes version ${version} is an error`, (t) => {
    const { problems } = loadScenario(`cluster: {kubernetesVersion: "${version}"}\n`, 'a.yaml');
    t.like(
      problems.find(({ severity }) => severity === 'error'),
      {
        code: 'invalid-scheduler',
        position: { line: 1, column: 30 },
      },
    );
  });
}

test('more than 25 errors are counted after the first 25', (t) => {
  const file = (count: number): string =>
    `events: {pods: [${Array.from({ length: count }, () => '{arrivalTime: 5}').join(', ')}]}`;
  const codes = (count: number): string[] =>
    loadScenario(file(count), 'a.yaml').problems.map(({ code }) => code);
  t.deepEqual(codes(25), Array(25).fill('invalid-value'));
  t.deepEqual(codes(26), [...Array(25).fill('invalid-value'), 'more-errors']);
  t.is(
    loadScenario(file(30), 'a.yaml').problems.at(-1)?.message.split(': ').at(-1),
    'and 5 more errors from here on',
  );
});
