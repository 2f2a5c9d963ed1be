/** What is written of arrivals draws as many as there were, for every kind of process and both resolutions of stamps. */
import test from 'ava';
import type { Distribution } from '../../../../src/core/distributions/families/distribution.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';
import { fitGroup, type GroupFit } from '../../../../src/core/fitting/pods/fit-group.ts';
import { AS_CHOSEN } from '../../../../src/core/fitting/pods/group-form.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { writeArrivals } from '../../../../src/core/fitting/writing/write-arrivals.ts';
import { loadScenario } from '../../../../src/core/scenario/load-scenario.ts';
import type { DrawnPods } from '../../../../src/core/scenario/scenario.ts';
import { arrivalTimes } from '../../../../src/core/timeline/draw-arrivals.ts';
import { template } from '../pods/made-history.ts';
import { exponential, made, renewal, uniform } from './made-arrivals.ts';

function podAt(uid: string, created: number): PodHistory {
  const unknown = {
    bound: undefined,
    started: undefined,
    ready: undefined,
    ended: undefined,
    cause: undefined,
  };
  const named = {
    uid,
    namespace: 'default',
    name: uid,
    group: 'a',
    templateHash: 'a',
    template: template('1'),
  };
  return { ...named, ...unknown, created, seen: created, wasThere: false, node: undefined };
}

function fitOf(times: readonly number[], window: number, resolution: number, form = AS_CHOSEN): GroupFit {
  const pods = times.map((created, index) => podAt(`p${index}`, created));
  const group = { name: 'a', namespace: 'default', template: template('1'), requests: [], pods };
  return fitGroup(group, { window, resolution }, new Map(), 1, undefined, form);
}

function countsOf(fit: GroupFit, window: number): number[] {
  const entry = { name: 'a', template: 'a', ...writeArrivals(fit, window) };
  const scenario = { templates: { a: { spec: { containers: [{ name: 'm' }] } } }, events: { pods: [entry] } };
  const loaded = loadScenario(JSON.stringify(scenario), 'made.json').scenario!;
  return Array.from({ length: 20 }, (_, seed) => {
    const next = arrivalTimes(loaded.pods[0] as DrawnPods, seed + 1);
    let count = 0;
    while (next()) count += 1;
    return count;
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[9]! + sorted[10]!) / 2;
}

const DAY = 86_400;

function bursts(starts: readonly number[], size: () => number, gap: number): number[] {
  return starts.flatMap((start) => Array.from({ length: size() }, (_, index) => start + gap * index));
}

function onAndOff(on: number, off: number, gap: Distribution): number[] {
  const lengths = [exponential(on), exponential(off)] as const;
  const starts = renewal(lengths[1], DAY - on, 5);
  return starts
    .flatMap((start, index) => renewal(gap, on, index).map((time) => start + time))
    .filter((time) => time < DAY);
}

const random = uniform(9);
const PROCESSES: Readonly<Record<string, { readonly times: readonly number[]; readonly window: number }>> = {
  'ten a second': { times: renewal(exponential(0.1), 100, 1), window: 100 },
  'irregular gaps': { times: renewal({ family: 'weibull', shape: 0.5, scale: 60 }, DAY, 1), window: DAY },
  'regular gaps': { times: renewal({ family: 'gamma', shape: 4, scale: 40 }, DAY, 1), window: DAY },
  'gaps with a heavy tail': {
    times: renewal({ family: 'lognormal', mu: 1, sigma: 2.5 }, DAY, 3),
    window: DAY,
  },
  'bursts of eight': { times: bursts(renewal(exponential(900), DAY, 2), () => 8, 0.02), window: DAY },
  'bursts of one to twelve': {
    times: bursts(renewal(exponential(600), DAY, 2), () => 1 + Math.floor(12 * random()), 0.3),
    window: DAY,
  },
  'on and off': { times: onAndOff(600, 4000, exponential(4)), window: DAY },
  'an hour of a week': {
    times: Array.from({ length: 200 }, () => 300_000 + 3600 * random()),
    window: 7 * DAY,
  },
  'a job every five minutes': {
    times: Array.from({ length: 287 }, (_, index) => 140 + 300 * index + 20 * random()),
    window: DAY,
  },
  'a slow and a fast half': {
    times: [
      ...renewal(exponential(300), DAY / 2, 1),
      ...renewal(exponential(60), DAY / 2, 2).map((time) => DAY / 2 + time),
    ],
    window: DAY,
  },
  'eight at the very same time': {
    times: renewal(exponential(3600), 7 * DAY, 4).flatMap((start) => Array.from({ length: 8 }, () => start)),
    window: 7 * DAY,
  },
  'a few pods': { times: [7200, 7200.02, 7200.04, 50_000], window: DAY },
};

for (const [name, { times, window }] of Object.entries(PROCESSES))
  for (const resolution of [1, 1e-6])
    test(`${name}, stamps of ${resolution === 1 ? '1s' : '1µs'}: as many arrivals as there were`, (t) => {
      const stamped = made(times, resolution);
      const counts = countsOf(fitOf(stamped, window, resolution), window);
      const ratio = median(counts) / stamped.length;
      t.true(ratio > 0.9 && ratio < 1.1, `${ratio}`);
    });

test('regular bursts that are placed draw about as many pods each time, irregular ones scatter', (t) => {
  const spreadOf = (gap: Distribution): number => {
    const starts = renewal(exponential(1200), DAY - 60, 2);
    const times = starts.flatMap((start) => renewal(gap, 12, 3).map((time) => start + time));
    times.sort((one, other) => one - other);
    const counts = countsOf(fitOf(times, DAY, 1e-6, { ...AS_CHOSEN, finer: 2, placesBursts: true }), DAY);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    t.true(Math.abs(mean / times.length - 1) < 0.05, `${mean} of ${times.length}`);
    return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length / mean;
  };
  t.true(spreadOf({ family: 'constant', value: 1 }) < 0.3);
  t.true(spreadOf(exponential(1)) > 0.4);
});

test('pods at the very same time have a pace that a scenario may have, in every form', (t) => {
  const single = renewal(exponential(900), DAY, 5);
  const times = [...single, ...Array.from({ length: 30 }, () => 40_000)].sort((one, other) => one - other);
  for (const finer of [0, 1, 2, 3]) {
    const fit = fitOf(times, DAY, 1e-6, { ...AS_CHOSEN, finer, placesBursts: true });
    t.true(Math.max(...fit.rateProfile.steps.map(({ factor }) => factor)) <= 1e6);
    t.true(Math.abs(median(countsOf(fit, DAY)) / times.length - 1) < 0.1, `${finer}`);
  }
});

test('a Poisson process has single pods at one rate, and its interval holds the rate', (t) => {
  let [held, chosen] = [0, 0];
  for (let seed = 1; seed <= 10; seed += 1)
    for (const resolution of [1, 1e-6]) {
      const fit = fitOf(made(renewal(exponential(30), 6000, seed), resolution), 6000, resolution);
      t.deepEqual([fit.rateProfile.steps.length, fit.burstSize, fit.recorded], [1, undefined, undefined]);
      const { choice, sample } = fit.fits[0]!;
      if (choice.best?.candidate === 'exponential') chosen += 1;
      const { value, standardError } = fitFamily('exponential', sample)!.parameters[0]!;
      if (Math.abs(value - 30) <= 1.96 * standardError) held += 1;
    }
  t.true(held >= 17 && chosen >= 15, `${held} and ${chosen} of 20`);
});
