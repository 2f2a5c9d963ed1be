/** The figures of arrivals, worked out by hand. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import { burstThresholds } from '../../../../src/core/fitting/arrivals/bursts.ts';
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

test('a burst may end between the short gaps and the long ones', (t) => {
  const times = [0, 1, 2, 102, 103, 203, 204, 205];
  const [controller, ...others] = burstThresholds(times);
  t.is(controller, 2);
  t.deepEqual(others, [10, 10]);
});

test('equal gaps have no threshold between them', (t) => {
  t.deepEqual(burstThresholds([0, 5, 10, 15]), []);
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

test('a break of the pace stands at the first event of a new rate', (t) => {
  const slow = Array.from({ length: 100 }, (_, index) => 2 * index + 1);
  const fast = Array.from({ length: 100 }, (_, index) => 200 + 0.5 * index + 0.25);
  const { every, steps } = rateProfileOf([...slow, ...fast], 250, { tick: 1e-6 });
  t.is(every, undefined);
  t.deepEqual(
    steps.map(({ at }) => at),
    [0, 200.25],
  );
  t.true(Math.abs(steps[0]!.factor - 100 / 200.25 / 0.8) < 1e-12);
  t.true(Math.abs(steps[1]!.factor - 100 / 49.75 / 0.8) < 1e-12);
});

test('a stretch without arrivals begins after one and ends at the next', (t) => {
  const hour = Array.from({ length: 60 }, (_, index) => 36_000 + 60 * index);
  const { steps } = rateProfileOf(hour, 86_400, { tick: 1 });
  t.deepEqual(
    steps.map(({ at, factor }) => [at, Number(factor.toFixed(3))]),
    [
      [0, 0],
      [36_000, Number(((60 / 3541) * (86_400 / 60)).toFixed(3))],
      [39_541, 0],
    ],
  );
});

test('fewer than twenty arrivals have one rate', (t) => {
  const times = [
    ...Array.from({ length: 6 }, (_, index) => 100 * index),
    ...Array.from({ length: 13 }, (_, index) => 550 + 0.1 * index),
  ];
  const options = { tick: 1e-6 };
  t.is(rateProfileOf(times, 553, options).steps.length, 1);
  t.true(rateProfileOf([...times, 552.8], 553, options).steps.length > 1);
});
