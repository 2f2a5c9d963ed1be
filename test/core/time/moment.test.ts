/** RFC 3339 times as microseconds and back. */
import test from 'ava';
import { formatMoment, hasDate, parseMoment } from '../../../src/core/time/moment.ts';
import fc from '../../seeded-properties.ts';

test('RFC 3339 is read to the microsecond, finer digits cut off', (t) => {
  t.is(parseMoment('1970-01-01T00:00:00Z'), 0);
  t.is(parseMoment('2025-12-10T17:26:04.033644Z'), Date.parse('2025-12-10T17:26:04Z') * 1000 + 33_644);
  t.is(parseMoment('2025-12-10T17:26:04.033644999Z'), Date.parse('2025-12-10T17:26:04Z') * 1000 + 33_644);
});

test('a zone is subtracted, and a time without one is UTC', (t) => {
  t.is(parseMoment('2025-01-01T02:30:00+02:30'), parseMoment('2025-01-01T00:00:00Z'));
  t.is(parseMoment('2024-12-31T19:00:00-05:00'), parseMoment('2025-01-01T00:00:00Z'));
  t.is(parseMoment('2025-01-01T00:00:00.5'), parseMoment('2025-01-01T00:00:00.5Z'));
});

test("KWOK's offsets count from the start of its recording", (t) => {
  t.is(parseMoment('$(time-offset-nanosecond 1500000999)'), 1_500_000);
  t.is(parseMoment('$(time-offset-nanosecond -2000000000)'), -2_000_000);
});

test("a text that is no time gives undefined, and so does Go's zero time", (t) => {
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

/** Dates as JavaScript writes them; beyond 2^53 microseconds (the year 2255) a number holds whole seconds exactly. */
function datesBetween(from: string, to: string): fc.Arbitrary<Date> {
  return fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true });
}

test('every second from the year 2 to 9999 is read and written as JavaScript does', (t) => {
  fc.assert(
    fc.property(datesBetween('0002-01-01T00:00:00Z', '9999-12-31T23:59:59Z'), (date) => {
      const text = `${date.toISOString().slice(0, -5)}.000000000Z`;
      const moment = Math.floor(date.getTime() / 1000) * 1_000_000;
      t.is(parseMoment(text), moment);
      t.is(formatMoment(moment), text);
    }),
  );
});

test('every millisecond from 1900 to 2199 is read and written as JavaScript does', (t) => {
  fc.assert(
    fc.property(datesBetween('1900-01-01T00:00:00Z', '2199-12-31T00:00:00Z'), (date) => {
      t.is(parseMoment(date.toISOString()), date.getTime() * 1000);
      t.is(formatMoment(date.getTime() * 1000), `${date.toISOString().slice(0, -1)}000000Z`);
    }),
  );
});

/** Days since 1970-01-01 as GNU date and Python's datetime give them. */
const KNOWN_DATES: readonly (readonly [string, number])[] = [
  ['0000-01-01', -719_528],
  ['0000-02-29', -719_469],
  ['0002-01-01', -718_797],
  ['0099-12-31', -683_004],
  ['0100-03-01', -682_944],
  ['1600-02-29', -135_081],
  ['1900-03-01', -25_508],
  ['1969-12-31', -1],
  ['1970-01-01', 0],
  ['2000-02-29', 11_016],
  ['2024-02-29', 19_782],
  ['2100-03-01', 47_541],
  ['9999-12-31', 2_932_896],
];

test('known dates have their known number of days since the epoch', (t) => {
  for (const [date, days] of KNOWN_DATES) {
    t.is(parseMoment(`${date}T00:00:00Z`), days * 86_400_000_000, date);
    t.is(formatMoment(days * 86_400_000_000), `${date}T00:00:00.000000000Z`);
  }
});

test('February 29 exists in leap years only', (t) => {
  for (const year of [1600, 1996, 2000, 2024, 2400])
    t.not(parseMoment(`${year}-02-29T00:00:00Z`), undefined, String(year));
  for (const year of [1700, 1800, 1900, 2023, 2100])
    t.is(parseMoment(`${year}-02-29T00:00:00Z`), undefined, String(year));
});

test('the last hour, minute and leap second of a day are read, the next ones refused', (t) => {
  const day = parseMoment('2024-03-01T00:00:00Z')!;
  t.is(parseMoment('2024-02-29T23:59:59Z'), day - 1_000_000);
  t.is(parseMoment('2024-02-29T23:59:60Z'), day);
  for (const time of ['24:00:00', '23:60:00', '23:59:61'])
    t.is(parseMoment(`2024-02-29T${time}Z`), undefined, time);
  for (const date of ['2024-00-01', '2024-13-01', '2024-04-31', '2024-01-00', '2024-01-32'])
    t.is(parseMoment(`${date}T00:00:00Z`), undefined, date);
});

test('a fraction has up to twelve digits, after a point or a comma', (t) => {
  t.is(parseMoment('1970-01-01T00:00:00.1Z'), 100_000);
  t.is(parseMoment('1970-01-01T00:00:00,000001Z'), 1);
  t.is(parseMoment('1970-01-01 00:00:00.000000999999z'), 0);
  t.is(parseMoment('1970-01-01T00:00:00.0000000000001Z'), undefined);
});

test('a time before the epoch is written with a positive fraction', (t) => {
  t.is(formatMoment(-1), '1969-12-31T23:59:59.999999000Z');
  t.is(formatMoment(-1_000_000), '1969-12-31T23:59:59.000000000Z');
});

test('a value that is no text, or more than a time, gives undefined', (t) => {
  for (const value of [['2025-01-01T00:00:00Z'], new Date(0), undefined, true])
    t.is(parseMoment(value), undefined);
  t.is(parseMoment('$(time-offset-nanosecond 5000) '), undefined);
  t.is(parseMoment(' $(time-offset-nanosecond 5000)'), undefined);
  t.is(parseMoment('2025-01-01T00:00:00Z '), undefined);
  t.is(parseMoment('x2025-01-01T00:00:00Z'), undefined);
});

test('a time near the epoch is virtual, and no date', (t) => {
  for (const start of ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000000000Z', '1970-02-01T03:00:00Z', 'x'])
    t.false(hasDate(start), start);
  for (const start of ['2014-06-06T00:00:00Z', '2026-03-01T08:00:00.5+02:00']) t.true(hasDate(start), start);
});
