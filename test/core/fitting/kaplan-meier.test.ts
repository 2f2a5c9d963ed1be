/** The survival curve equals published curves, and does not depend on the window. */
import test from 'ava';
import { sampleOf } from '../../../src/core/distributions/estimating/sample.ts';
import { quantile } from '../../../src/core/distributions/families/distribution.ts';
import {
  kaplanMeier,
  knownRange,
  reachedCurve,
  survivalAt,
  survivalInterval,
  survivalQuantile,
} from '../../../src/core/fitting/kaplan-meier.ts';
import { sharedText, testWithShared } from '../../shared.ts';
import { completeSample, simulateWindow } from './simulated-window.ts';

/** 6-MP arm of Freireich 1963: weeks in remission, and those still in remission at their last examination. */
const ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const CUT_OFF = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
const REMISSION = sampleOf([
  ...ENDED.map((duration) => ({ duration, isEnded: true })),
  ...CUT_OFF.map((duration) => ({ duration, isEnded: false })),
]);

test('the remission curve is the published one, step by step', (t) => {
  const steps = kaplanMeier(REMISSION).steps.map(({ time, atRisk, events, survival }) => [
    time,
    atRisk,
    events,
    survival.toFixed(4),
  ]);
  t.deepEqual(steps, [
    [6, 21, 3, '0.8571'],
    [7, 17, 1, '0.8067'],
    [10, 15, 1, '0.7529'],
    [13, 12, 1, '0.6902'],
    [16, 11, 1, '0.6275'],
    [22, 7, 1, '0.5378'],
    [23, 6, 1, '0.4482'],
  ]);
});

test("Greenwood's standard errors are those of survfit in R", (t) => {
  const errors = kaplanMeier(REMISSION).steps.map(({ standardError }) => standardError.toFixed(4));
  t.deepEqual(errors, ['0.0764', '0.0869', '0.0963', '0.1068', '0.1141', '0.1282', '0.1346']);
});

testWithShared('the golden curve has the printed digits, the lung curve its median and survival', (t) => {
  const sets = JSON.parse(sharedText('golden/fitting/datasets.json')) as Record<
    string,
    { time: number[]; event: number[]; kaplanMeier?: number[][] }
  >;
  const curveOf = (name: string) => {
    const { time, event } = sets[name]!;
    return kaplanMeier(sampleOf(time.map((duration, index) => ({ duration, isEnded: event[index] === 1 }))));
  };
  for (const [index, [time, atRisk, events, survival]] of sets['leukemia-6mp']!.kaplanMeier!.entries()) {
    const step = curveOf('leukemia-6mp').steps[index]!;
    t.deepEqual([step.time, step.atRisk, step.events], [time, atRisk, events]);
    t.true(Math.abs(step.survival - survival!) < 1e-11);
  }
  const lung = curveOf('survival-lung');
  t.is(survivalQuantile(lung, 0.5), 310);
  t.is(survivalAt(lung, 180).toFixed(9), '0.721670653');
  t.is(survivalAt(lung, 365).toFixed(9), '0.409241624');
  t.is(survivalAt(lung, 500).toFixed(9), '0.293269194');
});

test('the curve of a complete sample is the share of longer durations', (t) => {
  const curve = kaplanMeier(sampleOf([1, 2, 2, 3, 5].map((duration) => ({ duration, isEnded: true }))));
  t.deepEqual(
    [0.5, 1, 2, 4, 5].map((time) => survivalAt(curve, time).toFixed(12)),
    [1, 0.8, 0.4, 0.2, 0].map((share) => share.toFixed(12)),
  );
});

test('where the curve reaches 0, its standard error is 0', (t) => {
  const { steps } = kaplanMeier(sampleOf([1, 2].map((duration) => ({ duration, isEnded: true }))));
  t.deepEqual(
    steps.map(({ survival, standardError }) => [survival, standardError]),
    [
      [0.5, 0.5 * Math.sqrt(0.5)],
      [0, 0],
    ],
  );
});

test('durations that enter at the time of an end are at risk there only with rounded stamps', (t) => {
  const seen = [
    { duration: 4, isEnded: true },
    { duration: 9, isEnded: true, entry: 4 },
    { duration: 0, isEnded: true },
  ];
  const atRisk = (resolution: number): number[] =>
    kaplanMeier(sampleOf(seen, resolution)).steps.map((step) => step.atRisk);
  t.deepEqual(atRisk(0), [2, 1, 1]);
  t.deepEqual(atRisk(1), [2, 2, 1]);
});

