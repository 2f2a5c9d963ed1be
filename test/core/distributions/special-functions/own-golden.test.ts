/** Special functions have twelve digits of the project's own reference values, which mpmath computes from definitions. */
import test from 'ava';
import { digamma, trigamma } from '../../../../src/core/distributions/special-functions/digamma.ts';
import * as incompleteGamma from '../../../../src/core/distributions/special-functions/incomplete-gamma.ts';
import { logGamma } from '../../../../src/core/distributions/special-functions/log-gamma.ts';
import * as normal from '../../../../src/core/distributions/special-functions/normal-distribution.ts';
import { erfcx } from '../../../../src/core/distributions/special-functions/scaled-erfc.ts';
import { goldenValues } from '../golden/golden-values.ts';

const FUNCTIONS: Readonly<Record<string, (...args: number[]) => number>> = {
  logGamma: (x) => logGamma(x!),
  digamma: (x) => digamma(x!),
  trigamma: (x) => trigamma(x!),
  gammaLower: (a, x) => incompleteGamma.gammaLower(a!, x!),
  gammaUpper: (a, x) => incompleteGamma.gammaUpper(a!, x!),
  logGammaLower: (a, x) => incompleteGamma.logGammaLower(a!, x!),
  logGammaUpper: (a, x) => incompleteGamma.logGammaUpper(a!, x!),
  erfcx: (x) => erfcx(x!),
  normalCdf: (z) => normal.normalCdf(z!),
  normalDensity: (z) => normal.normalDensity(z!),
  logNormalTail: (z) => normal.logNormalTail(z!),
  normalHazard: (z) => normal.normalHazard(z!),
  normalExcess: (z) => normal.normalExcess(z!),
  normalQuantile: (p) => normal.normalQuantile(p!),
  logTailRatio: (z, excess) => normal.logTailRatio(z!, excess!),
};
/** Differences of nearly equal numbers, or arguments near 0 or 1, cost digits. */
const TOLERANCES: Readonly<Record<string, number>> = { normalExcess: 1e-11 };

const values = goldenValues();

for (const [name, compute] of Object.entries(FUNCTIONS)) {
  test(`${name} has twelve digits of the reference values`, (t) => {
    const rows = values.get(name)!;
    t.true(rows.length >= 4);
    for (const { args, value } of rows) {
      const error = Math.abs(compute(...args) - value) / Math.max(Math.abs(value), 1e-3);
      t.true(error <= (TOLERANCES[name] ?? 1e-12), `${name}(${args}): ${compute(...args)}, not ${value}`);
    }
  });
}

test('the inverse of P returns the argument of P', (t) => {
  for (const { args, value } of values.get('gammaLower')!) {
    const [a, x] = args as [number, number];
    if (value > 0.999) continue;
    const found = incompleteGamma.gammaLowerInverse(a, value);
    t.true(Math.abs(found / x - 1) <= 1e-10, `a = ${a}: ${found}, not ${x}`);
  }
});
