/** How busy it was when: the window, or the day, cut into stretches of even rate, as many as the arrivals bear out. */

/** A stretch with its rate ÷ the mean rate. */
export interface PaceStep {
  readonly at: number;
  readonly factor: number;
}

export interface Pace {
  /** Seconds after which the steps repeat; undefined where they are those of the window. */
  readonly every: number | undefined;
  readonly steps: readonly PaceStep[];
}

const FEWEST_ARRIVALS = 50;
const MOST_BINS = 144;
const ARRIVALS_A_BIN = 5;
const MOST_STEPS = 48;
const DAY = 86_400;
/** What was seen once is no cycle. */
const FEWEST_DAYS = 2;

/**
 * The stretches of highest Poisson likelihood Σ N ln(N ÷ width), each but the first costing ln N (BIC, for a rate and a break), by dynamic
 * programming over even bins (Jackson et al., "An algorithm for optimal partitioning of data on an interval", 2005). What is as irregular
 * from one gap to the next as bursts are counts for less: the likelihood is divided by the dispersion that gaps have against their
 * neighbours, which a slow change of rate does not touch (Shinomoto, "Differences in spiking patterns", 2003).
 *
 * A window of two days or more is also folded to one: where stretches of the day explain its whole days better than stretches of their own
 * do, by the same measure, the pace is a daily cycle.
 *
 * @param times - of arrivals or bursts, from 0 to `window`, in the order of time.
 * @returns one step where the rate is even, or nothing else can be told.
 */
export function paceOf(times: readonly number[], window: number): Pace {
  const even: Pace = { every: undefined, steps: [{ at: 0, factor: 1 }] };
  if (times.length < FEWEST_ARRIVALS) return even;
  const dispersion = localDispersion(times);
  const days = Math.floor(window / DAY);
  if (days >= FEWEST_DAYS) {
    const whole = times.filter((time) => time < days * DAY);
    const folded = whole.map((time) => time % DAY).sort((one, other) => one - other);
    const cycle = stretchesOf(folded, DAY, days, dispersion);
    const apart = stretchesOf(whole, days * DAY, 1, dispersion);
    if (cycle && cycle.steps.length > 1 && apart && cycle.merit > apart.merit)
      return { every: DAY, steps: cycle.steps };
  }
  const found = stretchesOf(times, window, 1, dispersion);
  return found ? { every: undefined, steps: found.steps } : even;
}

/** @param rounds - how often the window was passed through. @returns undefined where there are too few arrivals, or too many stretches. */
function stretchesOf(
  times: readonly number[],
  window: number,
  rounds: number,
  dispersion: number,
): { readonly steps: readonly PaceStep[]; readonly merit: number } | undefined {
  if (times.length < FEWEST_ARRIVALS) return undefined;
  const bins = Math.min(MOST_BINS, Math.floor(times.length / ARRIVALS_A_BIN));
  const width = window / bins;
  const upTo = cumulativeCounts(times, bins, width);
  const { starts, merit } = bestPartition(upTo, dispersion, Math.log(times.length));
  if (starts.length > MOST_STEPS) return undefined;
  const mean = times.length / bins;
  const steps = starts.map((from, index) => {
    const to = starts[index + 1] ?? bins;
    return { at: from * width, factor: (upTo[to]! - upTo[from]!) / (to - from) / mean };
  });
  // The likelihood of times, whatever the width of the bins that they were counted in.
  return { steps, merit: merit - (times.length * Math.log(width * rounds)) / dispersion };
}

function cumulativeCounts(times: readonly number[], bins: number, width: number): Float64Array {
  const upTo = new Float64Array(bins + 1);
  for (const time of times) upTo[Math.min(bins, Math.floor(time / width) + 1)]! += 1;
  for (let bin = 1; bin <= bins; bin += 1) upTo[bin]! += upTo[bin - 1]!;
  return upTo;
}

/** The bins at which stretches begin, and what they are worth. */
function bestPartition(
  upTo: Float64Array,
  dispersion: number,
  cost: number,
): { readonly starts: number[]; readonly merit: number } {
  const best = new Float64Array(upTo.length).fill(Number.NEGATIVE_INFINITY);
  const from = new Int32Array(upTo.length);
  best[0] = cost;
  for (let to = 1; to < upTo.length; to += 1) {
    for (let start = 0; start < to; start += 1) {
      const count = upTo[to]! - upTo[start]!;
      const likelihood = count > 0 ? (count * Math.log(count / (to - start))) / dispersion : 0;
      const value = best[start]! + likelihood - cost;
      if (value > best[to]!) {
        best[to] = value;
        from[to] = start;
      }
    }
  }
  const starts: number[] = [];
  for (let bin = upTo.length - 1; bin > 0; bin = from[bin]!) starts.unshift(from[bin]!);
  return { starts, merit: best.at(-1)! };
}

/** Squared coefficient of variation of gaps against their neighbours, at least 1: with LV its local variation, 2 LV ÷ (3 − LV). */
function localDispersion(times: readonly number[]): number {
  let [sum, pairs] = [0, 0];
  for (let index = 2; index < times.length; index += 1) {
    const [before, after] = [times[index - 1]! - times[index - 2]!, times[index]! - times[index - 1]!];
    if (before + after <= 0) continue;
    sum += ((before - after) / (before + after)) ** 2;
    pairs += 1;
  }
  const variation = Math.min(2.9, (3 * sum) / Math.max(1, pairs));
  return Math.max(1, (2 * variation) / (3 - variation));
}

/** The same over a whole window, each round spelled out. */
export function paceOver({ every, steps }: Pace, window: number): PaceStep[] {
  if (every === undefined) return [...steps];
  return Array.from({ length: Math.ceil(window / every) }, (_, round) =>
    steps.map(({ at, factor }) => ({ at: at + round * every, factor })),
  )
    .flat()
    .filter(({ at }) => at < window);
}

/**
 * Times as they would have been at an even rate: each stretch as long as the arrivals in it ask for. A window that its steps were found in stays
 * as long; one that ends within a round of a cycle need not.
 */
export function evened(times: readonly number[], pace: Pace): number[] {
  if (pace.steps.length < 2) return [...times];
  const steps = paceOver(pace, (times.at(-1) ?? 0) + (pace.every ?? 1));
  let [step, passed] = [0, 0];
  return times.map((time) => {
    while (step + 1 < steps.length && steps[step + 1]!.at <= time) {
      passed += (steps[step + 1]!.at - steps[step]!.at) * steps[step]!.factor;
      step += 1;
    }
    return passed + (time - steps[step]!.at) * steps[step]!.factor;
  });
}
