/** Fits reach the maxima and the standard errors that mpmath finds as roots of the gradient (see test/core/distributions/golden). */
import test from 'ava';
import { type SeenDuration, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { Candidate } from '../../../../src/core/distributions/families/distribution.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';
import { goldenValues } from '../../distributions/golden/golden-values.ts';

function ended(...durations: readonly number[]): SeenDuration[] {
  return durations.map((duration) => ({ duration, isEnded: true }));
}

function cutOff(...durations: readonly number[]): SeenDuration[] {
  return durations.map((duration) => ({ duration, isEnded: false }));
}

const SETS: Readonly<Record<string, readonly SeenDuration[]>> = {
  /** Lieblein and Zelen, J. Res. NBS 57, 1956. */
  bearings: ended(
    17.88,
    28.92,
    33,
    41.52,
    42.12,
    45.6,
    48.48,
    51.84,
    51.96,
    54.12,
    55.56,
    67.8,
    68.64,
    68.64,
    68.88,
    84.12,
    93.12,
    98.64,
    105.12,
    105.84,
    127.92,
    128.04,
    173.4,
  ),
  /** NIST/SEMATECH e-Handbook 8.4.1.3 (public domain). */
  nist: [
    ...ended(54, 187, 216, 240, 244, 335, 361, 373, 375, 386),
    ...cutOff(...Array.from({ length: 10 }, () => 500)),
  ],
  /** The 6-MP leukaemia trial (Freireich 1963). */
  leukaemia: [
    ...ended(6, 6, 6, 7, 10, 13, 16, 22, 23),
    ...cutOff(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
  ],
  /** Made for this test: durations with the ages at which their observation began. */
  late: [
    [3, 0],
    [4, 1],
    [6, 0],
    [7, 5],
    [9, 2],
    [11, 0],
    [12, 7],
    [15, 0],
    [19, 4],
    [21, 12],
    [26, 0],
    [31, 9],
    [38, 20],
    [44, 0],
    [60, 30],
  ].map(([duration, entry]) => ({
    duration: duration!,
    entry: entry!,
    isEnded: ![19, 31, 44].includes(duration!),
  })),
  /** Made for this test: a heavy tail. */
  heavy: [...ended(1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 11, 15, 22, 40, 75, 140, 420, 900), ...cutOff(300)],
};

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
    const fit = fitFamily(candidate, sampleOf(SETS[set]!))!;
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
