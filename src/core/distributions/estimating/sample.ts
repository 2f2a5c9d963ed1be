/** Declares a sample: durations as an observation window shows them. Some end in the window, some last longer, some began before it. */

/** One duration (a lifetime, a gap, a phase delay). All numbers are in one unit, usually seconds. */
export interface SeenDuration {
  /** From its start, which may lie before the window, to its end or to the last observation of it. */
  readonly duration: number;
  /** Whether its end was observed; otherwise it is right-censored: it lasted longer than `duration`. */
  readonly isEnded: boolean;
  /** Its age when observation began. Durations that ended before are not in the sample (delayed entry, or left truncation). Default 0. */
  readonly entry?: number;
  /**
   * The age at which the window would have cut it off if it had not ended before. Only a repeat of the sample needs it. Default: infinity
   * for a duration that ended.
   */
  readonly limit?: number;
}

/** The durations of one group in the order of their length, with equal durations merged. */
export interface Sample {
  /** Number of durations. */
  readonly size: number;
  /** Number of observed ends. */
  readonly events: number;
  /** Number of durations that were under way when observation began. */
  readonly truncated: number;
  readonly rows: readonly SampleRow[];
  /** The part of each duration that the window could show: needed to repeat the sample. */
  readonly windows: readonly Window[];
  /** 0 where times are exact; otherwise starts and ends were rounded down to whole multiples of it. */
  readonly resolution: number;
}

export interface SampleRow {
  readonly duration: number;
  readonly isEnded: boolean;
  readonly entry: number;
  /** Number of durations that are equal to this one. */
  readonly count: number;
}

export interface Window {
  readonly entry: number;
  readonly limit: number;
}

/**
 * Leaves out durations that carry no information: one that is not a number, is negative, or does not last longer than its entry.
 *
 * @param resolution - of the stamps from which starts and ends were read: 1 for Kubernetes' whole seconds where the unit is a second.
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

/** Rounds away the last digits in which differences of whole ticks deviate from whole ticks, so that equal durations compare as equal. */
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

/** A sample of rows that are already in order; equal neighbours are merged. */
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

/** Orders by duration, then ends first, then by entry: the order in which Kaplan and Meier count durations. */
export function byDuration(a: SampleRow, b: SampleRow): number {
  return a.duration - b.duration || Number(b.isEnded) - Number(a.isEnded) || a.entry - b.entry;
}

function isUsable({ duration, isEnded, entry = 0 }: SeenDuration, resolution: number): boolean {
  if (!(duration >= 0 && duration < Number.POSITIVE_INFINITY && entry >= 0)) return false;
  if (resolution > 0) return isEnded ? duration >= entry : duration > entry;
  return duration > entry || (duration === 0 && isEnded);
}

/** The median of the durations that ended; 0 if none ended. */
export function medianOfEvents({ rows, events }: Sample): number {
  let before = 0;
  for (const { isEnded, duration, count } of rows) {
    if (isEnded) before += count;
    if (before * 2 >= events && isEnded) return duration;
  }
  return 0;
}
