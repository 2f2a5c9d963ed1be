/** A large sample has the same likelihood and the same fits with few weighted durations. */
import test from 'ava';
import { gathered } from '../../../../src/core/distributions/estimating/gathered-sample.ts';
import { type Sample, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { FittedDistribution } from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { logLikelihood, stampsOf } from '../../../../src/core/fitting/likelihood/log-likelihood.ts';
import { shortestSmooth } from '../../../../src/core/fitting/likelihood/stamped.ts';

/** Lognormal durations; half of them are cut off, at times of their own. */
function cutOff(size: number, sigma: number, resolution: number): Sample {
  const random = randomStream(1, 'gathered', `${sigma}`);
  const seen = Array.from({ length: size }, () => {
    const [u, v, w] = [random(), random(), random()];
    const duration = Math.exp(6 + sigma * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v));
    const limit = Math.exp(6 + sigma * (2 * w - 0.5) * 2);
    const time = Math.min(duration, limit);
    return { duration: resolution > 0 ? Math.floor(time) : time, isEnded: duration < limit };
  });
  return sampleOf(seen, resolution);
}

const gather = (sample: Sample): Sample => gathered(sample, shortestSmooth(stampsOf(sample)));

const LAWS: readonly FittedDistribution[] = [
  { family: 'exponential', mean: 900 },
  { family: 'weibull', shape: 0.6, scale: 700 },
  { family: 'lognormal', mu: 6.2, sigma: 1.7 },
  { family: 'gamma', shape: 0.4, scale: 3000 },
  { family: 'lomax', shape: 1.1, scale: 300 },
  { family: 'normal', mean: 400, sd: 900 },
  {
    family: 'hyperexponential',
    phases: [
      { probability: 0.6, mean: 60 },
      { probability: 0.4, mean: 4000 },
    ],
  },
];

for (const resolution of [0, 1]) {
  test(`the likelihood of 3,000 durations does not change: ticks of ${resolution}`, (t) => {
    const sample = cutOff(3000, 1.7, resolution);
    const few = gather(sample);
    t.true(few.rows.length < 900, `${few.rows.length}`);
    for (const law of LAWS) {
      const [all, found] = [sample, few].map((each) => logLikelihood(each)(law)) as [number, number];
      t.true(Math.abs(found - all) < 1e-9 * Math.abs(all), `${law.family}: ${found - all}`);
    }
  });
}

test('durations close to each other are cut into narrower cells', (t) => {
  const sample = cutOff(3000, 0.05, 0);
  const steep: FittedDistribution = { family: 'weibull', shape: 25, scale: Math.exp(6) };
  const [all, found] = [sample, gather(sample)].map((each) => logLikelihood(each)(steep)) as [number, number];
  t.true(gather(sample).rows.length < 2000);
  t.true(Math.abs(found - all) < 1e-9 * Math.abs(all), `${found - all}`);
});

test('a small sample and short ticks stay as they are', (t) => {
  const small = cutOff(300, 1, 0);
  t.is(gather(small), small);
  const stamped = cutOff(3000, 1.7, 1);
  const short = ({ rows }: Sample) => rows.filter(({ duration }) => duration < 64);
  t.deepEqual(short(gather(stamped)), short(stamped));
});

test('the number of ends and of cut-off durations is kept', (t) => {
  const sample = cutOff(3000, 1.7, 0);
  const counts = ({ rows }: Sample) =>
    [true, false].map((isEnded) =>
      rows.reduce((sum, row) => sum + (row.isEnded === isEnded ? row.count : 0), 0),
    );
  const [all, found] = [counts(sample), counts(gather(sample))];
  t.true(all.every((count, index) => Math.abs(found[index]! - count) < 1e-9 * count));
});
