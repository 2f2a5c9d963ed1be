/** Pods draw how they run: a mix of kinds, ends by age, and the rest of the lifetimes of pods that exist at 0s. */
import test from 'ava';
import { pods } from './pod-groups.ts';
import { arrivals, expand } from './written-scenario.ts';

const EVERY = 'template: small, arrivals: {type: constant, value: 1s}, count: 400';
const drawn = (keys: string) => arrivals(expand(pods(`    - {name: m, ${keys}}\n`)));
const cpuOf = (pod: ReturnType<typeof drawn>[number]): unknown =>
  pod.template.spec.containers[0]!.resources!.requests!.cpu;

test('each pod draws one member of a mix: its requests, lifetime and end belong together', (t) => {
  const members =
    '{weight: 3, requests: {cpu: 1}, lifetime: 1m, end: failed}, {requests: {cpu: 4}, lifetime: 2h, end: succeeded}';
  const all = drawn(`${EVERY}, mix: [${members}]`);
  const kinds = new Set(all.map((pod) => `${cpuOf(pod)} ${pod.lifetime! / 1e6} ${pod.end}`));
  t.deepEqual([...kinds].sort(), ['1000m 60 failed', '4000m 7200 succeeded']);
  const small = all.filter(({ end }) => end === 'failed').length;
  t.true(small > 260 && small < 340, `${small}`);
});

test('a member of a mix holds for its arrivals only; what it leaves out is that of the entry', (t) => {
  const all = drawn(`${EVERY}, lifetime: 9m, mix: [{until: 100s, lifetime: 1m}, {from: 100s, end: failed}]`);
  t.deepEqual([...new Set(all.filter(({ at }) => at < 100e6).map(({ lifetime }) => lifetime))], [60e6]);
  const later = all.filter(({ at }) => at >= 100e6);
  t.deepEqual([...new Set(later.map(({ lifetime, end }) => `${lifetime} ${end}`))], ['540000000 failed']);
});

test('an end has its share at the age at which the lifetime ends', (t) => {
  const ends = 'end: [{from: 0s, failed: 3, deleted: 1}, {from: 10m, succeeded: 1}]';
  const all = drawn(`${EVERY}, lifetime: {type: uniform, min: 0s, max: 20m}, ${ends}`);
  const [young, old] = [
    all.filter((pod) => pod.lifetime! < 600e6),
    all.filter((pod) => pod.lifetime! >= 600e6),
  ];
  t.true(old.every(({ end }) => end === 'succeeded'));
  const failed = young.filter(({ end }) => end === 'failed').length / young.length;
  t.true(failed > 0.65 && failed < 0.85, `${failed}`);
  t.true(young.every(({ end }) => end !== 'succeeded'));
});

test('pods with ages exist at 0s, and run for the rest of a lifetime above the age', (t) => {
  const all = drawn(
    'template: small, ages: [5h, 1h, 0s], lifetime: {type: uniform, min: 0s, max: 6h}, end: [{from: 0s, failed: 1}, {from: 5h, succeeded: 1}]',
  );
  t.deepEqual(
    all.map(({ at, age }) => [at, age! / 3600e6]),
    [
      [0, 5],
      [0, 1],
      [0, 0],
    ],
  );
  t.true(all.every(({ age, lifetime }) => age! + lifetime! <= 6 * 3600e6));
  t.is(all[0]!.end, 'succeeded');
});

test('a lifetime shorter than the age ends at once; without a lifetime there is no end', (t) => {
  t.is(drawn('template: small, ages: [5h], lifetime: 1h')[0]!.lifetime, 0);
  t.is(drawn('template: small, ages: [5h]')[0]!.lifetime, null);
  const never =
    '{type: empirical, quantiles: [{probability: 0, value: 1h}, {probability: 0.5, value: 2h}], tail: never}';
  t.is(drawn(`template: small, ages: [5h], lifetime: ${never}`)[0]!.lifetime, null);
});

test('a residual is the rest itself, at any age', (t) => {
  t.deepEqual(
    drawn('template: small, ages: [5h, 1h], residual: 7m').map(({ lifetime }) => lifetime),
    [420e6, 420e6],
  );
});

test('pods with ages take the sets of requests in order where weights add up to their number', (t) => {
  const sets =
    'requests: {type: choice, options: [{weight: 2, value: {cpu: 4}}, {weight: 1, value: {cpu: 1}}]}';
  t.deepEqual(drawn(`template: small, ages: [3h, 2h, 1h], ${sets}`).map(cpuOf), [4, 4, 1]);
});

test('a time of a list may have its own lifetime and requests', (t) => {
  const list = '[1s, {at: 2s, lifetime: 9m, requests: {cpu: 4}}, {at: 3s, count: 2, longerThan: 1h}]';
  const all = drawn(`template: small, lifetime: {type: exponential, mean: 5m}, arrivals: ${list}`);
  t.deepEqual(
    all.map((pod) => [pod.at / 1e6, cpuOf(pod)]),
    [
      [1, cpuOf(all[0]!)],
      [2, 4],
      [3, cpuOf(all[0]!)],
      [3, cpuOf(all[0]!)],
    ],
  );
  t.is(all[1]!.lifetime, 540e6);
  t.true(all[2]!.lifetime! > 3600e6 && all[3]!.lifetime! > 3600e6);
  t.not(all[2]!.lifetime, all[3]!.lifetime);
});

test('an age may have its own lifetime, from the start before 0s', (t) => {
  const list = '[{age: 1h, lifetime: 3h}, {age: 1h, longerThan: 5h}, {age: 2h, longerThan: 3h}]';
  const law = 'residual: {type: constant, value: 9h}';
  const all = drawn(`template: small, ages: ${list}, ${law}`);
  t.deepEqual(
    all.map(({ lifetime, age }) => [lifetime! / 3600e6, age! / 3600e6]),
    [
      [2, 1],
      [9, 1],
      [9, 2],
    ],
  );
});

test('a pod that is longer than a time, without a lifetime to draw, runs for ever', (t) => {
  t.is(drawn('template: small, arrivals: [{at: 1s, longerThan: 1h}]')[0]!.lifetime, null);
});