test('the interval of a survival of 0 or 1 is that survival alone', (t) => {
  const step = { time: 1, atRisk: 2, events: 1, standardError: 0.1 };
  for (const survival of [0, 1])
    t.deepEqual(survivalInterval({ ...step, survival }), { low: survival, high: survival });
});

test('the survival of an empty curve is 1, and its quantiles are unknown', (t) => {
  const curve = kaplanMeier(sampleOf([{ duration: 4, isEnded: false }]));
  t.is(survivalAt(curve, 9), 1);
  t.is(survivalQuantile(curve, 0.5), undefined);
});

for (const resolution of [0, 1]) {
  test(`late entries do not bias the curve, ${resolution === 0 ? 'exact times' : 'stamps'}`, (t) => {
    const distribution = { family: 'weibull', shape: 0.8, scale: 200 } as const;
    const seen = simulateWindow({
      distribution,
      window: 300,
      before: 3000,
      count: 30_000,
      seed: 5,
      resolution,
    });
    const curve = kaplanMeier(sampleOf(seen, resolution));
    for (const probability of [0.25, 0.5, 0.75, 0.9]) {
      const truth = quantile(distribution, probability);
      t.true(Math.abs(survivalAt(curve, truth) - (1 - probability)) < 0.02, `p${probability * 100}`);
    }
  });
}

test('an end among very few late entries does not take the curve to 0', (t) => {
  const early = { duration: 12, isEnded: true, entry: 10 };
  const bulk = Array.from({ length: 20 }, (_, index) => ({
    duration: 100 + index,
    isEnded: true,
    entry: 50,
  }));
  const curve = kaplanMeier(sampleOf([early, ...bulk]));
  t.is(curve.from, 12);
  t.is(survivalAt(curve, 109), 0.5);
});

test('a quantile beyond the end of the curve is undefined', (t) => {
  t.is(survivalQuantile(kaplanMeier(REMISSION), 0.5), 23);
  t.is(survivalQuantile(kaplanMeier(REMISSION), 0.9), undefined);
});

test('the interval of a survival is inside 0 … 1 and covers the truth at its level', (t) => {
  let [held, count] = [0, 0];
  for (let seed = 0; seed < 200; seed += 1) {
    const curve = kaplanMeier(completeSample({ family: 'exponential', mean: 1 }, 60, seed));
    const step = curve.steps[30]!;
    const { low, high } = survivalInterval(step);
    t.true(low > 0 && high < 1 && low < step.survival && step.survival < high);
    count += 1;
    if (low <= Math.exp(-step.time) && Math.exp(-step.time) <= high) held += 1;
  }
  t.true(held / count > 0.9, `${held} of ${count}`);
});

test('the known range is where 2 % of the largest number at risk is at risk', (t) => {
  const all = Array.from({ length: 1000 }, (_, index) => ({ duration: index + 1, isEnded: true }));
  t.deepEqual(knownRange(sampleOf(all)), { from: Number.NEGATIVE_INFINITY, until: 981 });
  const seen = simulateWindow({
    distribution: { family: 'exponential', mean: 10 },
    window: 20,
    before: 200,
    count: 20_000,
    seed: 1,
  });
  const sample = sampleOf(seen);
  const range = knownRange(sample);
  const inside = kaplanMeier(sample).steps.filter(({ time }) => time > range.from && time <= range.until);
  const most = Math.max(...inside.map(({ atRisk }) => atRisk));
  t.true(inside.every(({ atRisk }) => atRisk >= 0.02 * most));
});

test('a curve of a range is conditional on a duration longer than its start', (t) => {
  const sample = sampleOf([1, 2, 2, 3, 5].map((duration) => ({ duration, isEnded: true })));
  const { from, times, reached } = reachedCurve(sample, { from: 1, until: 3 });
  t.is(from, 1);
  t.deepEqual([...times], [2, 3]);
  t.deepEqual(
    [...reached].map((share) => share.toFixed(12)),
    [0.5, 0.75].map((share) => share.toFixed(12)),
  );
});
