/** Groups arrivals into bursts: a controller creates its pods in rapid succession, and only the bursts are independent events. */

export interface Bursts {
  /** The time at which each burst began, in the order of time. */
  readonly starts: readonly number[];
  /** The number of arrivals in each burst. */
  readonly sizes: readonly number[];
  /** The gaps between arrivals inside bursts. */
  readonly gaps: readonly number[];
}

/** ReplicaSets and Jobs create their pods at most this many seconds apart. */
const AT_ONCE = 2;

/** Arrivals at most `longestGap` after the one before belong to its burst. */
export function splitBursts(times: readonly number[], longestGap: number): Bursts {
  const starts: number[] = [];
  const sizes: number[] = [];
  const gaps: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    const gap = time - last;
    if (gap <= longestGap) {
      gaps.push(gap);
      sizes[sizes.length - 1]! += 1;
    } else {
      starts.push(time);
      sizes.push(1);
    }
    last = time;
  }
  return { starts, sizes, gaps };
}

/**
 * Gaps that may separate the inside of bursts from what is between them: that of controllers, the one that divides the logarithms of gaps
 * best in two (least squares), and the place of the widest step from one gap to the next longer one.
 */
export function burstThresholds(times: readonly number[]): number[] {
  const gaps = times.slice(1).map((time, index) => Math.max(time - times[index]!, 1e-6));
  gaps.sort((one, other) => one - other);
  const logs = gaps.map((gap) => Math.log(gap));
  const total = logs.reduce((sum, each) => sum + each, 0);
  let [below, squares, split, widest, steepest] = [0, 0, 0, 0, 0];
  for (let index = 1; index < logs.length; index += 1) {
    below += logs[index - 1]!;
    const step = logs[index]! - logs[index - 1]!;
    if (step === 0) continue;
    const above = total - below;
    const explained = below ** 2 / index + above ** 2 / (logs.length - index);
    if (split === 0 || explained > squares) [squares, split] = [explained, index];
    if (step > steepest && index >= logs.length / 20) [steepest, widest] = [step, index];
  }
  const at = (index: number): number => Math.sqrt(gaps[index - 1]! * gaps[index]!);
  const chosen = [AT_ONCE, ...(split > 0 ? [at(split)] : []), ...(widest > 0 ? [at(widest)] : [])];
  return chosen.filter((threshold) => threshold >= gaps[0]! && threshold < gaps.at(-1)!);
}
