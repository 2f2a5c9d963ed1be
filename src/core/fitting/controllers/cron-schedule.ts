/** Finds the period of the runs of a CronJob, how late each run began, and the runs that were left out. */

/** Runs one period apart. Seconds. */
export interface RegularRuns {
  /** Positions of its first run and of the run after its last among all runs. */
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly every: number;
  /** After the due time, one for each run. */
  readonly lateness: readonly number[];
}

/** A run may be late by this share of the period. */
const LATEST = 0.1;
/** Periods that people write, in seconds: whole days, hours, minutes, seconds. */
const PERIODS = [86_400, 3600, 60, 1];
const DUE_TIMES = [60, 1, 0.001];
/** A quotient of whole units may fall short of a whole number by this much, through rounding. */
const ROUNDING = 1e-6;

/**
 * Cuts the runs into stretches with one period each. A run is left alone where no other follows one period later.
 *
 * @param starts - of the runs, in order of time.
 * @param slack - seconds by which a run may always be late.
 */
export function regularRuns(starts: readonly number[], slack: number): RegularRuns[] {
  const stretches: RegularRuns[] = [];
  for (let from = 0; from < starts.length; ) {
    let to = Math.min(from + 2, starts.length);
    while (to < starts.length && isNext(starts, from, to, slack)) to += 1;
    stretches.push(periodOf(starts.slice(from, to), from, slack));
    from = to;
  }
  return stretches;
}

/** Whether the run at `next` comes when the runs from `from` on let expect it. */
function isNext(starts: readonly number[], from: number, next: number, slack: number): boolean {
  const every = (starts[next - 1]! - starts[from]!) / (next - 1 - from);
  const due = starts[from]! + every * (next - from);
  return Math.abs(starts[next]! - due) <= Math.max(slack, LATEST * every);
}

/** Every run by its position, by least squares. */
function slopeOf(starts: readonly number[]): number {
  const middle = (starts.length - 1) / 2;
  let [products, squares] = [0, 0];
  for (const [index, start] of starts.entries()) {
    products += (index - middle) * start;
    squares += (index - middle) ** 2;
  }
  return squares === 0 ? 0 : products / squares;
}

function spreadOf(starts: readonly number[], every: number): number {
  const rests = starts.map((start, index) => start - index * every);
  return Math.max(...rests) - Math.min(...rests);
}

/** The roundest period that the runs allow, and the roundest first due time below the earliest run. */
function periodOf(starts: readonly number[], from: number, slack: number): RegularRuns {
  const to = from + starts.length;
  const slope = slopeOf(starts);
  const spread = spreadOf(starts, slope);
  const allowed = Math.max(spread, slack) / Math.max(1, starts.length - 1);
  const rounded = PERIODS.map((unit) => Math.round(slope / unit) * unit).find(
    (period) => period > 0 && Math.abs(period - slope) <= allowed,
  );
  const every = rounded ?? slope;
  const rests = starts.map((start, index) => start - index * every);
  const earliest = Math.min(...rests);
  const width = Math.max(...rests) - earliest;
  const at =
    DUE_TIMES.map((unit) => Math.floor(earliest / unit + ROUNDING) * unit).find(
      (due) => earliest - due <= width,
    ) ?? earliest;
  return { from, to, at, every, lateness: rests.map((rest) => Math.max(0, rest - at)) };
}
