/** Quick draws follow the distribution they are drawn from. */
import test from 'ava';
import type { FittedDistribution } from '../../../../src/core/distributions/density.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { farthest } from '../../../../src/core/fitting/choice/effect-size.ts';
import { quickDraw } from '../../../../src/core/fitting/choice/quick-draw.ts';
import { kaplanMeier } from '../../../../src/core/fitting/kaplan-meier.ts';
import { sampleOf } from '../../../../src/core/fitting/sample.ts';

const DISTRIBUTIONS: readonly FittedDistribution[] = [
  { family: 'lognormal', mu: 2, sigma: 1.3 },
  { family: 'gamma', shape: 0.3, scale: 5 },
  { family: 'gamma', shape: 1, scale: 5 },
  { family: 'gamma', shape: 7.5, scale: 0.1 },
  { family: 'weibull', shape: 0.6, scale: 5 },
];

for (const distribution of DISTRIBUTIONS) {
  test(`draws of ${JSON.stringify(distribution)} pass Kolmogorov's test`, (t) => {
    const draw = quickDraw(distribution, randomStream(1, 'quick draws'));
    const size = 20_000;
    const sample = sampleOf(Array.from({ length: size }, () => ({ duration: draw(), isEnded: true })));
    const { distance } = farthest(kaplanMeier(sample), distribution, undefined);
    t.true(distance * Math.sqrt(size) < 1.63, `${distance}: beyond what one sample in a hundred shows`);
  });
}
