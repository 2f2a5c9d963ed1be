/** A repeated sample has the window of the sample, and its durations follow the fit. */
import test from 'ava';
import { type SeenDuration, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import {
  type FittedDistribution,
  readyDensity,
  survival,
} from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { repeatSample } from '../../../../src/core/fitting/choice/repeat-sample.ts';
import {
  logStampedProbability,
  logStampedSurvival,
} from '../../../../src/core/fitting/likelihood/stamped.ts';

const LAWS: readonly FittedDistribution[] = [
  { family: 'weibull', shape: 0.8, scale: 6 },
  {
    family: 'hyperexponential',
    phases: [
      { probability: 0.5, mean: 2 },
      { probability: 0.5, mean: 9 },
    ],
  },
];
const STAMPS = { tick: 1, isNarrow: true };

function windows(count: number, seen: SeenDuration): SeenDuration[] {
  return Array.from({ length: count }, () => seen);
}

for (const law of LAWS) {
  test(`${law.family}: stamps of durations that entered late have the computed frequencies`, (t) => {
    const size = 6000;
    const sample = sampleOf(windows(size, { duration: 9, isEnded: true, entry: 3 }), 1);
    const repeated = repeatSample(sample, law, randomStream(1, 'late stamps'));
    const density = readyDensity(law);
    const left = logStampedSurvival(density, 3, STAMPS);
    t.is(repeated.truncated, size);
    for (const duration of [3, 4, 5, 8, 12]) {
      const expected = size * Math.exp(logStampedProbability(density, duration, STAMPS) - left);
      const found = repeated.rows.find((row) => row.duration === duration)!.count;
      t.true(Math.abs(found - expected) < 4 * Math.sqrt(expected), `${duration}: ${found} of ${expected}`);
    }
  });

  test(`${law.family}: exact durations that entered late last longer than their entry`, (t) => {
    const size = 3000;
    const sample = sampleOf(windows(size, { duration: 9, isEnded: true, entry: 3 }));
    const { rows } = repeatSample(sample, law, randomStream(1, 'late'));
    t.true(rows.every(({ duration, entry }) => entry === 3 && duration > 3));
    t.true(rows.every(({ duration }, index) => index === 0 || duration >= rows[index - 1]!.duration));
    for (const time of [4, 7, 15]) {
      const share = rows.filter(({ duration }) => duration > time).length / size;
      const expected = survival(law, time) / survival(law, 3);
      t.true(Math.abs(share - expected) < 4 * Math.sqrt(0.25 / size), `${time}: ${share}, ${expected}`);
    }
  });
}

test('a limit cuts a duration off, and a duration as long as its limit is cut off too', (t) => {
  const seen = [
    ...windows(400, { duration: 1, isEnded: true, limit: 4 }),
    ...windows(300, { duration: 2, isEnded: false }),
  ];
  for (const resolution of [0, 1]) {
    const {
      rows,
      size,
      events,
      windows: kept,
    } = repeatSample(sampleOf(seen, resolution), LAWS[0]!, randomStream(2, 'limits'));
    t.is(size, 700);
    t.is(kept.length, 700);
    t.is(
      rows.reduce((sum, { count }) => sum + count, 0),
      700,
    );
    t.is(
      rows.reduce((sum, { count, isEnded }) => sum + (isEnded ? count : 0), 0),
      events,
    );
    t.true(
      rows.every(({ duration, isEnded }) => (isEnded ? duration < 4 : duration === 4 || duration === 2)),
    );
    t.true(
      rows.every(({ duration, isEnded }, index) => {
        const before = rows[index - 1];
        return (
          before === undefined ||
          before.duration < duration ||
          (before.duration === duration && before.isEnded && !isEnded)
        );
      }),
    );
    const cut = rows.filter(({ isEnded }) => !isEnded);
    t.deepEqual(
      cut.map(({ duration }) => duration),
      [2, 4],
    );
  }
});

test('with late entries, a duration as long as its limit is cut off', (t) => {
  const sample = sampleOf([
    ...windows(200, { duration: 5, isEnded: true, entry: 1, limit: 6 }),
    ...windows(200, { duration: 6, isEnded: false, entry: 2 }),
  ]);
  const { rows, events } = repeatSample(sample, LAWS[0]!, randomStream(2, 'late limits'));
  t.true(rows.every(({ duration, isEnded }) => (isEnded ? duration < 6 : duration === 6)));
  t.is(
    rows.filter(({ isEnded }) => isEnded).reduce((sum, { count }) => sum + count, 0),
    events,
  );
  t.true(events > 100 && events < 300);
});
