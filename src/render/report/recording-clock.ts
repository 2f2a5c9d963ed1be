/** Converts times of a recording to wall-clock stamps in UTC. */

/** Converts microseconds since a recording's start to `2006-01-02T15:04:05.000` (UTC, no zone, cut to milliseconds). */
export type StampClock = (at: number) => string;

/** @param start RFC 3339, with any number of decimals; a text that cannot be read counts as the Unix epoch. */
export function stampClock(start: string): StampClock {
  const origin = epochMicroseconds(start);
  return (at) => new Date(Math.floor((origin + at) / 1000)).toISOString().slice(0, -1);
}

function epochMicroseconds(start: string): number {
  const [, seconds = '', fraction = '', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|z|[+-]\d{2}:\d{2})?$/.exec(start) ?? [];
  const milliseconds = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(milliseconds)) return 0;
  return milliseconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}
