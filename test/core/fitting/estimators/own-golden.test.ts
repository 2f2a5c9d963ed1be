/** Fits reach the maxima and the standard errors that mpmath finds as roots of the gradient (see test/core/distributions/golden). */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { Candidate } from '../../../../src/core/distributions/families/distribution.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';
import { GOLDEN_SAMPLES } from '../../distributions/golden/golden-samples.ts';
import { goldenValues } from '../../distributions/golden/golden-values.ts';

const values = goldenValues();
const CASES = [...values.keys()].flatMap((name) => {
  const [, set, candidate] = /^fit (\S+) (\S+) logLikelihood$/.exec(name) ?? [];
  return set === undefined || candidate === undefined ? [] : [{ set, candidate: candidate as Candidate }];
});

test('the reference values cover every model with a smooth maximum', (t) => {
  t.deepEqual([...new Set(CASES.map(({ candidate }) => candidate))].sort(), [
    'exponential',
    'gamma',
    'hyperexponential-2',
    'lognormal',
    'lomax',
    'normal',
    'weibull',
  ]);
});

for (const { set, candidate } of CASES) {
  test(`${candidate}, ${set}: the fit is at the reference maximum, with its standard errors`, (t) => {
    const fit = fitFamily(candidate, sampleOf(GOLDEN_SAMPLES[set]!))!;
    const known = (what: string): number => values.get(`fit ${set} ${candidate} ${what}`)![0]!.value;
    t.true(Math.abs(fit.logLikelihood - known('logLikelihood')) < 1e-9);
    for (const [index, { name, value, standardError, low, high }] of fit.parameters.entries()) {
      t.true(Math.abs(value / known(`${index}`) - 1) < 1e-8, `${name}: ${value}`);
      t.true(
        Math.abs(standardError / known(`${index} standardError`) - 1) < 1e-5,
        `${name} ± ${standardError}`,
      );
      t.true(low < value && value < high);
    }
  });
}

test('an interval is symmetric in the parameter, its logarithm or its log-odds', (t) => {
  const Z = 1.959963984540054;
  const near = (found: number, known: number) =>
    t.true(Math.abs(found / known - 1) < 1e-12, `${found}, ${known}`);
  const [mu, sigma] = fitFamily('lognormal', sampleOf(GOLDEN_SAMPLES.late!))!.parameters;
  near(mu!.low, mu!.value - Z * mu!.standardError);
  near(mu!.high, mu!.value + Z * mu!.standardError);
  const factor = Math.exp((Z * sigma!.standardError) / sigma!.value);
  near(sigma!.low, sigma!.value / factor);
  near(sigma!.high, sigma!.value * factor);
  const [share] = fitFamily('hyperexponential-2', sampleOf(GOLDEN_SAMPLES.heavy!))!.parameters;
  const { value, standardError, low, high } = share!;
  const reach = Math.exp((Z * standardError) / (value * (1 - value)));
  near(low / (1 - low), value / (1 - value) / reach);
  near(high / (1 - high), (value / (1 - value)) * reach);
});
