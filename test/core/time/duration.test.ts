/** Go durations are read and written as Go does. */
import test from 'ava';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../../src/core/time/duration.ts';

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
