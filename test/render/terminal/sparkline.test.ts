/** Blocks and the time axis. */
import test from 'ava';
import { resample, sparkline, timeAxis } from '../../../src/render/terminal/sparkline.ts';
import fc from '../../seeded-properties.ts';

test('zero and null are blank, more than zero is a block, full is the full block', (t) => {
  t.is(sparkline([0, null, 0.001, 0.125, 0.126, 0.5, 0.876, 1, 2], 1), '  ▁▁▂▄███');
  t.is(sparkline([0, 0], 0), '  ');
});

test('resampling keeps the integral', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 256 }),
      fc.integer({ min: 1, max: 150 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (means, columns, lastShare) => {
        const bucket = 1000;
        const end = (means.length - 1 + lastShare) * bucket;
        const before = means.reduce(
          (sum, mean, number) => sum + mean * Math.min(bucket, end - number * bucket),
          0,
        );
        const parts = resample(means, bucket, end, columns);
        const after = parts.reduce((sum, mean) => sum + (mean * end) / columns, 0);
        t.is(parts.length, columns);
        t.true(Math.abs(before - after) <= 1e-6 * Math.max(1, before));
      },
    ),
  );
});

test('ticks are at round times', (t) => {
  const [ticks, labels] = timeAxis(86_400e6, 48);
  t.is(ticks, '├───────────┼───────────┼───────────┼───────────');
  t.is(labels, '0           6h          12h         18h');
});

test('labels do not touch each other and do not pass the end', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e14 }), fc.integer({ min: 10, max: 150 }), (end, columns) => {
      const [ticks, labels] = timeAxis(end, columns);
      t.is([...ticks].length, columns);
      t.true([...labels].length <= columns);
      t.true(labels.split(/\s+/).length <= [...ticks].filter((tick) => tick !== '─').length);
    }),
  );
});
