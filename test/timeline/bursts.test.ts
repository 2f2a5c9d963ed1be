/** Pods that come in bursts, and runs that end in several ways by weight. */
import test from 'ava';
import { arrivals, expand } from './written-scenario.ts';

function timesOf(entry: string, seed = 1): number[] {
  return arrivals(expand(`events:\n  pods:\n    - ${entry}\n`, seed)).map(({ at }) => at / 1e6);
}

test('a burst has its pods one gap apart, and the next begins after the gap between bursts', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: {type: constant, value: 10s}, burst: {size: 3, gap: 1s}, count: 7}',
    ),
    [10, 11, 12, 20, 21, 22, 30],
  );
});

test('bursts may overlap, and none begins at until or later', (t) => {
  t.deepEqual(
    timesOf(
      '{name: a, template: small, arrivals: {type: constant, value: 2s}, burst: {size: 3, gap: 2s}, until: 6s}',
    ),
    [2, 4, 4],
  );
});

test('sizes are drawn, rounded and at least one', (t) => {
  const times = timesOf(
    '{name: a, template: small, arrivals: {type: constant, value: 1h}, burst: {size: {type: choice, options: [{value: 0}, {value: 4}]}}, count: 400}',
  );
  const sizes = new Map<number, number>();
  for (const time of times) sizes.set(time, (sizes.get(time) ?? 0) + 1);
  t.deepEqual([...new Set([...sizes.values()].slice(0, -1))].sort(), [1, 4]);
});

test('an entry without bursts draws as it did before there were any', (t) => {
  const entry = 'name: a, template: small, arrivals: {type: exponential, mean: 3s}, count: 50';
  t.deepEqual(timesOf(`{${entry}}`), timesOf(`{${entry}, burst: {size: 1}}`));
});

test('ends come up by their weights', (t) => {
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
