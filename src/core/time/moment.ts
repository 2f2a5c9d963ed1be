/** Converts RFC 3339 times to integer microseconds since the Unix epoch, and back. */

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?(?:([Zz])|([+-])(\d\d):?(\d\d))?$/;
/** KWOK writes every time as nanoseconds since its recording began (pkg/kwokctl/recording/time.go). */
const KWOK_OFFSET = /^\$\(time-offset-nanosecond (-?\d{1,19})\)$/;
const SECOND = 1_000_000;
const DAY = 86_400;
const MILLISECONDS_A_DAY = 86_400_000;
const DAYS_IN_400_YEARS = 146_097;

export const MICROSECONDS_A_SECOND = SECOND;

/**
 * Reads an RFC 3339 time. Digits finer than a microsecond are cut off. A time without a zone is read as UTC.
 * KWOK's `$(time-offset-nanosecond N)` is read as if its recording began at the epoch.
 *
 * @returns microseconds since the Unix epoch; undefined for a text that is no time, and for Go's zero time (year 1), which means "unset".
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

/** Writes microseconds since the Unix epoch as RFC 3339 with nanoseconds in UTC, the form of a recording's header. */
export function formatMoment(moment: number): string {
  const seconds = Math.floor(moment / SECOND);
  const date = new Date(seconds * 1000);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const fraction = digits(moment - seconds * SECOND, 6);
  return `${digits(year, 4)}-${[month, day].map(twoDigits).join('-')}T${time.map(twoDigits).join(':')}.${fraction}000Z`;
}

function offsetOf(text: string): number | undefined {
  const nanoseconds = KWOK_OFFSET.exec(text)?.[1];
  return nanoseconds === undefined ? undefined : Math.floor(Number(nanoseconds) / 1000);
}

function twoDigits(value: number): string {
  return digits(value, 2);
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

/**
 * Days from 1970-01-01 in the proleptic Gregorian calendar.
 *
 * @returns undefined for a day that the calendar does not have.
 */
function daysSinceEpoch(year: number, month: number, day: number): number | undefined {
  // Date.UTC reads the years 0 to 99 as 1900 to 1999; the calendar repeats every 400 years.
  const date = new Date(Date.UTC(year + 400, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.getTime() / MILLISECONDS_A_DAY - DAYS_IN_400_YEARS;
}

/** Virtual time begins at the Unix epoch; a trace's first event may be some time later. No cluster of Kubernetes is as old. */
const FIRST_DATE = 365 * DAY * SECOND;

/** Whether a recording that starts at this RFC 3339 time has a date. Without one its times are virtual, or the source contains none. */
export function hasDate(start: string): boolean {
  return (parseMoment(start) ?? 0) >= FIRST_DATE;
}
