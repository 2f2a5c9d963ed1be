/** Finds when a CronJob's schedule runs, as series with one interval each: a scenario begins at 00:00 on a Monday. */
import type { Microseconds } from '../../time/microseconds.ts';

export interface CronSeries {
  readonly first: Microseconds;
  readonly every: Microseconds;
}

const MINUTE = 60_000_000;
const DAY = 1440;
const WEEK = 7 * DAY;
/** A schedule with more runs than this in its period, at uneven intervals, is not taken apart. */
const MOST_SERIES = 200;

/** Undefined for a schedule by days of the month, by months, with a name that is not known, or with too many uneven intervals. */
export function cronSeries(schedule: string): readonly CronSeries[] | undefined {
  const fields = (MACROS[schedule.trim()] ?? schedule).trim().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields as [string, string, string, string, string];
  if (!/^[*?](?:\/1)?$/.test(dayOfMonth) || !/^\*(?:\/1)?$/.test(month)) return undefined;
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const days = valuesOf(numbered(dayOfWeek), 0, 7);
  if (!minutes?.size || !hours?.size || !days?.size) return undefined;
  const runs: number[] = [];
  for (let at = 0; at < WEEK; at += 1) {
    const day = (Math.floor(at / DAY) + 1) % 7;
    const isDay = days.has(day) || (day === 0 && days.has(7));
    if (isDay && hours.has(Math.floor((at % DAY) / 60)) && minutes.has(at % 60)) runs.push(at);
  }
  return seriesOf(runs);
}

const MACROS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
};

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function numbered(days: string): string {
  return days.toUpperCase().replaceAll(/[A-Z]{3}/g, (name) => String(WEEKDAYS.indexOf(name)));
}

/** The values of a field such as `*`, `1-5`, `0,30`, or `*` and `10-40` with a step. */
function valuesOf(field: string, least: number, most: number): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(?:[*?]|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, first, last, step] = match;
    const from = first === undefined ? least : Number(first);
    const to = last === undefined ? (first === undefined || step !== undefined ? most : from) : Number(last);
    if (from < least || to > most || from > to || Number(step ?? 1) < 1) return undefined;
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

/** One series where all intervals are equal, otherwise one for each run of the day or of the week. */
function seriesOf(runs: readonly number[]): readonly CronSeries[] | undefined {
  const gaps = new Set(runs.map((at, index) => (runs[index + 1] ?? runs[0]! + WEEK) - at));
  if (gaps.size === 1) return [{ first: runs[0]! * MINUTE, every: [...gaps][0]! * MINUTE }];
  const ofFirstDay = runs.filter((at) => at < DAY);
  const isDaily = runs.length === 7 * ofFirstDay.length && runs.every((at) => ofFirstDay.includes(at % DAY));
  const [starts, every] = isDaily ? [ofFirstDay, DAY] : [runs, WEEK];
  if (starts.length > MOST_SERIES) return undefined;
  return starts.map((at) => ({ first: at * MINUTE, every: every * MINUTE }));
}
