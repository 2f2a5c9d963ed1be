/** Quick draws follow their distribution. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import {
  type FittedDistribution,
  fittingOf,
} from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { farthest } from '../../../../src/core/fitting/choice/effect-size.ts';
import { kaplanMeier } from '../../../../src/core/fitting/kaplan-meier.ts';

const DISTRIBUTIONS: readonly FittedDistribution[] = [
  { family: 'lognormal', mu: 2, sigma: 1.3 },
  { family: 'gamma', shape: 0.3, scale: 5 },
  { family: 'gamma', shape: 1, scale: 5 },
  { family: 'gamma', shape: 7.5, scale: 0.1 },
];

for (const distribution of DISTRIBUTIONS) {
  const { family, ...parameters } = distribution;
  test(`quick draws of ${family} (${Object.values(parameters).join(', ')}) pass the Kolmogorov test`, (t) => {
    const draw = fittingOf(distribution).quickDraw!(distribution, randomStream(1, 'quick draws'));
    const size = 20_000;
    const sample = sampleOf(Array.from({ length: size }, () => ({ duration: draw(), isEnded: true })));
    const { distance } = farthest(kaplanMeier(sample), distribution, undefined);
    t.true(distance * Math.sqrt(size) < 1.63, `${distance}: beyond what one sample in a hundred shows`);
  });
}
