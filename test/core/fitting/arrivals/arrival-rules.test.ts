/** The figures of arrivals, worked out by hand. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import { isBursty } from '../../../../src/core/fitting/arrivals/bursts.ts';
import { dispersion, squaredVariation } from '../../../../src/core/fitting/arrivals/dispersion.ts';
import { evened, profileOver, rateProfileOf } from '../../../../src/core/fitting/arrivals/rate-profile.ts';

test('the index of dispersion is variance ÷ mean of the counts in whole slices', (t) => {
  // Two, four, two, four, … arrivals in ten slices of ten seconds; what follows them is in no whole slice.
  const times = Array.from({ length: 10 }, (_, slice) =>
    [1, 2, 3, 4].slice(0, slice % 2 === 0 ? 2 : 4).map((after) => 10 * slice + after),
  ).flat();
  const [found, ...more] = dispersion([...times, 101, 102], 105, [10]);
  t.deepEqual(more, []);
  t.is(found!.width, 10);
  t.is(found!.slices, 10);
  t.true(Math.abs(found!.index - 10 / 9 / 3) < 1e-12);
  t.true(found!.isPoisson, 'the range of ten slices is 1 ± 0.89');
  t.deepEqual(dispersion(times, 99.9, [10]), []);
  t.deepEqual(dispersion(times.slice(0, 19), 100, [10]), []);
  t.is(dispersion(times.slice(0, 20), 100, [10]).length, 1);
});

test('an index further than 2 √(2 ÷ slices) from 1 is not that of a Poisson process', (t) => {
  const counts = (each: readonly number[]): number[] =>
    each.flatMap((count, slice) => Array.from({ length: count }, (_, index) => slice + index / 20));
  const [even] = dispersion(counts([2, 2, 2, 2, 2, 2, 2, 2, 2, 2]), 10, [1]);
  t.deepEqual([even!.index, even!.isPoisson], [0, false]);
  const [wide] = dispersion(counts([0, 6, 0, 6, 0, 6, 0, 6, 0, 6]), 10, [1]);
  t.true(Math.abs(wide!.index - 10 / 3) < 1e-12);
  t.false(wide!.isPoisson);
});

test('the squared variation is variance ÷ squared mean of the durations that ended', (t) => {
  const seen = [1, 3, 3, 5].map((duration) => ({ duration, isEnded: true }));
  t.true(Math.abs(squaredVariation(sampleOf([...seen, { duration: 50, isEnded: false }])) - 2 / 9) < 1e-12);
});

test('ten arrivals, a tenth of them close, and four deviations more than chance make bursts', (t) => {
  const pairs = (count: number): number[] =>
    Array.from({ length: count }, (_, index) => [500 * index, 500 * index + 1]).flat();
  t.true(isBursty(pairs(5), 10_000));
  t.false(isBursty(pairs(5).slice(0, 9), 10_000));
  const alone = (count: number): number[] =>
    Array.from({ length: count }, (_, index) => 10_000 + 500 * index);
  t.true(isBursty([...pairs(10), ...alone(80)], 1e6));
  t.false(isBursty([...pairs(10), ...alone(81)], 1e6));
  // 20 arrivals in `window` seconds: the chance of a gap of 2 s or less is c = 1 − e^(−40 ÷ window).
  const window = (close: number): number => -40 / Math.log(1 - close);
  const excess = (c: number): number => 10 - 20 * c - 4 * Math.sqrt(20 * c * (1 - c) + 1);
  let [low, high] = [0, 0.5];
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  t.true(isBursty(pairs(10), window(low * 0.99)));
  t.false(isBursty(pairs(10), window(low * 1.01)));
});

test('evened times stretch with the rate, also in the later periods of a cycle', (t) => {
  const steps = [
    { at: 0, factor: 0.5 },
    { at: 10, factor: 2 },
  ];
  t.deepEqual(evened([4, 10, 12, 15], { every: undefined, steps }), [2, 5, 9, 15]);
  t.deepEqual(evened([4, 15, 24, 31, 35], { every: 15, steps }), [2, 15, 19.5, 30.5, 32.5]);
  t.deepEqual(evened([4, 15], { every: undefined, steps: steps.slice(1) }), [4, 15]);
});

test('the steps of a cycle are written out over a window', (t) => {
  const steps = [
    { at: 0, factor: 0.5 },
    { at: 10, factor: 2 },
  ];
  t.deepEqual(profileOver({ every: undefined, steps }, 5), steps);
  t.deepEqual(
    profileOver({ every: 15, steps }, 40).map(({ at, factor }) => [at, factor]),
    [
      [0, 0.5],
      [10, 2],
      [15, 0.5],
      [25, 2],
      [30, 0.5],
    ],
  );
});

test('a rate that changes at the edge of a bin has the exact steps', (t) => {
  const slow = Array.from({ length: 100 }, (_, index) => 2 * index + 1);
  const fast = Array.from({ length: 100 }, (_, index) => 200 + 0.5 * index + 0.25);
  const { every, steps } = rateProfileOf([...slow, ...fast], 250);
  t.is(every, undefined);
  t.deepEqual(
    steps.map(({ at }) => at),
    [0, 200],
  );
  t.true(Math.abs(steps[0]!.factor - 0.5 / 0.8) < 1e-12);
  t.true(Math.abs(steps[1]!.factor - 2 / 0.8) < 1e-12);
});

test('fewer than fifty arrivals have one rate', (t) => {
  const times = [
    ...Array.from({ length: 25 }, (_, index) => 10 * index),
    ...Array.from({ length: 24 }, (_, index) => 250 + 0.1 * index),
  ];
  t.is(rateProfileOf(times, 253).steps.length, 1);
  t.is(rateProfileOf([...times, 252.8], 253).steps.length, 2);
});
