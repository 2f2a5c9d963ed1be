/** Reads the bounds of a window as a person writes them: scenario times, or wall times of a recording that has a date. */
import { UserError } from '../../errors/user-error.ts';
import { parseDuration, shownDuration } from '../../time/duration.ts';
import type { Microseconds } from '../../time/microseconds.ts';
import { hasDate, parseMoment } from '../../time/moment.ts';

/** A bound of a window: a time since the start, or a moment since the Unix epoch. */
interface WindowTime {
  readonly at: Microseconds;
  readonly isMoment: boolean;
}

/** What `--from` and `--to` ask for; both undefined: everything. */
export interface AskedWindow {
  readonly from: WindowTime | undefined;
  readonly to: WindowTime | undefined;
}

/** A part of a recording or scenario: from `from`, up to but without `to`; `to` undefined: to its end. */
export interface WindowBounds {
  readonly from: Microseconds;
  readonly to: Microseconds | undefined;
}

/**
 * A bound as it is written: a Go duration since the start, or an RFC 3339 time. Undefined for a flag that is not given.
 *
 * @throws {UserError} (usage) for anything else.
 */
export function readWindowTime(flag: string, text: string | undefined): WindowTime | undefined {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  if (duration !== undefined && duration >= 0) return { at: duration, isMoment: false };
  const moment = text.includes(':') ? parseMoment(text) : undefined;
  if (moment !== undefined) return { at: moment, isMoment: true };
  throw new UserError(`${flag} ${text} is neither a duration nor a time`, {
    next: 'write for example 8h, 1h30m or 2026-03-01T08:00:00Z',
  });
}

/**
 * The window in microseconds since the start; undefined if neither bound is given.
 *
 * @param start when the recording or scenario starts, RFC 3339; undefined if it has no date.
 * @throws {UserError} (usage) for a wall time without a date to count from, and for a window that ends before it begins.
 */
export function windowBounds({ from, to }: AskedWindow, start: string | undefined): WindowBounds | undefined {
  if (!from && !to) return undefined;
  const bounds = {
    from: from ? timeAfterStart('--from', from, start) : 0,
    to: to && sinceStart('--to', to, start),
  };
  if (bounds.to !== undefined && bounds.to <= bounds.from) {
    throw new UserError(
      `--to (${shownDuration(bounds.to)}) must be later than --from (${shownDuration(bounds.from)})`,
      { next: 'write a later --to, or an earlier --from' },
    );
  }
  return bounds;
}

/** @throws {UserError} (usage) for a wall time without a date to count from, and for a time before the start. */
export function timeAfterStart(flag: string, time: WindowTime, start: string | undefined): Microseconds {
  const at = sinceStart(flag, time, start);
  if (at >= 0) return at;
  throw new UserError(`${flag} is ${shownDuration(-at)} before the start, ${start}`, {
    next: `write a later time, or leave out ${flag}`,
  });
}

function sinceStart(flag: string, { at, isMoment }: WindowTime, start: string | undefined): Microseconds {
  if (!isMoment) return at;
  const began = start === undefined ? undefined : parseMoment(start);
  if (start === undefined || began === undefined || !hasDate(start)) {
    throw new UserError(`${flag} is a wall time, but the file has no date`, {
      next: 'write the time since its start, such as 8h',
    });
  }
  return at - began;
}

/** @throws {UserError} (usage) for a window that begins when everything is over. */
export function requireWindow({ from }: WindowBounds, end: Microseconds, file?: string): void {
  if (from < end) return;
  throw new UserError(`--from ${shownDuration(from)} is not before the end, ${shownDuration(end)}`, {
    position: file === undefined ? undefined : { file },
    next: 'write an earlier time, or leave out --from',
  });
}
