/** Every family is written to a scenario file, read back, and scaled. */
import test from 'ava';
import {
  type Distribution,
  familyOf,
  inverseCdf,
  scaled,
  writtenDistribution,
} from '../../../../src/core/distributions/families/distribution.ts';
import { FAMILIES } from '../../../../src/core/distributions/families/index.ts';
import { ParameterReader } from '../../../../src/core/distributions/written/parameter-reader.ts';
import { FORMS, type Written } from './written-forms.ts';

/** Go durations of the tests, in seconds. */
const SECONDS: Readonly<Record<string, number>> = { '1m30s': 90, '1m40s': 100, '1m0s': 60, '250ms': 0.25 };

function secondsOf(written: string | number): number | undefined {
  if (typeof written === 'number') return written;
  return SECONDS[written] ?? (/^-?[\d.]+s$/.test(written) ? Number(written.slice(0, -1)) : undefined);
}

function read(written: Written): { readonly result: unknown; readonly reports: string[] } {
  const reports: string[] = [];
  const family = Object.values(FAMILIES).find(({ name }) => name === written.type)!;
  const reader = new ParameterReader(secondsOf, (key, message) =>
    reports.push(`${key.join('.')}: ${message}`),
  );
  const result = family.read(written as never, reader);
  return { result: reader.failed ? undefined : result, reports };
}

test('the forms cover every family', (t) => {
  t.deepEqual(
    [...new Set(FORMS.map(([{ family }]) => family))].sort(),
    (Object.keys(FAMILIES) as (typeof FORMS)[number][0]['family'][]).sort(),
  );
});

for (const [index, [distribution, written, tripled]] of FORMS.entries()) {
  test(`${index}, ${distribution.family}: is written with durations, and read back`, (t) => {
    t.deepEqual(writtenDistribution(distribution), written);
    t.true(familyOf(distribution).schema.safeParse(written).success);
    t.deepEqual(read(written), { result: distribution, reports: [] });
  });

  test(`${index}, ${distribution.family}: three times every value is the scaled distribution`, (t) => {
    t.deepEqual(scaled(distribution, 3), tripled);
  });
}

test('a rate is read as a mean, and a median as the logarithm mu', (t) => {
  t.deepEqual(read({ type: 'exponential', rate: 4 }).result, { family: 'exponential', mean: 0.25 });
  t.deepEqual(read({ type: 'lognormal', median: '1s', sigma: 2 }).result, {
    family: 'lognormal',
    mu: 0,
    sigma: 2,
  });
  t.deepEqual(read({ type: 'choice', options: [{ value: '5s' }] }).result, {
    family: 'choice',
    options: [{ value: 5, weight: 1 }],
  });
});

const WRONG: readonly (readonly [Written, string])[] = [
  [{ type: 'exponential' }, ': give either rate (per second) or mean'],
  [{ type: 'exponential', rate: 1, mean: '1s' }, ': give either rate (per second) or mean'],
  [{ type: 'exponential', mean: '0s' }, 'mean: "0s" must be above 0'],
  [{ type: 'exponential', mean: '-1s' }, 'mean: "-1s" is negative'],
  [{ type: 'weibull', shape: 1, scale: 'x' }, 'scale: "x" is neither a duration nor an amount here'],
  [{ type: 'gamma', shape: 1, scale: 0 }, 'scale: 0 must be above 0'],
  [{ type: 'lomax', shape: 1, scale: 0 }, 'scale: 0 must be above 0'],
  [{ type: 'pareto', shape: 1, min: 0 }, 'min: 0 must be above 0'],
  [{ type: 'lognormal', sigma: 1 }, ': give either median or mu (the logarithm of the median)'],
  [
    { type: 'lognormal', sigma: 1, mu: 1, median: 1 },
    ': give either median or mu (the logarithm of the median)',
  ],
  [{ type: 'lognormal', sigma: 1, median: '0s' }, 'median: "0s" must be above 0'],
  [{ type: 'normal', mean: '1s', sd: 0 }, 'sd: 0 must be above 0'],
  [{ type: 'uniform', min: '2s', max: '1s' }, 'max: "1s" is smaller than min'],
  [{ type: 'loguniform', min: '2s', max: '2s' }, 'max: "2s" is not above min'],
  [{ type: 'loguniform', min: 0, max: '2s' }, 'min: 0 must be above 0'],
  [{ type: 'constant', value: Number.NaN }, 'value: null is neither a duration nor an amount here'],
  [
    {
      type: 'hyperexponential',
      phases: [
        { probability: 0.5, mean: 1 },
        { probability: 0.4, mean: 2 },
      ],
    },
    'phases: the probabilities sum to 0.9, not to 1',
  ],
  [
    { type: 'hyperexponential', phases: [{ probability: 1 }] },
    'phases.0: give either rate (per second) or mean',
  ],
  [
    { type: 'choice', options: [{ value: 'x' }] },
    'options.0.value: "x" is neither a duration nor an amount here',
  ],
  [
    {
      type: 'empirical',
      quantiles: [
        { probability: 0.5, value: 1 },
        { probability: 0.5, value: 2 },
      ],
    },
    'quantiles.1.probability: 0.5 does not rise above 0.5',
  ],
  [
    {
      type: 'empirical',
      quantiles: [
        { probability: 0.1, value: 3 },
        { probability: 0.5, value: 2 },
      ],
    },
    'quantiles.1.value: is smaller than the quantile before it',
  ],
];

