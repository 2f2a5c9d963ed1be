/** Durations as a window shows them: some seen to their end, some outlasting the window, some already under way when it opened. */

/** One duration (a lifetime, a gap, a phase delay). All numbers are in one unit, usually seconds. */
export interface SeenDuration {
  /** From its start, which may lie before the window, to its end or to where it was last seen. */
  readonly duration: number;
  /** Whether its end was seen; otherwise it is right-censored: it lasted longer than `duration`. */
  readonly isEnded: boolean;
  /** Its age when watching began; had it ended before, it would not be here (delayed entry, or left truncation). 0 if not given. */
  readonly entry?: number;
  /**
   * The age at which the window would have cut it off had it not ended before. Only a repeat of the sample needs it; if not given,
   * what ended could have been seen for ever.
   */
  readonly limit?: number;
}

/** The durations of one group in the order of their length, equal ones put together. */
export interface Sample {
  /** How many durations. */
  readonly size: number;
  /** How many of them were seen to end. */
  readonly events: number;
  /** How many were under way when watching began. */
  readonly truncated: number;
  readonly rows: readonly SampleRow[];
  /** What the window let be seen of each duration: needed to repeat the sample. */
  readonly windows: readonly Window[];
  /** 0 where times are exact; otherwise both ends were rounded down to whole multiples of it. */
  readonly resolution: number;
}

export interface SampleRow {
  readonly duration: number;
  readonly isEnded: boolean;
  readonly entry: number;
  /** How many durations are just like this. */
  readonly count: number;
}

export interface Window {
  readonly entry: number;
  readonly limit: number;
}

/**
 * What nothing can be learned from is left out: a duration that is no number, is negative, or does not outlast its entry.
 *
 * @param resolution - of the stamps both ends were read from: 1 where Kubernetes' whole seconds were taken and the unit is a second.
 */
export function sampleOf(seen: readonly SeenDuration[], resolution = 0): Sample {
  const kept = seen.map((each) => inTicks(each, resolution)).filter((each) => isUsable(each, resolution));
  const sorted = kept
    .map(({ duration, isEnded, entry = 0 }) => ({ duration, isEnded, entry, count: 1 }))
    .sort(byDuration);
  const windows = kept.map(({ duration, isEnded, entry = 0, limit }) => ({
    entry,
    limit: limit ?? (isEnded ? Number.POSITIVE_INFINITY : duration),
  }));
  return sampleOfRows(sorted, windows, resolution);
}

/** Differences of whole ticks are whole ticks, but for the last digits of a fraction: without those, equal ones are found equal. */
function inTicks(seen: SeenDuration, tick: number): SeenDuration {
  if (!(tick > 0 && tick < 1)) return seen;
  const whole = (time: number): number => {
    const nearest = Math.round(time / tick) * tick;
    return Math.abs(time - nearest) < 1e-6 * tick ? nearest : time;
  };
  const { duration, entry, limit } = seen;
  return {
    ...seen,
    duration: whole(duration),
    ...(entry !== undefined && { entry: whole(entry) }),
    ...(limit !== undefined && { limit: whole(limit) }),
  };
}

/** A sample of rows that are already in order; equal neighbours are put together. */
export function sampleOfRows(
  sorted: readonly SampleRow[],
  windows: readonly Window[],
  resolution: number,
): Sample {
  const rows: { duration: number; isEnded: boolean; entry: number; count: number }[] = [];
  let size = 0;
  let events = 0;
  let truncated = 0;
  for (const row of sorted) {
    size += row.count;
    if (row.isEnded) events += row.count;
    if (row.entry > 0) truncated += row.count;
    const last = rows.at(-1);
    if (last && byDuration(last, row) === 0) last.count += row.count;
    else rows.push({ ...row });
  }
  return { size, events, truncated, rows, windows, resolution };
}

/** By duration, at the same duration ends first, then by entry: the order in which Kaplan and Meier count them. */
export function byDuration(a: SampleRow, b: SampleRow): number {
  return a.duration - b.duration || Number(b.isEnded) - Number(a.isEnded) || a.entry - b.entry;
}

function isUsable({ duration, isEnded, entry = 0 }: SeenDuration, resolution: number): boolean {
  if (!(duration >= 0 && duration < Number.POSITIVE_INFINITY && entry >= 0)) return false;
  if (resolution > 0) return isEnded ? duration >= entry : duration > entry;
  return duration > entry || (duration === 0 && isEnded);
}

/** The middle of the durations that were seen to end; 0 if none was. */
export function medianOfEvents({ rows, events }: Sample): number {
  let before = 0;
  for (const { isEnded, duration, count } of rows) {
    if (isEnded) before += count;
    if (before * 2 >= events && isEnded) return duration;
  }
  return 0;
}
