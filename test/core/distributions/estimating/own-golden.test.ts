/** The estimator of each family finds the parameters that mpmath finds as roots of the gradient (see ../golden). */
import test from 'ava';
import { exactLogLikelihood } from '../../../../src/core/distributions/estimating/exact-likelihood.ts';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import {
  type FittedDistribution,
  fittingOf,
} from '../../../../src/core/distributions/families/distribution.ts';
import { FAMILIES } from '../../../../src/core/distributions/families/index.ts';
import { GOLDEN_SAMPLES } from '../golden/golden-samples.ts';
import { goldenValues } from '../golden/golden-values.ts';

const values = goldenValues();
const ESTIMATORS = new Map(
  Object.values(FAMILIES).flatMap((family) =>
    'fitting' in family
      ? family.fitting.candidates.map(({ name, estimate }) => [name as string, estimate] as const)
      : [],
  ),
);

for (const name of values.keys()) {
  const [, set, candidate] = /^fit (\S+) (\S+) logLikelihood$/.exec(name) ?? [];
  if (set === undefined || candidate === undefined) continue;
  test(`${candidate}, ${set}: the estimate is at the reference maximum`, (t) => {
    const sample = sampleOf(GOLDEN_SAMPLES[set]!);
    const found: FittedDistribution = ESTIMATORS.get(candidate)!(sample)!;
    const { coordinates, density } = fittingOf(found);
    const known = (what: string): number => values.get(`fit ${set} ${candidate} ${what}`)![0]!.value;
    t.true(Math.abs(exactLogLikelihood(sample, density)(found) - known('logLikelihood')) < 1e-9);
    for (const [index, { name: parameter, value }] of coordinates.shown(found).entries())
      t.true(Math.abs(value / known(`${index}`) - 1) < 1e-8, `${parameter}: ${value}`);
  });
}
