/** Moments of foreign files, as microseconds and back. */
import test from 'ava';
import fc from 'fast-check';
import { formatMoment, parseMoment } from '../../../src/core/time/moment.ts';

test('RFC 3339 is read to the microsecond, finer digits cut off', (t) => {
  t.is(parseMoment('1970-01-01T00:00:00Z'), 0);
  t.is(parseMoment('2025-12-10T17:26:04.033644Z'), Date.parse('2025-12-10T17:26:04Z') * 1000 + 33_644);
  t.is(parseMoment('2025-12-10T17:26:04.033644999Z'), Date.parse('2025-12-10T17:26:04Z') * 1000 + 33_644);
});

test('a zone is taken into account, and a time without one is UTC', (t) => {
  t.is(parseMoment('2025-01-01T02:30:00+02:30'), parseMoment('2025-01-01T00:00:00Z'));
  t.is(parseMoment('2024-12-31T19:00:00-05:00'), parseMoment('2025-01-01T00:00:00Z'));
  t.is(parseMoment('2025-01-01T00:00:00.5'), parseMoment('2025-01-01T00:00:00.5Z'));
});

test("KWOK's offsets count from the start of its recording", (t) => {
  t.is(parseMoment('$(time-offset-nanosecond 1500000999)'), 1_500_000);
  t.is(parseMoment('$(time-offset-nanosecond -2000000000)'), -2_000_000);
});

test("what is no time is none, nor is Go's zero time", (t) => {
  for (const text of [
    '',
    'now',
    '2025-13-01T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2025-01-01',
    '0001-01-01T00:00:00Z',
    5,
    null,
  ])
    t.is(parseMoment(text), undefined, String(text));
});

test('the days of all years are those of the Gregorian calendar', (t) => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
      (date) => {
        t.is(parseMoment(date.toISOString()), date.getTime() * 1000);
        t.is(formatMoment(date.getTime() * 1000), `${date.toISOString().slice(0, -1)}000000Z`);
      },
    ),
  );
});
