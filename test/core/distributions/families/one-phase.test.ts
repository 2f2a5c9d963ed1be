/** A mixture of phases is searched for only where a second phase would be likelier than one. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import { quantile } from '../../../../src/core/distributions/families/distribution.ts';
import { isExponential } from '../../../../src/core/distributions/families/hyperexponential/is-exponential.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';

/** Durations at even quantiles; those beyond the limit are cut off there. */
function evenSample(distribution: Parameters<typeof quantile>[0], limit = Number.POSITIVE_INFINITY) {
  return sampleOf(
    Array.from({ length: 60 }, (_, index) => {
      const duration = quantile(distribution, (index + 0.5) / 60);
      return { duration: Math.min(duration, limit), isEnded: duration < limit };
    }),
  );
}

test('durations that scatter less than exponential ones have one phase', (t) => {
  for (const limit of [Number.POSITIVE_INFINITY, 12]) {
    const sample = evenSample({ family: 'weibull', shape: 1.4, scale: 10 }, limit);
    t.true(isExponential(sample));
    t.is(fitFamily('hyperexponential-2', sample), undefined);
  }
});

test('durations that scatter more than exponential ones have a second phase, which is likelier', (t) => {
  for (const limit of [Number.POSITIVE_INFINITY, 30]) {
    const sample = evenSample({ family: 'weibull', shape: 0.6, scale: 10 }, limit);
    t.false(isExponential(sample));
    const [two, one] = [fitFamily('hyperexponential-2', sample)!, fitFamily('exponential', sample)!];
    t.true(two.logLikelihood > one.logLikelihood + 1);
  }
});

test('one rare phase that is far slower is a second phase, also where it was cut off', (t) => {
  const short = Array.from({ length: 40 }, (_, index) => ({ duration: 1 + index / 40, isEnded: true }));
  t.false(isExponential(sampleOf([...short, { duration: 500, isEnded: false }])));
});

test('nothing is said of durations that began before the window', (t) => {
  const late = Array.from({ length: 40 }, (_, index) => ({ duration: 5 + index, isEnded: true, entry: 2 }));
  t.false(isExponential(sampleOf(late)));
});
