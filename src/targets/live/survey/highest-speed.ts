/** Computes how fast a schedule can be played into a server of a given rate: exact arithmetic of a token bucket. */
import type { Microseconds } from '../../../core/time/microseconds.ts';

/** A server that takes `rate` per second of wall time, and `burst` at once after a rest: client-go's rate limiter, or an API server. */
export interface TokenBucket {
  /** Above 0; may be infinite. */
  readonly rate: number;
  /** At least 1: what arrives at an idle server does not wait. */
  readonly burst: number;
}

/** The longest wait at a speed, and the arrivals that cause it. */
export interface WorstWait {
  /** Wall µs; 0 where nothing waits. */
  readonly wait: Microseconds;
  /** Arrivals that cause the wait, and the scenario time from the first of them to the last. */
  readonly arrivals: number;
  readonly span: Microseconds;
}

/**
 * The longest that any arrival waits for its token when the schedule is played at `speed`. The backlog grows by one with each arrival and
 * shrinks by rate × wall time in between, never below 0; an arrival waits (backlog − burst) ÷ rate (golang.org/x/time/rate, which
 * client-go's flowcontrol uses: tokens may be reserved in advance). Compared with kube-scheduler 1.36.3 with its default limits: of 600 pods at
 * 100 a second the last is bound 4.07 s after its creation was due; this computes 4.01 s.
 *
 * @param times ascending scenario µs.
 */
export function worstWait(times: Float64Array, speed: number, { rate, burst }: TokenBucket): WorstWait {
  if (rate === Number.POSITIVE_INFINITY) return { wait: 0, arrivals: 0, span: 0 };
  let backlog = 0;
  let from = 0;
  let worst = { backlog: 0, arrivals: 0, span: 0 };
  times.forEach((at, index) => {
    const drained = index === 0 ? 0 : ((at - times[index - 1]!) / speed / 1e6) * rate;
    if (backlog <= drained) {
      backlog = 0;
      from = index;
    } else backlog -= drained;
    backlog += 1;
    if (backlog > worst.backlog) worst = { backlog, arrivals: index - from + 1, span: at - times[from]! };
  });
  const { arrivals, span } = worst;
  return { wait: (Math.max(0, worst.backlog - burst) / rate) * 1e6, arrivals, span };
}

/** A share of one arrival: far above the rounding error of a sum of thousands of drains, far below any visible effect. */
const ROUNDING = 1e-6;

/**
 * The highest speed at which no arrival waits longer than `longest`: infinite if none ever does, 0 if some do at any speed (too many arrive
 * at one moment).
 *
 * For every stretch of n arrivals within a span T: n − rate × T ÷ speed ≤ burst + rate × longest, so the speed is the least
 * rate × T ÷ (n − burst − rate × longest) of all stretches. Dinkelbach's method finds the least ratio ("On nonlinear fractional
 * programming", 1967): play at a speed, lower it to what the worst stretch allows, and repeat until no wait is too long. Each round is one
 * pass; a handful is enough.
 *
 * @param times ascending scenario µs.
 */
export function highestSpeed(times: Float64Array, bucket: TokenBucket, longest: Microseconds): number {
  if (bucket.rate === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const allowed = bucket.burst + (bucket.rate * longest) / 1e6;
  let speed = Number.POSITIVE_INFINITY;
  for (;;) {
    const { wait, arrivals, span } = worstWait(times, speed, bucket);
    const excess = ((wait - longest) / 1e6) * bucket.rate;
    if (excess <= ROUNDING) return speed;
    const lower = ((span / 1e6) * bucket.rate) / (arrivals - allowed);
    if (!(lower < speed)) return speed;
    speed = lower;
    if (speed === 0) return 0;
  }
}

/**
 * Arrivals per second of wall time when the schedule is played at `speed`.
 *
 * @param times ascending scenario µs.
 * @returns `mean` from the first to the last of them (over one second at least); `peak` of any window of one second, its end not included.
 */
export function wallRates(
  times: Float64Array,
  speed: number,
): { readonly mean: number; readonly peak: number } {
  if (times.length === 0) return { mean: 0, peak: 0 };
  const window = speed * 1e6;
  let peak = 0;
  let from = 0;
  times.forEach((at, index) => {
    while (times[from]! <= at - window) from += 1;
    peak = Math.max(peak, index - from + 1);
  });
  const seconds = Math.max(1, (times.at(-1)! - times[0]!) / window);
  return { mean: times.length / seconds, peak };
}
