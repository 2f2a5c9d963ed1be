/** Go durations are read and written as Go does. */
import test from 'ava';
import { formatDuration, parseDuration, shownDuration } from '../../../src/core/time/duration.ts';
import fc from '../../seeded-properties.ts';

test('every unit of Go is read, alone and together', (t) => {
  const cases: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['5s', 5e6],
    ['1m30s', 9e7],
    ['1h2m3.5s', 3_723_500_000],
    ['250us', 250],
    ['250µs', 250],
    ['250μs', 250],
    ['1.5ms', 1500],
    ['1500ns', 2],
    ['.5s', 5e5],
    ['-3s', -3e6],
    ['+3s', 3e6],
    ['3584h9m20s', 12_902_960e6],
  ];
  for (const [text, microseconds] of cases) t.is(parseDuration(text), microseconds, text);
});

test('what Go refuses is refused: bare numbers, days, spaces, nothing, what is too long', (t) => {
  for (const text of ['5', '1d', '1h 30m', '', 's', '1e3s', '--1s', '1s1', '9999999999999h', 'Infinitys']) {
    t.is(parseDuration(text), undefined, text);
  }
});

test('durations are written as Go writes them', (t) => {
  t.is(formatDuration(0), '0s');
  t.is(formatDuration(1), '1µs');
  t.is(formatDuration(1500), '1.5ms');
  t.is(formatDuration(90e6), '1m30s');
  t.is(formatDuration(3_600e6), '1h0m0s');
  t.is(formatDuration(-1_500_000), '-1.5s');
});

test('writing and reading back changes nothing', (t) => {
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      (microseconds) => parseDuration(formatDuration(microseconds)) === microseconds,
    ),
  );
  t.pass();
});

test('a duration changes its unit at 1 ms, 1 s, 1 min and 1 h', (t) => {
  const cases: readonly (readonly [number, string])[] = [
    [999, '999µs'],
    [1000, '1ms'],
    [999_999, '999.999ms'],
    [1_000_000, '1s'],
    [59_999_999, '59.999999s'],
    [60_000_000, '1m0s'],
    [3_599_000_000, '59m59s'],
    [3_600_000_000, '1h0m0s'],
    [3_660_000_001, '1h1m0.000001s'],
    [-999, '-999µs'],
    [-1000, '-1ms'],
  ];
  for (const [microseconds, text] of cases) t.is(formatDuration(microseconds), text);
});

test('nanoseconds are rounded, zero has no sign, and 2^53 microseconds is too long', (t) => {
  t.is(parseDuration('499ns'), 0);
  t.is(parseDuration('500ns'), 1);
  t.true(Object.is(parseDuration('-0s'), 0));
  t.true(Object.is(parseDuration('-0'), 0));
  t.is(parseDuration('+0'), 0);
  t.is(parseDuration('9007199254740991us'), 9_007_199_254_740_991);
  t.is(parseDuration('9007199254740992us'), undefined);
  t.is(parseDuration('-9007199254740991us'), -9_007_199_254_740_991);
});

test('a number may begin or end with a point, but not consist of one', (t) => {
  t.is(parseDuration('1.s'), 1_000_000);
  t.is(parseDuration('.5ms'), 500);
  t.is(parseDuration('.25ms'), 250);
  t.is(parseDuration('.s'), undefined);
  t.is(parseDuration('1..5s'), undefined);
});

test('people read durations without zeros at the end, and what they read is the same duration', (t) => {
  const shown = [0, 86_400e6, 5_400e6, 60e6, 60.5e6, 3_601e6, 250].map(shownDuration);
  t.deepEqual(shown, ['0s', '24h', '1h30m', '1m', '1m0.5s', '1h0m1s', '250µs']);
});
