/** A scenario and a seed give the same timeline every time, and a change of one entry does not change the draws of others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { contentHash } from '../../../src/core/objects/content-hash.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { expandScenario } from '../../../src/core/timeline/expand-scenario.ts';
import fc from '../../seeded-properties.ts';
import { BATCH, pods, WEB } from './pod-groups.ts';
import { arrivals, asLines, expand } from './written-scenario.ts';

function fixture(): ReturnType<typeof loadScenario> {
  const path = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'gpu-day.yaml');
  return loadScenario(readFileSync(path, 'utf8'), 'gpu-day.yaml');
}

test('the same seed gives the same timeline, byte for byte', (t) => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const [once, again] = [1, 2].map(() => asLines(expand(pods(WEB, BATCH), seed)));
      return once === again;
    }),
    { numRuns: 10 },
  );
  t.pass();
});

test('another seed gives another timeline', (t) => {
  const seen = new Set(Array.from({ length: 20 }, (_, seed) => asLines(expand(pods(WEB, BATCH), seed))));
  t.is(seen.size, 20);
});

test('the timeline of the fixture is the same on every platform', (t) => {
  const timeline = expandScenario(fixture().scenario!, 7);
  const first = arrivals(timeline).slice(0, 4);
  t.deepEqual(
    first.map(({ at, name, lifetime, startDelay, readyDelay }) => [
      at,
      name,
      lifetime,
      startDelay,
      readyDelay,
    ]),
    [
      [9_532_245, 'whole-0', 3_591_492_653, 2_326_986, 1_000_000],
      [16_944_179, 'share-0', 11_309_381_194, 1_737_128, 1_000_000],
      [56_636_797, 'cpu-only-0', 175_862_859, 1_299_676, 1_000_000],
      [164_550_740, 'share-1', 7_873_157_409, 1_838_393, 1_000_000],
    ],
  );
  t.is(timeline.length, 1116);
  t.is(contentHash(asLines(timeline)), 'e9d5efd9f4ca0b93dc0c8574661ad9f9');
});

test('sequence counts the events, and times never decrease', (t) => {
  const timeline = expand(pods(WEB, BATCH));
  t.deepEqual(
    timeline.map(({ sequence }) => sequence),
    timeline.map((_, index) => index),
  );
  t.true(timeline.every(({ at }, index) => index === 0 || at >= timeline[index - 1]!.at));
  t.true(timeline.every(({ at }) => Number.isSafeInteger(at)));
});

test('the order and the number of groups do not change the draws of a group', (t) => {
  const alone = arrivals(expand(pods(WEB)), 'web');
  t.is(alone.length, 50);
  t.deepEqual(arrivals(expand(pods(WEB, BATCH)), 'web'), alone);
  t.deepEqual(arrivals(expand(pods(BATCH, WEB)), 'web'), alone);
  const renamed = BATCH.replace('batch', 'third');
  t.deepEqual(arrivals(expand(pods(renamed, BATCH, WEB)), 'web'), alone);
});

for (const [what, from, to] of [
  [
    'lifetime',
    'lifetime: {type: lognormal, median: 60s, sigma: 1}',
    'lifetime: {type: exponential, mean: 9s}',
  ],
  ['lifetime', 'lifetime: {type: lognormal, median: 60s, sigma: 1}', 'lifetime: 5s'],
  ['startDelay', '{type: gamma, shape: 2, scale: 1s}', '{type: exponential, mean: 9s}'],
  ['readyDelay', '{type: uniform, min: 1s, max: 3s}', '2s'],
  ['template', 'cpu: {type: uniform, min: 100m, max: 2}', 'cpu: {type: exponential, mean: 1}'],
  ['at', 'arrivals: {type: exponential, mean: 10s}', 'arrivals: {type: gamma, shape: 3, scale: 4s}'],
] as const) {
  test(`changing ${from} to ${to} changes only ${what} of that group`, (t) => {
    t.true(WEB.includes(from));
    const before = expand(pods(WEB, BATCH));
    const after = expand(pods(WEB.replace(from, to), BATCH));
    t.deepEqual(arrivals(after, 'batch'), arrivals(before, 'batch'));
    t.not(asLines(after), asLines(before));
    const rest = (timeline: typeof before) =>
      arrivals(timeline, 'web').map((pod) => ({ ...pod, [what]: undefined }));
    t.deepEqual(rest(after), rest(before));
  });
}

test("a change of one resource's distribution does not change the other resource", (t) => {
  const memory = (text: string) =>
    arrivals(expand(pods(text)), 'web').map(
      ({ template }) => template.spec.containers[0]?.resources?.requests?.memory,
    );
  t.is(new Set(memory(WEB)).size, 50);
  t.deepEqual(
    memory(WEB.replace('cpu: {type: uniform, min: 100m, max: 2}', 'cpu: {type: exponential, mean: 1}')),
    memory(WEB),
  );
});

test('two resources with one distribution are drawn independently', (t) => {
  const same = WEB.replace(
    /requests: .*/,
    'requests: {cpu: {type: uniform, min: 1, max: 2}, example.com/gpu: {type: uniform, min: 1000, max: 2000}}',
  );
  const drawn = arrivals(expand(pods(same)), 'web').map(
    ({ template }) => template.spec.containers[0]?.resources?.requests,
  );
  const alike = drawn.filter((requests) => requests?.cpu === `${requests?.['example.com/gpu']}m`);
  t.true(alike.length < 5, `${alike.length} of 50 are alike`);
});

