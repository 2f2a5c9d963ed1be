/** Compares special functions with values of other programs (mpmath with 40 digits; R's pgamma): ../shared/golden/fitting. */
import test from 'ava';
import { digamma, trigamma } from '../../../../src/core/distributions/special-functions/digamma.ts';
import {
  gammaLower,
  logGammaUpper,
} from '../../../../src/core/distributions/special-functions/incomplete-gamma.ts';
import { logGamma } from '../../../../src/core/distributions/special-functions/log-gamma.ts';
import {
  logNormalTail,
  normalHazard,
  normalQuantile,
} from '../../../../src/core/distributions/special-functions/normal-distribution.ts';
import { erfcx } from '../../../../src/core/distributions/special-functions/scaled-erfc.ts';
import { sharedText, testWithShared } from '../../../shared.ts';

function goldenRows(name: string): number[][] {
  return (JSON.parse(sharedText('golden/fitting/special-functions.json')) as Record<string, number[][]>)[
    name
  ]!;
}

/** Each row: arguments, then the value. */
const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  digamma: (x) => digamma(x!),
  trigamma: (x) => trigamma(x!),
  lgamma: (x) => logGamma(x!),
  gammaP: (a, x) => gammaLower(a!, x!),
  gammaLogQ: (a, x) => logGammaUpper(a!, x!),
  erfcx: (x) => erfcx(x!),
  normLogSf: (z) => logNormalTail(z!),
  normQuantile: (p) => normalQuantile(p!),
};

for (const [name, compute] of Object.entries(FUNCTIONS)) {
  testWithShared(`${name} has twelve digits of the reference values`, (t) => {
    const rows = goldenRows(name);
    let largest = 0;
    for (const row of rows) {
      const expected = row.at(-1)!;
      const error = Math.abs(compute(...row.slice(0, -1)) - expected) / (Math.abs(expected) || 1);
      largest = Math.max(largest, error);
      t.true(error <= 1e-12, `${name}(${row.slice(0, -1)}): relative error ${error}`);
    }
    t.log(`${rows.length} values, largest relative error ${largest}`);
  });
}

testWithShared('P and ln Q have twelve digits of the values of R for shapes from 1,000 to 100,000', (t) => {
  let largest = 0;
  for (const [a, x, lower, logUpper] of goldenRows('gammaP_R422') as [number, number, number, number][]) {
    const lowerError = Math.abs(gammaLower(a, x) / lower - 1);
    const upperError = Math.abs(logGammaUpper(a, x) / logUpper - 1);
    largest = Math.max(largest, lowerError, upperError);
    t.true(lowerError <= 1e-12, `P(${a}, ${x}): relative error ${lowerError}`);
    t.true(upperError <= 1e-12, `ln Q(${a}, ${x}): relative error ${upperError}`);
  }
  t.log(`largest relative error ${largest}`);
});

/** e^(x²) erfc(x) for negative x that are not multiples of 1/16, computed with mpmath 1.3.0 (30 digits). */
const SCALED_ERFC_BELOW_0 = [
  [-0.0001, 1.000112847917462],
  [-0.7, 2.7387021025613167],
  [-0.999, 4.997849878569131],
  [-2.03, 122.97711205102345],
  [-5.37, 6679385983134.837],
] as const;

test('erfcx has fourteen digits of the reference values at any negative argument', (t) => {
  for (const [x, expected] of SCALED_ERFC_BELOW_0) {
    t.true(Math.abs(erfcx(x) / expected - 1) < 1e-14, `erfcx(${x}) = ${erfcx(x)}`);
  }
});

test('the hazard of the normal distribution is minus the slope of the logarithm of its tail', (t) => {
  for (const z of [-7.77, -3, -1.01, -0.3, -1e-4, 0, 0.5, 2, 20]) {
    const h = 1e-3;
    const [a, b, u, v] = [h, 2 * h, -h, -2 * h].map((by) => logNormalTail(z + by)) as [
      number,
      number,
      number,
      number,
    ];
    const slope = (8 * (a - u) - (b - v)) / (12 * h);
    t.true(Math.abs(normalHazard(z) + slope) < 1e-11 * (1 + Math.abs(slope)), `z = ${z}`);
  }
});
