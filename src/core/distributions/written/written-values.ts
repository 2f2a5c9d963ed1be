/** Converts parameters to the values of a scenario file: times as durations that a person can read, with every digit that matters. */
import { formatDuration } from '../../time/duration.ts';
import { NEVER } from '../../time/microseconds.ts';

/** The keys of a distribution in a scenario file. */
export type WrittenParameters = Readonly<Record<string, unknown>>;

/**
 * Seconds as a Go duration, rounded to microseconds. A time above 0 becomes at least 1 µs. What no duration can hold stays a plain number
 * of seconds, as the scale of a family with a heavy tail may be.
 */
export function writtenTime(seconds: number): string | number {
  const microseconds = Math.round(seconds * 1e6);
  if (microseconds >= NEVER) return seconds;
  return formatDuration(seconds > 0 ? Math.max(1, microseconds) : microseconds);
}

/** A number with twelve digits: more than any sample determines. */
export function writtenNumber(value: number): number {
  return Number(value.toPrecision(12));
}
