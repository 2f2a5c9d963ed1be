/** Processes of one rate are stationary in 95 % of windows at least, however irregular they are; a rate that drifts or jumps is named. */
import test from 'ava';
import { stationarity } from '../../../../src/core/fitting/arrivals/stationarity.ts';
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
  for (let seed = 1; seed <= RUNS; seed += 1) if (stationarity(make(seed), WINDOW)!.isStationary) count += 1;
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
  const poisson = stationarity(single, WINDOW)!;
  t.true(Math.abs(poisson.scatter - 2 / Math.sqrt(single.length)) < 0.5 * poisson.scatter);
  t.true(stationarity(burstsOf(12, 24, 1), WINDOW)!.scatter > 2 * poisson.scatter);
});

test('fewer arrivals than slices say nothing', (t) => {
  t.is(stationarity([1, 2, 3], WINDOW), undefined);
});
