/** Pods that arrive in bursts, and pods that end in several ways by weight. */
import test from 'ava';
import { arrivals, expand } from './written-scenario.ts';

function timesOf(entry: string, seed = 1): number[] {
  return arrivals(expand(`events:\n  pods:\n    - ${entry}\n`, seed)).map(({ at }) => at / 1e6);
}

test('the pods of a burst are one gap apart, the bursts one arrival gap apart', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: {type: constant, value: 10s}, burst: {size: 3, gap: 1s}, count: 7}',
    ),
    [10, 11, 12, 20, 21, 22, 30],
  );
});

test('bursts may overlap, and no pod arrives at until or later', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: {type: constant, value: 2s}, burst: {size: 3, gap: 2s}, until: 6s}',
    ),
    [2, 4, 4],
  );
});

test('sizes of bursts are drawn, rounded and at least 1', (t) => {
  const times = timesOf(
    '{name: a, template: small, arrivals: {type: constant, value: 1h}, burst: {size: {type: choice, options: [{value: 0}, {value: 4}]}}, count: 400}',
  );
  const sizes = new Map<number, number>();
  for (const time of times) sizes.set(time, (sizes.get(time) ?? 0) + 1);
  t.deepEqual([...new Set([...sizes.values()].slice(0, -1))].sort(), [1, 4]);
});

test('an entry without bursts has the draws of an entry with bursts of one', (t) => {
  const entry = 'name: a, template: small, arrivals: {type: exponential, mean: 3s}, count: 50';
  t.deepEqual(timesOf(`{${entry}}`), timesOf(`{${entry}, burst: {size: 1}}`));
});

test('listed pods arrive at their times, those of one time a gap apart', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: [3s, {at: 10s, count: 3}, {at: 11s, count: 0}, 1s], burst: {gap: 1s}}',
    ),
    [1, 3, 10, 11, 12],
  );
});

test('the first gap may differ from the others', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: {type: constant, value: 10s}, start: 1s, first: 2s, count: 3}',
    ),
    [3, 13, 23],
  );
});

test('a jitter delays a burst, and not the bursts after it', (t) => {
  const times = timesOf(
    '{name: a, template: small, arrivals: {type: constant, value: 10s}, jitter: {type: uniform, min: 1s, max: 9s}, burst: {size: 2, gap: 1ms}, count: 200}',
  );
  const late = times.filter((_, index) => index % 2 === 0).map((time, index) => time - 10 * (index + 1));
  t.true(late.every((each) => each >= 1 && each < 9));
  t.true(new Set(late).size > 90);
  t.deepEqual(
    times.filter((_, index) => index % 2 === 1),
    times.filter((_, index) => index % 2 === 0).map((time) => Number((time + 0.001).toFixed(6))),
  );
});

test('ends are drawn by their weights', (t) => {
  const planned = arrivals(
    expand(
      'events:\n  pods:\n    - {name: a, template: small, arrivals: {type: constant, value: 1s}, count: 2000, lifetime: 1m, end: {succeeded: 3, failed: 1}}\n',
      1,
    ),
  );
  const failed = planned.filter(({ end }) => end === 'failed').length;
  t.is(planned.length, 2000);
  t.true(planned.every(({ end }) => end !== 'deleted'));
  t.true(failed > 430 && failed < 570, `${failed}`);
});

test('with factor 2, arrivals come twice as often from the step on', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: {type: constant, value: 10s}, pace: {steps: [{at: 20s, factor: 2}, {at: 30s, factor: 0.5}]}, until: 70s}',
    ),
    [10, 20, 25, 30, 50],
  );
});

test('a gap across steps passes at the factor of each step', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: {type: constant, value: 40s}, pace: {steps: [{at: 10s, factor: 3}]}, count: 2}',
    ),
    [20, 20 + 40 / 3].map((seconds) => Math.round(seconds * 1e6) / 1e6),
  );
});

test('with every, the steps repeat, and a factor of 0 leaves a gap', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: {type: constant, value: 10s}, pace: {every: 60s, steps: [{at: 0s, factor: 1}, {at: 25s, factor: 0}]}, until: 150s}',
    ),
    [10, 20, 65, 75, 85, 130, 140],
  );
});

test('after a last step of factor 0 no pod arrives, whatever the count', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: {type: constant, value: 10s}, pace: {steps: [{at: 0s, factor: 1}, {at: 25s, factor: 0}]}, count: 9}',
    ),
    [10, 20],
  );
});
