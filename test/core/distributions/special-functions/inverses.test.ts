/** Laws that hold for any argument: inverses invert, tails sum to 1, and methods agree where one replaces the other. */
import test from 'ava';
import { digamma, trigamma } from '../../../../src/core/distributions/special-functions/digamma.ts';
import { exp } from '../../../../src/core/distributions/special-functions/exact-math.ts';
import {
  gammaLower,
  gammaLowerInverse,
  gammaUpper,
  logGammaLower,
  logGammaUpper,
} from '../../../../src/core/distributions/special-functions/incomplete-gamma.ts';
import { logGamma } from '../../../../src/core/distributions/special-functions/log-gamma.ts';
import {
  logNormalTail,
  logTailRatio,
  normalCdf,
  normalExcess,
  normalHazard,
  normalQuantile,
} from '../../../../src/core/distributions/special-functions/normal-distribution.ts';
import fc from '../../../seeded-properties.ts';

const probability = fc.double({ min: 1e-300, max: 1 - 2 ** -53, noNaN: true });
const uniform = fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true });
const shape = fc.double({ min: -3, max: 7, noNaN: true }).map((power) => 10 ** power);

function closeTo(actual: number, expected: number, relative: number): boolean {
  return Math.abs(actual - expected) <= relative * Math.abs(expected);
}

test('Φ of the normal quantile returns the probability, in both tails', (t) => {
  fc.assert(
    fc.property(probability, (p) => {
      const z = normalQuantile(p);
      return p < 0.5 ? closeTo(normalCdf(z), p, 1e-12) : closeTo(normalCdf(-z), 1 - p, 1e-12);
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('the normal quantile is 0 at one half, infinite at 0 and 1, and antisymmetric', (t) => {
  t.is(normalQuantile(0.5), 0);
  t.is(normalQuantile(0), Number.NEGATIVE_INFINITY);
  t.is(normalQuantile(1), Number.POSITIVE_INFINITY);
  t.is(normalQuantile(0.25), -normalQuantile(0.75));
  t.is(normalQuantile(-0.1), Number.NaN);
});

test('the tail of the normal distribution keeps its digits where 1 − Φ is 0', (t) => {
  t.true(closeTo(logNormalTail(100), -5005.524208694205, 1e-14));
  t.is(normalCdf(-40), 0);
  t.true(Number.isFinite(logNormalTail(1e6)));
});

test('hazard and excess of the normal distribution agree where the series begins', (t) => {
  for (const z of [49.9, 50.1]) t.true(closeTo(normalExcess(z), normalHazard(z) - z, 1e-11));
  t.true(closeTo(logTailRatio(3, 2), logNormalTail(5) - logNormalTail(3), 1e-13));
});

test('P of its inverse returns the probability, for shapes from 0.001 to ten million', (t) => {
  fc.assert(
    fc.property(shape, uniform, (a, u) => {
      const x = gammaLowerInverse(a, u);
      if (x < 1e-290) return true;
      const lower = gammaLower(a, x);
      const slack = 1e-12 + 4e-16 * a;
      return closeTo(lower, u, slack) || closeTo(gammaUpper(a, x), 1 - u, slack);
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('the inverse of P never falls as the probability rises', (t) => {
  fc.assert(
    fc.property(shape, uniform, uniform, (a, u, v) => {
      const [low, high] = u < v ? [u, v] : [v, u];
      return gammaLowerInverse(a, low) <= gammaLowerInverse(a, high) * (1 + 1e-13);
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test('P and Q sum to 1 and their logarithms agree with them', (t) => {
  const place = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(shape, place, (a, power) => {
      const x = a * 10 ** power;
      const lower = gammaLower(a, x);
      const upper = gammaUpper(a, x);
      return (
        Math.abs(lower + upper - 1) <= 2.3e-16 &&
        lower >= 0 &&
        upper >= 0 &&
        Math.abs(exp(logGammaLower(a, x)) - lower) <= 1e-13 &&
        Math.abs(exp(logGammaUpper(a, x)) - upper) <= 1e-13
      );
    }),
    { numRuns: 3000 },
  );
  t.pass();
});

test('the expansion for large shapes agrees with the series at shape 20,000', (t) => {
  for (const distance of [-0.3, -0.2, -0.11, -0.03, -0.005, 0.0001, 0.005, 0.03, 0.11, 0.2, 0.3]) {
    const below = 20_000 - 1e-9;
    const above = 20_000 + 1e-9;
    const x = 20_000 * (1 + distance);
    const [series, expansion] = [logGammaLower(below, x), logGammaLower(above, x)];
    t.true(closeTo(series, expansion, 2e-9), `ln P at distance ${distance}: ${series} and ${expansion}`);
    t.true(closeTo(logGammaUpper(below, x), logGammaUpper(above, x), 2e-9), `ln Q at distance ${distance}`);
  }
});

test('ln Γ of whole numbers is the logarithm of factorials', (t) => {
  let factorial = 1;
  for (let n = 1; n <= 20; n += 1) {
    t.true(Math.abs(logGamma(n) - Math.log(factorial)) <= 4e-16 * Math.max(1, Math.log(factorial)), `${n}`);
    factorial *= n;
  }
  t.is(logGamma(1), 0);
  t.is(logGamma(2), 0);
});

test('ln Γ, digamma and trigamma follow their recurrences', (t) => {
  const positive = fc.double({ min: 0.01, max: 50, noNaN: true });
  fc.assert(
    fc.property(positive, (x) => {
      return (
        Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x)) <= 1e-13 * (1 + Math.abs(logGamma(x))) &&
        Math.abs(digamma(x + 1) - digamma(x) - 1 / x) <= 1e-13 * (1 + 1 / x) &&
        Math.abs(trigamma(x + 1) - trigamma(x) + 1 / (x * x)) <= 1e-13 * (1 + 1 / (x * x))
      );
    }),
  );
  t.pass();
});

test('extreme arguments return a number or NaN, and never loop', (t) => {
  for (const a of [1e-300, 1e-8, 1, 1e8, 1e300]) {
    for (const u of [2 ** -53, 0.5, 1 - 2 ** -53]) t.true(gammaLowerInverse(a, u) >= 0, `${a}, ${u}`);
    for (const x of [0, 1e-300, 1, 1e300, Number.POSITIVE_INFINITY])
      t.true(gammaLower(a, x) >= 0, `${a}, ${x}`);
  }
  t.is(gammaLower(1, Number.NaN), Number.NaN);
});