for (const [written, message] of WRONG) {
  test(`${JSON.stringify(written).slice(0, 60)} is refused at its key`, (t) => {
    t.deepEqual(read(written), { result: undefined, reports: [message] });
  });
}

test('equal bounds of a uniform distribution are allowed', (t) => {
  t.deepEqual(read({ type: 'uniform', min: '2s', max: '2s' }).reports, []);
});

test('a normal distribution with a mean below 0 is written by its quantiles', (t) => {
  const normal: Distribution = { family: 'normal', mean: -5, sd: 4 };
  const written = writtenDistribution(normal) as {
    readonly type: string;
    readonly quantiles: readonly { readonly probability: number; readonly value: string }[];
  };
  t.is(written.type, 'empirical');
  t.is(written.quantiles.length, 41);
  t.deepEqual(written.quantiles[0], { probability: 0, value: '0s' });
  t.is(written.quantiles.at(-1)!.probability, 0.999);
  const middle = written.quantiles[20]!;
  t.is(middle.probability, 0.5);
  t.is(middle.value, `${inverseCdf(normal, 0.5).toFixed(6)}s`);
});

test('a time above 0 is never written as 0, and numbers keep twelve digits', (t) => {
  t.deepEqual(writtenDistribution({ family: 'constant', value: 1e-9 }), { type: 'constant', value: '1µs' });
  t.deepEqual(writtenDistribution({ family: 'constant', value: 0 }), { type: 'constant', value: '0s' });
  t.is(writtenDistribution({ family: 'gamma', shape: 1 / 3, scale: 1 }).shape, 0.333333333333);
});

test('rounded probabilities of phases still sum to 1', (t) => {
  const thirds = Array.from({ length: 3 }, (_, index) => ({ probability: 1 / 3, mean: index + 1 }));
  const { phases } = writtenDistribution({ family: 'hyperexponential', phases: thirds }) as {
    readonly phases: readonly { readonly probability: number }[];
  };
  t.deepEqual(
    phases.map(({ probability }) => probability),
    [0.333333333333, 0.333333333333, 0.333333333334],
  );
});

test('the quantile of a mixture inverts its cdf, unlike its draw', (t) => {
  const mixture: Distribution = {
    family: 'hyperexponential',
    phases: [
      { probability: 0.4, mean: 1 },
      { probability: 0.6, mean: 50 },
    ],
  };
  const family = familyOf(mixture);
  for (const probability of [0.01, 0.4, 0.9, 0.9999]) {
    t.true(Math.abs(family.cdf(mixture, inverseCdf(mixture, probability)) - probability) < 1e-12);
  }
  t.not(inverseCdf(mixture, 0.4), family.quantile(mixture, 0.4));
});

test('a time that no duration can hold is written as a number of seconds', (t) => {
  const weibull: Distribution = { family: 'weibull', shape: 0.02, scale: 1e15 };
  t.deepEqual(writtenDistribution(weibull), { type: 'weibull', shape: 0.02, scale: 1e15 });
});

test('a draw beyond an age follows the distribution that is left at that age', (t) => {
  const mixture: Distribution = {
    family: 'hyperexponential',
    phases: [
      { probability: 0.5, mean: 1 },
      { probability: 0.5, mean: 50 },
    ],
  };
  const family = familyOf(mixture);
  const size = 20_000;
  const draws = Array.from({ length: size }, (_, index) =>
    family.quantileBeyond!(mixture, 3, (index + 0.5) / size),
  );
  t.true(draws.every((draw) => draw > 3));
  for (const age of [4, 10, 60]) {
    const left = draws.filter((draw) => draw > age).length / size;
    t.true(
      Math.abs(left - family.survival(mixture, age) / family.survival(mixture, 3)) < 1e-3,
      `${age}: ${left}`,
    );
  }
});