test('an explicit pod is created at its time and has its lifetime; 0s is for ever', (t) => {
  const timeline = expand(
    pods(`    - {name: first, arrivalTime: 5s, evictTime: 30m, template: small, end: failed, phases: {started: 2s, ready: 250us}}
    - {name: ever, arrivalTime: 5s, evictTime: 0s, template: small, namespace: other}
`),
  );
  const [first, ever] = arrivals(timeline);
  t.like(first, {
    at: 5e6,
    name: 'first',
    lifetime: 1800e6,
    end: 'failed',
    startDelay: 2e6,
    readyDelay: 250,
  });
  t.like(ever, { at: 5e6, name: 'ever', namespace: 'other', lifetime: null, end: 'deleted' });
  t.is(first!.withdrawnAt, null);
});

test('events of one time: nodes, scheduler, deletions, creations; else as written', (t) => {
  const timeline = expand(`cluster: {nodes: [{name: a, template: {allocatable: {cpu: 4}}}]}
events:
  pods:
    - {name: one, arrivalTime: 0s, template: small}
    - {name: two, arrivalTime: 5s, template: small}
    - {name: one, arrivalTime: 5s, eventType: delete}
    - {name: three, arrivalTime: 5s, template: small}
  scheduler:
    - {at: 5s, weights: {NodeResourcesFit: 2}}
  nodes:
    - {at: 5s, action: add, name: b, template: {allocatable: {cpu: 4}}}
    - {at: 5s, action: cordon, name: a}
`);
  t.deepEqual(
    timeline.map(({ at, action }) => [
      at / 1e6,
      action.kind,
      action.kind === 'create-pod' ? action.pod.name : '',
    ]),
    [
      [0, 'add-node', ''],
      [0, 'create-pod', 'one'],
      [5, 'add-node', ''],
      [5, 'cordon-node', ''],
      [5, 'change-scheduler', ''],
      [5, 'delete-pod', ''],
      [5, 'create-pod', 'two'],
      [5, 'create-pod', 'three'],
    ],
  );
});

test('events after the duration are left out, events at the duration are not', (t) => {
  const ticks = '    - {name: tick, template: small, arrivals: {type: constant, value: 10s}, count: 10}\n';
  const times = (text: string): number[] => arrivals(expand(text)).map(({ at }) => at / 1e6);
  t.deepEqual(times(`duration: 30s\n${pods(ticks)}`), [10, 20, 30]);
  t.is(times(pods(ticks)).length, 10);
  const whole = arrivals(expand(pods(WEB)));
  const cut = arrivals(expand(`duration: 3m\n${pods(WEB)}`));
  t.true(cut.length > 0 && cut.length < whole.length);
  t.deepEqual(cut, whole.slice(0, cut.length));
});

test('a lifetime beyond 285 years has no end', (t) => {
  const [pod] = arrivals(
    expand(
      pods(
        '    - {name: long, template: small, arrivals: {type: constant, value: 1s}, count: 1, lifetime: {type: pareto, shape: 0.0001, min: 1h}}\n',
      ),
    ),
  );
  t.is(pod!.lifetime, null);
});
