/** How busy it was when: the window cut into stretches of even rate, as many as the arrivals bear out. */

/** A stretch with its rate ÷ the mean rate of the window. */
export interface PaceStep {
  readonly at: number;
  readonly factor: number;
}

const FEWEST_ARRIVALS = 50;
const MOST_BINS = 144;
const ARRIVALS_A_BIN = 5;
const MOST_STEPS = 48;

/**
 * The stretches of highest Poisson likelihood Σ N ln(N ÷ width), each but the first costing ln N (BIC, for a rate and a break), by dynamic
 * programming over even bins (Jackson et al., "An algorithm for optimal partitioning of data on an interval", 2005). What is as irregular
 * from one gap to the next as bursts are counts for less: the likelihood is divided by the dispersion that gaps have against their
 * neighbours, which a slow change of rate does not touch (Shinomoto, "Differences in spiking patterns", 2003).
 *
 * @param times - of arrivals or bursts, from 0 to `window`, in the order of time.
 * @returns one step where the rate is even, or nothing else can be told.
 */
export function paceOf(times: readonly number[], window: number): PaceStep[] {
  const even = [{ at: 0, factor: 1 }];
  if (times.length < FEWEST_ARRIVALS) return even;
  const bins = Math.min(MOST_BINS, Math.floor(times.length / ARRIVALS_A_BIN));
  const width = window / bins;
  const upTo = cumulativeCounts(times, bins, width);
  const starts = bestPartition(upTo, localDispersion(times), Math.log(times.length));
  if (starts.length < 2 || starts.length > MOST_STEPS) return even;
  const mean = times.length / bins;
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? bins;
    return { at: from * width, factor: (upTo[to]! - upTo[from]!) / (to - from) / mean };
  });
}

function cumulativeCounts(times: readonly number[], bins: number, width: number): Float64Array {
  const upTo = new Float64Array(bins + 1);
  for (const time of times) upTo[Math.min(bins, Math.floor(time / width) + 1)]! += 1;
  for (let bin = 1; bin <= bins; bin += 1) upTo[bin]! += upTo[bin - 1]!;
  return upTo;
}

/** The bins at which stretches begin. */
function bestPartition(upTo: Float64Array, dispersion: number, cost: number): number[] {
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
  return starts;
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

/** Times as they would have been at an even rate: each stretch as long as the arrivals in it ask for. The window stays as long. */
export function evened(times: readonly number[], pace: readonly PaceStep[]): number[] {
  if (pace.length < 2) return [...times];
  let [step, passed] = [0, 0];
  return times.map((time) => {
    while (step + 1 < pace.length && pace[step + 1]!.at <= time) {
      passed += (pace[step + 1]!.at - pace[step]!.at) * pace[step]!.factor;
      step += 1;
    }
    return passed + (time - pace[step]!.at) * pace[step]!.factor;
  });
}
