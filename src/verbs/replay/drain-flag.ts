/** Reads `--drain NODE@TIME`, and finds out when that is in what is played. */
import { UserError } from '../../core/errors/user-error.ts';
import type { PlannedDrain } from '../../core/scenario/drawn-failures.ts';
import { parseDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { hasDate, parseMoment } from '../../core/time/moment.ts';

/** Times are integer microseconds. */
interface AskedDrain {
  /** As it was written. */
  readonly text: string;
  readonly name: string;
  /** Since the start; since the Unix epoch; or since midnight, of the first day that has this time. */
  readonly from: 'start' | 'epoch' | 'midnight';
  readonly at: Microseconds;
}

/** What the times of drains count from. */
interface PlayStart {
  /** RFC 3339; undefined where what is played has no date. */
  readonly start?: string | undefined;
  /** From the start of the file to the start of what is played, in integer microseconds. */
  readonly offset?: Microseconds;
  /** Of a node that is not there. Default: refused. */
  readonly missingNodes?: 'refused' | 'left-out' | undefined;
}

const EXAMPLES =
  'write for example --drain worker-0@2h, --drain worker-0@10:00 or --drain spot@2026-03-01T10:00:00Z';
const DAY = 86_400e6;

/** @throws {UserError} (usage) for anything but NODE@TIME. */
function readDrain(text: string): AskedDrain {
  const [, name, time = ''] = /^([^@\s]+)@(\S+)$/.exec(text.trim()) ?? [];
  if (name === undefined) throw new UserError(`--drain ${text} is not NODE@TIME`, { next: EXAMPLES });
  const since = parseDuration(time);
  if (since !== undefined && since >= 0) return { text, name, from: 'start', at: since };
  const moment = parseMoment(time);
  if (moment !== undefined) return { text, name, from: 'epoch', at: moment };
  const [, hour, minute, second = '0'] = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time) ?? [];
  if (hour !== undefined) {
    const at = (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1e6;
    return { text, name, from: 'midnight', at };
  }
  throw new UserError(`--drain ${text}: ${time} is neither a duration nor a time`, { next: EXAMPLES });
}

/** @throws {UserError} (usage) for anything but NODE@TIME, for a date where what is played has none, and for a time before its start. */
export function plannedDrains(
  drains: readonly string[],
  { start, offset = 0, missingNodes }: PlayStart,
): readonly PlannedDrain[] {
  const began = start !== undefined && hasDate(start) ? parseMoment(start) : undefined;
  return drains.map(readDrain).map((drain) => {
    const at = timeOf(drain, began, offset);
    if (at < 0) {
      throw new UserError(`--drain ${drain.text} is before the start of what is played`, {
        next: 'write a later time, or an earlier --from',
      });
    }
    return {
      at,
      name: drain.name,
      asked: drain.text,
      isOptional: missingNodes === 'left-out',
      position: { file: '--drain' },
    };
  });
}

/** A time of day is that of UTC; without a date the start is midnight. */
function timeOf({ text, from, at }: AskedDrain, began: number | undefined, offset: number): number {
  if (from === 'start') return at - offset;
  if (from === 'midnight') return (((at - (began ?? offset)) % DAY) + DAY) % DAY;
  if (began === undefined) {
    throw new UserError(`--drain ${text} is a date, and what is played has none`, {
      next: 'write the time since its start, such as 2h or 10:00',
    });
  }
  return at - began;
}
