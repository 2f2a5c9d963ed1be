/** The bounds of a sample: its ends, or the root of the slope where cut-off durations lie beyond them. */
import test from 'ava';
import { estimateBounds } from '../../../../src/core/distributions/estimating/bounds.ts';
import {
  type SeenDuration,
  sampleOf,
  sampleOfRows,
} from '../../../../src/core/distributions/estimating/sample.ts';

const SEEN: readonly SeenDuration[] = [
  ...[4, 6, 9, 11].map((duration) => ({ duration, isEnded: true })),
  { duration: 10, isEnded: false },
  { duration: 12, isEnded: false, entry: 5 },
  { duration: 8, isEnded: true, entry: 7 },
  { duration: 3, isEnded: false },
];

/** The slope of the likelihood in the upper bound; 0 at the estimate. */
function slopeAt(seen: readonly SeenDuration[], min: number, max: number, of: (x: number) => number): number {
  return seen.reduce((sum, { duration, isEnded, entry = 0 }) => {
    const from = Math.max(min, of(entry));
    return sum + (isEnded ? 0 : 1 / (max - Math.max(min, of(duration)))) - 1 / (max - from);
  }, 0);
}

for (const [name, transform] of [
  ['uniform', (x: number) => x],
  ['loguniform', Math.log],
] as const) {
  test(`${name}: cut-off durations and late entries give the root of the slope`, (t) => {
    const { min, max } = estimateBounds(sampleOf(SEEN), transform)!;
    t.is(min, transform(4));
    t.true(max > transform(12));
    t.true(Math.abs(slopeAt(SEEN, min, max, transform)) < 1e-9);
  });

  test(`${name}: the bounds of a complete sample are its first and last ends`, (t) => {
    const sample = sampleOf([9, 2, 5].map((duration) => ({ duration, isEnded: true })));
    t.deepEqual(estimateBounds(sample, transform), { min: transform(2), max: transform(9) });
  });
}

test('late entries alone do not move the upper bound', (t) => {
  const seen = [2, 5, 9].map((duration) => ({ duration, isEnded: true, entry: 1 }));
  t.deepEqual(
    estimateBounds(sampleOf(seen), (x) => x),
    { min: 2, max: 9 },
  );
});

test('a duration that was cut off before the last end leaves the upper bound there', (t) => {
  const seen = [
    ...[2, 4, 5, 6, 7, 8, 9].map((duration) => ({ duration, isEnded: true })),
    { duration: 3, isEnded: false },
  ];
  t.deepEqual(
    estimateBounds(sampleOf(seen), (x) => x),
    { min: 2, max: 9 },
  );
});

test('an end that is the last but not the longest duration moves the bound outwards', (t) => {
  const seen = [
    { duration: 2, isEnded: true },
    { duration: 9, isEnded: true },
    { duration: 8.9, isEnded: false },
    { duration: 8.9, isEnded: false },
  ];
  const { min, max } = estimateBounds(sampleOf(seen), (x) => x)!;
  t.true(max > 9);
  t.true(Math.abs(slopeAt(seen, min, max, (x) => x)) < 1e-9);
});

test('two ends can be enough, one end or equal ends are not', (t) => {
  const ended = (...durations: readonly number[]) =>
    sampleOf(durations.map((duration) => ({ duration, isEnded: true })));
  t.deepEqual(
    estimateBounds(ended(1, 2), (x) => x),
    { min: 1, max: 2 },
  );
  t.is(
    estimateBounds(ended(1), (x) => x),
    undefined,
  );
  t.is(
    estimateBounds(ended(3, 3), (x) => x),
    undefined,
  );
  t.is(estimateBounds(ended(0, 3), Math.log), undefined);
  const mostlyCut = sampleOf([
    { duration: 1, isEnded: true },
    { duration: 2, isEnded: false },
  ]);
  t.is(
    estimateBounds(mostlyCut, (x) => x),
    undefined,
  );
});

test('no upper bound is given where it lies more than a million widths away', (t) => {
  const boundOf = (cutOff: number) => {
    const rows = [
      { duration: 1, isEnded: true, entry: 0, count: 1 },
      { duration: 1.5, isEnded: true, entry: 0, count: 1 },
      { duration: 2, isEnded: false, entry: 0, count: cutOff },
    ];
    return estimateBounds(sampleOfRows(rows, [], 0), (x) => x);
  };
  t.true(boundOf(1e5)!.max > 4e4 && boundOf(1e5)!.max < 6e4);
  t.is(boundOf(1e7), undefined);
});
