/** Pods are split into strata where their run times differ, and nowhere else. */
import test from 'ava';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { type StratifiedRun, strataOf } from '../../../../src/core/fitting/runs/strata.ts';

const LIMIT = 1000;

/** Runs with exponential lifetimes whose mean depends on the place of the run. */
function runs(count: number, meanOf: (index: number) => number, seed: number): StratifiedRun<number>[] {
  const random = randomStream(seed, 'strata');
  return Array.from({ length: count }, (_, index) => {
    const lifetime = -Math.log(1 - random()) * meanOf(index);
    const duration = Math.min(lifetime, LIMIT);
    return {
      item: index,
      seen: { duration, isEnded: lifetime < LIMIT, limit: LIMIT },
      feature: { created: index },
      amounts: { cpu: 1 },
    };
  });
}

test('a change of the run times is found near its place', (t) => {
  const found = strataOf(
    runs(600, (index) => (index < 200 ? 300 : 30), 1),
    ['created'],
    4,
    0,
  );
  t.is(found.length, 2);
  t.true(Math.abs(found[0]!.length - 200) < 15, `${found[0]!.length}`);
});

test('a few long runs at the beginning are a stratum of their own', (t) => {
  const found = strataOf(
    runs(2000, (index) => (index < 30 ? 5000 : 5), 2),
    ['created'],
    4,
    0,
  );
  t.true(found.length >= 2);
  t.true(Math.abs(found[0]!.length - 30) <= 5, `${found[0]!.length}`);
});

test('runs that are alike stay together', (t) => {
  const split = Array.from({ length: 40 }, (_, seed) =>
    strataOf(
      runs(400, () => 50, seed + 10),
      ['created'],
      4,
      0,
    ),
  );
  t.true(split.filter((strata) => strata.length > 1).length <= 1);
});

test('there are at most as many strata as are asked for', (t) => {
  const found = strataOf(
    runs(800, (index) => 10 ** (1 + Math.floor(index / 100) / 3), 3),
    ['created'],
    3,
    0,
  );
  t.is(found.length, 3);
  t.is(
    found.reduce((sum, part) => sum + part.length, 0),
    800,
  );
});
