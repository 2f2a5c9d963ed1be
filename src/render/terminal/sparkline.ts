/** Draws values over time as a line of blocks, with an axis below it. */
import { formatSpan } from './human-units.ts';

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** One character for each value: blank for 0 and for null, the lowest block for anything above 0, the full block for `full` and more. */
export function sparkline(values: readonly (number | null)[], full: number): string {
  return values.map((value) => blockFor(value, full)).join('');
}

function blockFor(value: number | null, full: number): string {
  if (value === null || value <= 0 || full <= 0) return ' ';
  const level = Math.min(BLOCKS.length, Math.ceil((value / full) * BLOCKS.length));
  return BLOCKS[level - 1] ?? ' ';
}

/**
 * Converts bucket means over [0, `end`) into `columns` means over equal parts of the same time. The last bucket may be shorter.
 *
 * @param bucket width of a bucket, in the unit of `end`.
 */
export function resample(means: readonly number[], bucket: number, end: number, columns: number): number[] {
  const part = end / columns;
  return Array.from({ length: columns }, (_, column) => {
    const from = column * part;
    const to = column === columns - 1 ? end : from + part;
    let integral = 0;
    const last = Math.min(means.length - 1, Math.ceil(to / bucket) - 1);
    for (let number = Math.floor(from / bucket); number <= last; number += 1) {
      const overlap = Math.min(to, (number + 1) * bucket, end) - Math.max(from, number * bucket);
      if (overlap > 0) integral += (means[number] ?? 0) * overlap;
    }
    return to > from ? integral / (to - from) : 0;
  });
}

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((ms) => ms * 1000),
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 20, 30, 60, 90, 180, 365].map((days) => days * DAY),
];
/** Columns that a tick needs for its label. */
const LABEL_ROOM = 9;

/** Two lines: ticks at round times, and their labels. */
export function timeAxis(end: number, columns: number): [string, string] {
  const step = STEPS.find((candidate) => (candidate / end) * columns >= LABEL_ROOM) ?? end;
  const ticks = Array.from({ length: columns }, () => '─');
  const labels = Array.from({ length: columns }, () => ' ');
  for (let time = 0; time < end; time += step) {
    const column = Math.min(columns - 1, Math.floor((time / end) * columns));
    ticks[column] = time === 0 ? '├' : '┼';
    const label = time === 0 ? '0' : axisLabel(time);
    if (column + label.length <= columns) labels.splice(column, label.length, ...label);
  }
  return [ticks.join(''), labels.join('').trimEnd()];
}

function axisLabel(time: number): string {
  if (time >= DAY && time % DAY === 0) return `${time / DAY}d`;
  return formatSpan(time);
}
