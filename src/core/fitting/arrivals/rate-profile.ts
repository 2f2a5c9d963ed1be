/** Estimates the rate of arrivals over time: it divides the window, or the day, into as many stretches of constant rate as the arrivals support. */

/** A stretch of constant rate. */
export interface RateStep {
  /** Where it begins, in seconds. */
  readonly at: number;
  /** Its rate ÷ the mean rate. */
  readonly factor: number;
}

export interface RateProfile {
  /** The period in seconds after which the steps repeat; undefined where the steps cover the window once. */
  readonly every: number | undefined;
  readonly steps: readonly RateStep[];
}

const FEWEST_ARRIVALS = 50;
const MOST_BINS = 144;
const ARRIVALS_A_BIN = 5;
const MOST_STEPS = 48;
const DAY = 86_400;
/** A day that was observed once is no evidence of a cycle. */
const FEWEST_DAYS = 2;

/**
 * The stretches of highest Poisson likelihood Σ N ln(N ÷ width), where each stretch after the first costs ln N (BIC, for one rate and one
 * break), by dynamic programming over even bins (Jackson et al., "An algorithm for optimal partitioning of data on an interval", 2005).
 * Arrivals whose gaps are as irregular as in bursts count for less: the likelihood is divided by the dispersion of gaps against their
 * neighbours, which a slow change of rate does not affect (Shinomoto, "Differences in spiking patterns", 2003).
 *
 * A window of two days or more is also folded onto one day. The profile is a daily cycle where, by the same measure, one set of stretches
 * for every day explains the whole days better than separate stretches do.
 *
 * @param times - of arrivals or bursts, from 0 to `window`, in the order of time, in seconds.
 * @returns one step where the rate is constant, or where the arrivals do not support more.
 */
export function rateProfileOf(times: readonly number[], window: number): RateProfile {
  const even: RateProfile = { every: undefined, steps: [{ at: 0, factor: 1 }] };
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

/**
 * @param rounds - the number of windows whose times are superposed.
 * @returns undefined where there are too few arrivals, or too many stretches.
 */
function stretchesOf(
  times: readonly number[],
  window: number,
  rounds: number,
  dispersion: number,
): { readonly steps: readonly RateStep[]; readonly merit: number } | undefined {
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
  // The likelihood of the times, independent of the width of the bins.
  return { steps, merit: merit - (times.length * Math.log(width * rounds)) / dispersion };
}

function cumulativeCounts(times: readonly number[], bins: number, width: number): Float64Array {
  const upTo = new Float64Array(bins + 1);
  for (const time of times) upTo[Math.min(bins, Math.floor(time / width) + 1)]! += 1;
  for (let bin = 1; bin <= bins; bin += 1) upTo[bin]! += upTo[bin - 1]!;
  return upTo;
}

/** The bins at which stretches begin, and the penalised likelihood of the partition. */
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

/** The squared coefficient of variation of gaps against their neighbours, at least 1: 2 LV ÷ (3 − LV), with LV their local variation. */
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

/** The steps over a whole window, with every period of a cycle written out. */
export function profileOver({ every, steps }: RateProfile, window: number): RateStep[] {
  if (every === undefined) return [...steps];
  return Array.from({ length: Math.ceil(window / every) }, (_, round) =>
    steps.map(({ at, factor }) => ({ at: at + round * every, factor })),
  )
    .flat()
    .filter(({ at }) => at < window);
}

/**
 * Transforms times to those of a constant rate: each stretch becomes as long as its arrivals would take at the mean rate. The window from
 * which the steps were computed keeps its length; a window that ends inside a period of a cycle may change it.
 */
export function evened(times: readonly number[], profile: RateProfile): number[] {
  if (profile.steps.length < 2) return [...times];
  const steps = profileOver(profile, (times.at(-1) ?? 0) + (profile.every ?? 1));
  let [step, passed] = [0, 0];
  return times.map((time) => {
    while (step + 1 < steps.length && steps[step + 1]!.at <= time) {
      passed += (steps[step + 1]!.at - steps[step]!.at) * steps[step]!.factor;
      step += 1;
    }
    return passed + (time - steps[step]!.at) * steps[step]!.factor;
  });
}
