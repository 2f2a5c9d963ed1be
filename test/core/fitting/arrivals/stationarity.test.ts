/** Processes of one rate are stationary in 95 % of windows at least, however irregular they are; a rate that drifts or jumps is named. */
import test from 'ava';
import { standardNormal } from '../../../../src/core/distributions/standard-normal.ts';
import { type Stationarity, stationarity } from '../../../../src/core/fitting/arrivals/stationarity.ts';
import { exponential, renewal, uniform } from './made-arrivals.ts';

const WINDOW = 1000;
const RUNS = 100;

function burstsOf(size: number, mean: number, seed: number): number[] {
  return renewal(exponential(mean), WINDOW, seed).flatMap((time) => Array.from({ length: size }, () => time));
}

/** @param rate - relative, at most 1, over the share of the window that has passed. */
function changing(rate: (share: number) => number, seed: number): number[] {
  const random = uniform(seed + 7000);
  return renewal(exponential(1), WINDOW, seed).filter((time) => random() < rate(time / WINDOW));
}

function counted(times: readonly number[]): Stationarity | undefined {
  return stationarity(
    times.map((at) => ({ at, weight: 1 })),
    WINDOW,
  );
}

const STATIONARY: Readonly<Record<string, (seed: number) => number[]>> = {
  Poisson: (seed) => renewal(exponential(2), WINDOW, seed),
  'irregular gaps': (seed) => renewal({ family: 'weibull', shape: 0.6, scale: 1.3 }, WINDOW, seed),
  'regular gaps': (seed) => renewal({ family: 'gamma', shape: 4, scale: 0.5 }, WINDOW, seed),
  'bursts of twelve': (seed) => burstsOf(12, 8, seed),
  'ten days with a cycle': (seed) => changing((share) => 0.5 + 0.45 * Math.sin(20 * Math.PI * share), seed),
};

const DRIFTING: Readonly<Record<string, (seed: number) => number[]>> = {
  'twice the rate in the second half': (seed) => changing((share) => (share < 0.5 ? 0.5 : 1), seed),
  'a linear rise': (seed) => changing((share) => share, seed),
  'four times the rate at the end': (seed) => changing((share) => (share < 0.75 ? 0.25 : 1), seed),
  'one cycle': (seed) => changing((share) => 0.5 + 0.45 * Math.sin(2 * Math.PI * share), seed),
};

function stationaryRuns(make: (seed: number) => number[]): number {
  let count = 0;
  for (let seed = 1; seed <= RUNS; seed += 1) if (counted(make(seed))!.isStationary) count += 1;
  return count;
}

for (const [name, make] of Object.entries(STATIONARY))
  test(`stationary in 95 of 100 windows at least: ${name}`, (t) => {
    t.true(stationaryRuns(make) >= 95);
  });

for (const [name, make] of Object.entries(DRIFTING))
  test(`named as drifting in 95 of 100 windows at least: ${name}`, (t) => {
    t.true(stationaryRuns(make) <= 5);
  });

test('the scatter of the halves is that of a Poisson process, and larger for bursts', (t) => {
  const single = renewal(exponential(2), WINDOW, 1);
  const poisson = counted(single)!;
  t.true(Math.abs(poisson.scatter - 2 / Math.sqrt(single.length)) < 0.5 * poisson.scatter);
  t.true(counted(burstsOf(12, 24, 1))!.scatter > 2 * poisson.scatter);
});

/** Of a rate that wanders as Brownian motion does, on a logarithmic scale. */
function wandering(seed: number): number[] {
  const [random, normal] = [uniform(seed + 300), standardNormal(uniform(seed + 900))];
  const levels = [0];
  while (levels.length < 500) levels.push(levels.at(-1)! + 0.6 * normal() * Math.sqrt(1 / 500));
  const highest = Math.max(...levels);
  return renewal(exponential(0.3), WINDOW, seed).filter(
    (time) => random() < Math.exp(levels[Math.floor((time / WINDOW) * 500)]! - highest),
  );
}

const UP_TO_A_QUARTER = Math.log(1.25);

test('where a wandering rate passes as stationary with little scatter, the halves are alike', (t) => {
  let [passed, wrong] = [0, 0];
  for (let seed = 1; seed <= 4 * RUNS; seed += 1) {
    const times = wandering(seed);
    const { isStationary, scatter } = counted(times)!;
    if (!isStationary || 1.96 * scatter > UP_TO_A_QUARTER) continue;
    passed += 1;
    const first = times.filter((time) => time < WINDOW / 2).length;
    if (Math.abs(Math.log(first / (times.length - first))) > UP_TO_A_QUARTER) wrong += 1;
  }
  t.true(passed > 20 && wrong <= 0.05 * passed, `${wrong} of ${passed}`);
});

test('a Poisson process of 600 arrivals has little enough scatter in 85 of 100 windows at least', (t) => {
  let passed = 0;
  for (let seed = 1; seed <= RUNS; seed += 1)
    if (1.96 * counted(renewal(exponential(WINDOW / 600), WINDOW, seed))!.scatter <= UP_TO_A_QUARTER)
      passed += 1;
  t.true(passed >= 85, `${passed}`);
});

test('heavy weights scatter more than counts', (t) => {
  const times = renewal(exponential(2), WINDOW, 1);
  const heavy = times.map((at, index) => ({ at, weight: index % 20 === 0 ? 100 : 1 }));
  t.true(stationarity(heavy, WINDOW)!.scatter > 3 * counted(times)!.scatter);
});

test('fewer arrivals than slices say nothing', (t) => {
  t.is(counted([1, 2, 3]), undefined);
});
