/** Moments as foreign files write them (RFC 3339, Unix seconds) as whole microseconds since the Unix epoch, and back. */

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?(?:([Zz])|([+-])(\d\d):?(\d\d))?$/;
/** What KWOK writes in place of every time: nanoseconds since the recording began (pkg/kwokctl/recording/time.go). */
const KWOK_OFFSET = /^\$\(time-offset-nanosecond (-?\d{1,19})\)$/;
const SECOND = 1_000_000;
const DAY = 86_400;

/** Microseconds of a second. */
export const MICROSECONDS_A_SECOND = SECOND;

/**
 * Microseconds since the Unix epoch of an RFC 3339 time, finer digits cut off; of a time without a zone as if it were UTC; of KWOK's
 * `$(time-offset-nanosecond N)` as if its recording had begun at the epoch.
 *
 * @returns undefined for what is no time, and for Go's zero time, which means that there is none.
 */
export function parseMoment(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const match = RFC_3339.exec(text);
  if (!match) return offsetOf(text);
  const [, year, month, day, hour, minute, second, fraction = '', , sign, zoneHour, zoneMinute] = match;
  if (year === '0001') return undefined;
  const days = daysSinceEpoch(Number(year), Number(month), Number(day));
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const zone = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * 60 * (sign === '-' ? -1 : 1);
  const seconds = days * DAY + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - zone;
  return seconds * SECOND + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** RFC 3339 with nanoseconds in UTC, as headers of recordings have it. */
export function formatMoment(moment: number): string {
  const seconds = Math.floor(moment / SECOND);
  const days = Math.floor(seconds / DAY);
  const [year, month, day] = dateOf(days);
  const rest = seconds - days * DAY;
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map((part) =>
    digits(part, 2),
  );
  const date = [digits(year, 4), digits(month, 2), digits(day, 2)];
  return `${date.join('-')}T${time.join(':')}.${digits(moment - seconds * SECOND, 6)}000Z`;
}

function offsetOf(text: string): number | undefined {
  const nanoseconds = KWOK_OFFSET.exec(text)?.[1];
  return nanoseconds === undefined ? undefined : Math.floor(Number(nanoseconds) / 1000);
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar; undefined for a day that is none. */
function daysSinceEpoch(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return daysBefore(year, month) + day - 1;
}

function daysBefore(year: number, month: number): number {
  // Years counted from March end with the leap day, so that months before it need no exception.
  const years = month > 2 ? year : year - 1;
  const months = (month + 9) % 12;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + Math.floor((months * 153 + 2) / 5) - 719_468;
}

function daysIn(year: number, month: number): number {
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return daysBefore(nextYear, nextMonth) - daysBefore(year, month);
}

function dateOf(days: number): [number, number, number] {
  let year = 1970 + Math.floor(days / 365.2425);
  while (daysBefore(year, 1) > days) year -= 1;
  while (daysBefore(year + 1, 1) <= days) year += 1;
  let month = 12;
  while (daysBefore(year, month) > days) month -= 1;
  return [year, month, days - daysBefore(year, month) + 1];
}
