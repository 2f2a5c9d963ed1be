/** Families have eleven digits of the project's own reference values: mpmath integrates each density by its definition. */
import test from 'ava';
import {
  cdf,
  type FittedDistribution,
  fittingOf,
  inverseCdf,
  mean,
  quantile,
  readyDensity,
  survival,
} from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { goldenValues } from '../golden/golden-values.ts';

const DISTRIBUTIONS: Readonly<Record<string, FittedDistribution>> = {
  exponential: { family: 'exponential', mean: 30 },
  weibull: { family: 'weibull', shape: 0.7, scale: 12 },
  'weibull-3': { family: 'weibull', shape: 3, scale: 12 },
  gamma: { family: 'gamma', shape: 2.5, scale: 6 },
  lognormal: { family: 'lognormal', mu: 2.2, sigma: 0.9 },
  normal: { family: 'normal', mean: 10, sd: 4 },
  'normal-cut': { family: 'normal', mean: -6, sd: 4 },
  uniform: { family: 'uniform', min: 3, max: 17 },
  loguniform: { family: 'loguniform', min: 2, max: 60 },
  pareto: { family: 'pareto', shape: 1.8, min: 3 },
  lomax: { family: 'lomax', shape: 2.5, scale: 15 },
  hyperexponential: {
    family: 'hyperexponential',
    phases: [
      { probability: 0.7, mean: 2 },
      { probability: 0.3, mean: 25 },
    ],
  },
};

const values = goldenValues();

/** Each function of a distribution at x. */
function functionsOf(distribution: FittedDistribution): Readonly<Record<string, (x: number) => number>> {
  const { logDensity, logSurvival, partsOfDensity, partsOfSurvival } = readyDensity(distribution);
  const partialMean = fittingOf(distribution).density.partialMean(distribution);
  return {
    cdf: (x) => cdf(distribution, x),
    survival: (x) => survival(distribution, x),
    logDensity: (x) => logDensity(x, Math.log(x)),
    logSurvival: (x) => logSurvival(x, Math.log(x)),
    partialMean,
    ...(partsOfDensity && { 'logDensity in parts': inOne(partsOfDensity) }),
    ...(partsOfSurvival && { 'logSurvival in parts': inOne(partsOfSurvival) }),
  };
}

type Parts = NonNullable<ReturnType<typeof readyDensity>['partsOfDensity']>;

function inOne({ added, factor, power }: Parts) {
  return (x: number) => added(x) + power * Math.log(factor(x));
}

for (const [name, distribution] of Object.entries(DISTRIBUTIONS)) {
  test(`${name}: density, survival and means are the integrals of the definition`, (t) => {
    for (const [what, compute] of Object.entries(functionsOf(distribution))) {
      const rows = values.get(`${name} ${what.replace(' in parts', '')}`)!;
      t.true(rows.length >= 3);
      for (const { args, value } of rows) {
        const found = compute(args[0]!);
        const error = Math.abs(found - value) / Math.max(Math.abs(value), 1e-6);
        t.true(error <= 1e-11, `${what}(${args[0]}): ${found}, not ${value}`);
      }
    }
    const [known] = values.get(`${name} mean`) ?? [];
    if (known) t.true(Math.abs(mean(distribution) / known.value - 1) <= 1e-9, `${mean(distribution)}`);
  });

  test(`${name}: the quantile and the inverse of the cdf lead back to the value`, (t) => {
    const rows = values.get(`${name} cdf`)!.filter(({ value }) => value > 1e-3 && value < 0.999);
    t.true(rows.length >= 3);
    for (const { args, value } of rows) {
      t.true(Math.abs(inverseCdf(distribution, value) / args[0]! - 1) < 1e-11, `${args[0]}`);
      if (distribution.family !== 'hyperexponential')
        t.true(Math.abs(quantile(distribution, value) / args[0]! - 1) < 1e-11, `${args[0]}`);
    }
  });

  test(`${name}: quick draws have the shares of its quantiles`, (t) => {
    const { quickDraw } = fittingOf(distribution);
    const draw = quickDraw?.(distribution, randomStream(1, name));
    if (draw === undefined) return t.pass();
    const draws = Array.from({ length: 4000 }, draw);
    const share = draws.filter((value) => value <= quantile(distribution, 0.3)).length / draws.length;
    t.true(Math.abs(share - 0.3) < 0.03, `${share}`);
    const above = draws.filter((value) => value > quantile(distribution, 0.8)).length / draws.length;
    t.true(Math.abs(above - 0.2) < 0.026, `${above}`);
  });

  test(`${name}: below its range, the density and the partial mean are 0 and survival is 1`, (t) => {
    const { logDensity, logSurvival } = readyDensity(distribution);
    t.is(logDensity(-1, Number.NaN), Number.NEGATIVE_INFINITY);
    t.is(logSurvival(-1, Number.NaN), 0);
    t.is(logSurvival(0, Number.NEGATIVE_INFINITY), 0);
    t.is(Math.abs(fittingOf(distribution).density.partialMean(distribution)(0)), 0);
  });

  test(`${name}: coordinates lead to the parameters and back`, (t) => {
    const { coordinates } = fittingOf(distribution);
    const again = coordinates.toParameters(coordinates.of(distribution));
    const shown = coordinates.shown(distribution);
    t.is(again.family, distribution.family);
    t.is(coordinates.units(distribution).length, coordinates.of(distribution).length);
    for (const [index, { value }] of coordinates.shown(again).entries())
      t.true(Math.abs(value / shown[index]!.value - 1) < 1e-13, shown[index]!.name);
  });
}

test('a density above its range is 0, and so is survival', (t) => {
  for (const name of ['uniform', 'loguniform'] as const) {
    const { logDensity, logSurvival } = readyDensity(DISTRIBUTIONS[name]!);
    t.is(logDensity(61, Math.log(61)), Number.NEGATIVE_INFINITY);
    t.is(logSurvival(61, Math.log(61)), Number.NEGATIVE_INFINITY);
    t.is(cdf(DISTRIBUTIONS[name]!, 61), 1);
  }
});

/** Below, at and above 0. */
const PLACES = Float64Array.of(-2, -0.5, 0, 0.25, 1, 7, 400);

for (const [name, distribution] of Object.entries(DISTRIBUTIONS)) {
  const { partsOfDensity, partsOfSurvival } = readyDensity(distribution);
  for (const [what, parts] of Object.entries({ density: partsOfDensity, survival: partsOfSurvival })) {
    if (!parts) continue;
    test(`${name}: the columns of the ${what} are its parts, one by one`, (t) => {
      const [added, factors] = [new Float64Array(PLACES.length), new Float64Array(PLACES.length)];
      parts.columns(PLACES, added, factors);
      t.deepEqual(added, PLACES.map(parts.added));
      t.deepEqual(factors, PLACES.map(parts.factor));
    });
  }
}
