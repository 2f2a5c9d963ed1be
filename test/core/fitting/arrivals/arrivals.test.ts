/** Bursts, the test for a Poisson process, and the rate over time. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import { quantile } from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { splitBursts } from '../../../../src/core/fitting/arrivals/bursts.ts';
import { dispersion, squaredVariation } from '../../../../src/core/fitting/arrivals/dispersion.ts';
import {
  evened,
  type RateProfile,
  rateProfileOf,
} from '../../../../src/core/fitting/arrivals/rate-profile.ts';

const WINDOW = 36_000;

function profileOf(times: readonly number[], window: number): RateProfile {
  return rateProfileOf(times, window, { tick: 1e-6 });
}

function poisson(mean: number, seed: number): number[] {
  const random = randomStream(seed, 'poisson');
  const times: number[] = [];
  for (let at = quantile({ family: 'exponential', mean }, random()); at < WINDOW; ) {
    times.push(at);
    at += quantile({ family: 'exponential', mean }, random());
  }
  return times;
}

test('arrivals close to the one before belong to its burst', (t) => {
  t.deepEqual(splitBursts([0, 1, 2.5, 10, 30, 30, 31], 2), {
    starts: [0, 10, 30],
    sizes: [3, 1, 3],
    gaps: [1, 1.5, 0, 1],
  });
});

test('the dispersion of a Poisson process is inside its range 19 times in 20', (t) => {
  let asChance = 0;
  for (let seed = 0; seed < 60; seed += 1) {
    const [at] = dispersion(poisson(20, seed), WINDOW, [60]);
    t.is(at!.slices, 600);
    if (at!.isPoisson) asChance += 1;
  }
  t.true(asChance >= 52, `${asChance} of 60`);
});

test('bursts have more dispersion than a Poisson process, regular arrivals less', (t) => {
  const bursts = poisson(200, 3).flatMap((start) => Array.from({ length: 10 }, (_, k) => start + k / 10));
  const clock = Array.from({ length: 1800 }, (_, k) => 20 * k + 1);
  t.true(dispersion(bursts, WINDOW, [600])[0]!.index > 5);
  const [regular] = dispersion(clock, WINDOW, [600]);
  t.true(regular!.index < 0.1);
  t.false(regular!.isPoisson);
});

test('a width is left out where the window is too short or has too few arrivals', (t) => {
  t.deepEqual(dispersion(poisson(20, 1), WINDOW, [1, WINDOW / 2]), []);
});

test('the squared variation of equal gaps is 0', (t) => {
  t.is(squaredVariation(sampleOf([4, 4, 4].map((duration) => ({ duration, isEnded: true })))), 0);
});

/** Poisson arrivals, three times as many in the second half of the window. */
function busierLater(seed: number): number[] {
  return poisson(20, seed).flatMap((time, index) => (time < WINDOW / 2 && index % 3 !== 0 ? [] : [time]));
}

test('a change of rate is found at its time, with its size', (t) => {
  for (let seed = 0; seed < 10; seed += 1) {
    const { steps } = profileOf(busierLater(seed), WINDOW);
    t.is(steps.length, 2, `seed ${seed}`);
    t.true(Math.abs(steps[1]!.at - WINDOW / 2) < WINDOW / 20);
    const ratio = steps[1]!.factor / steps[0]!.factor;
    t.true(ratio > 2.4 && ratio < 3.6, `${ratio}`);
  }
});

test('a constant rate is one step, also with irregular gaps', (t) => {
  const heavy = (seed: number): number[] => {
    const random = randomStream(seed, 'heavy');
    const times: number[] = [];
    for (let at = 0; at < WINDOW; at += quantile({ family: 'weibull', shape: 0.6, scale: 20 }, random()))
      times.push(at);
    return times;
  };
  let cut = 0;
  for (let seed = 0; seed < 30; seed += 1) {
    if (profileOf(poisson(20, seed), WINDOW).steps.length > 1) cut += 1;
    if (profileOf(heavy(seed), WINDOW).steps.length > 1) cut += 1;
  }
  t.true(cut <= 6, `${cut} of 60 cut up`);
});

test('evened arrivals have a constant rate in a window of the same length', (t) => {
  const times = busierLater(1);
  const even = evened(times, profileOf(times, WINDOW));
  t.true(even.every((time, index) => time >= (even[index - 1] ?? 0) && time <= WINDOW));
  t.is(profileOf(even, WINDOW).steps.length, 1);
  const firstHalf = even.filter((time) => time < WINDOW / 2).length;
  t.true(Math.abs(firstHalf / even.length - 0.5) < 0.06);
});

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Arrivals of `days` days: one in `mean` seconds where `factor` is 1. */
function paced(days: number, mean: number, seed: number, factor: (time: number) => number): number[] {
  const random = randomStream(seed, 'paced');
  const times: number[] = [];
  for (let at = 0; ; ) {
    at += quantile({ family: 'exponential', mean: mean / 4 }, random());
    if (at >= days * DAY) return times;
    if (random() < factor(at) / 4) times.push(at);
  }
}

const byDay = (time: number): number => (time % DAY >= 8 * HOUR && time % DAY < 20 * HOUR ? 3 : 1);

test('a rate that repeats daily is a daily cycle, also in a window with part of a day', (t) => {
  for (const days of [2, 3.4, 7])
    for (let seed = 0; seed < 5; seed += 1) {
      const times = paced(days, 200, seed, byDay);
      const pace = profileOf(times, days * DAY);
      t.is(pace.every, DAY, `${days} days, seed ${seed}`);
      const [night, day, evening, ...more] = pace.steps;
      t.deepEqual(more, []);
      t.true(Math.abs(day!.at - 8 * HOUR) <= HOUR && Math.abs(evening!.at - 20 * HOUR) <= HOUR);
      for (const dark of [night!, evening!]) {
        const ratio = day!.factor / dark.factor;
        t.true(ratio > 2.3 && ratio < 3.9, `${ratio}`);
      }
    }
});

test('a cycle needs two days of the same rates', (t) => {
  for (let seed = 0; seed < 5; seed += 1) {
    t.is(profileOf(paced(1.9, 200, seed, byDay), 1.9 * DAY).every, undefined);
    const once = paced(4, 200, seed, (time) => (time >= 1.5 * DAY && time < 2.5 * DAY ? 3 : 1));
    t.is(profileOf(once, 4 * DAY).every, undefined);
    t.is(profileOf(once, 4 * DAY).steps.length, 3);
    t.is(
      profileOf(
        paced(7, 200, seed, () => 1),
        7 * DAY,
      ).every,
      undefined,
    );
  }
});

test('an evened cycle has gaps of a constant rate, also after its last whole period', (t) => {
  const times = paced(3.4, 100, 1, byDay);
  const even = evened(times, profileOf(times, 3.4 * DAY));
  t.deepEqual(
    even,
    even.toSorted((one, other) => one - other),
  );
  t.is(profileOf(even, even.at(-1)! + 1).steps.length, 1);
});
