/** A CronJob's schedule becomes series of runs with one interval each, from 00:00 on a Monday. */
import test from 'ava';
import { cronSeries } from '../../../../src/core/scenario/manifests/cron-times.ts';
import { formatDuration } from '../../../../src/core/time/duration.ts';

const series = (schedule: string) =>
  cronSeries(schedule)?.map(({ first, every }) => `${formatDuration(first)} ${formatDuration(every)}`);

const known: readonly (readonly [schedule: string, ...series: string[]])[] = [
  ['* * * * *', '0s 1m0s'],
  ['*/5 * * * *', '0s 5m0s'],
  ['0,30 * * * *', '0s 30m0s'],
  ['15 * * * *', '15m0s 1h0m0s'],
  ['@hourly', '0s 1h0m0s'],
  ['30 3 * * *', '3h30m0s 24h0m0s'],
  ['0 9,17 * * *', '9h0m0s 24h0m0s', '17h0m0s 24h0m0s'],
  ['0 8-20/6 * * *', '8h0m0s 24h0m0s', '14h0m0s 24h0m0s', '20h0m0s 24h0m0s'],
  ['0 0 * * SUN', '144h0m0s 168h0m0s'],
  ['0 0 * * 7', '144h0m0s 168h0m0s'],
  ['0 9 * * 1-2', '9h0m0s 168h0m0s', '33h0m0s 168h0m0s'],
];

for (const [schedule, ...expected] of known) {
  test(`${schedule} runs ${expected.join(' and ')}`, (t) => {
    t.deepEqual(series(schedule), expected);
  });
}

for (const schedule of [
  '',
  '* * * *',
  '0 0 1 * *',
  '0 0 * 6 *',
  '61 * * * *',
  '*/0 * * * *',
  '@yearly',
  'a b c d e',
]) {
  test(`the schedule "${schedule}" is not modelled`, (t) => {
    t.is(series(schedule), undefined);
  });
}
