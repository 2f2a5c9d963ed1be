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
  const windows = kept.map(({ duration, isEnded, entry = 0, limit }) => ({
    entry,
    limit: limit ?? (isEnded ? Number.POSITIVE_INFINITY : duration),
  }));
  if (windows.every(({ entry }) => entry === 0)) return sampleFromStart(kept, windows, resolution);
  const rows = kept.map(({ duration, isEnded, entry = 0 }) => ({ duration, isEnded, entry, count: 1 }));
  return sampleOfRows(rows.sort(byDuration), windows, resolution);
}

function sampleFromStart(
  kept: readonly SeenDuration[],
  windows: readonly Window[],
  resolution: number,
): Sample {
  const durations = new Float64Array(kept.length);
  let [events, cutOff] = [0, kept.length];
  for (const { duration, isEnded } of kept) {
    if (isEnded) durations[events++] = duration;
    else durations[--cutOff] = duration;
  }
  return sampleOfDurations(durations, events, windows, resolution);
}

/**
 * A sample without late entries. Numbers are sorted several times faster than rows.
 *
 * @param durations - the ends first, then what was cut off, in any order; sorted in place. May be longer than the sample.
 */
export function sampleOfDurations(
  durations: Float64Array,
  events: number,
  windows: readonly Window[],
  resolution: number,
): Sample {
  const size = windows.length;
  sortPart(durations, 0, events);
  sortPart(durations, events, size);
  const rows: SampleRow[] = [];
  for (let [end, cut] = [0, events]; end < events || cut < size; ) {
    const isEnded = cut === size || (end < events && durations[end]! <= durations[cut]!);
    const duration = isEnded ? durations[end]! : durations[cut]!;
    let count = 0;
    if (isEnded) for (; end < events && durations[end] === duration; end += 1) count += 1;
    else for (; cut < size && durations[cut] === duration; cut += 1) count += 1;
    rows.push({ duration, isEnded, entry: 0, count });
  }
  return { size, events, truncated: 0, rows, windows, resolution };
}

/** Up to this length, values are inserted one by one. */
const SHORT = 48;

function sortPart(values: Float64Array, from: number, until: number): void {
  if (until - from > SHORT) {
    values.subarray(from, until).sort();
    return;
  }
  for (let index = from + 1; index < until; index += 1) {
    const value = values[index]!;
    let place = index;
    for (; place > from && values[place - 1]! > value; place -= 1) values[place] = values[place - 1]!;
    values[place] = value;
  }
}

/** Rounds away the last digits in which differences of whole ticks deviate from whole ticks, so that equal durations compare as equal. */
export function inTicks<Seen extends SeenDuration>(seen: Seen, tick: number): Seen {
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
