/** Compares models of arrivals by the likelihood of the times, less the usual cost of what each model estimates. */

import type { Bursts } from './bursts.ts';
import { evened, profileOver, type RateProfile } from './rate-profile.ts';

/** Gaps shorter than this, in seconds, are as one. */
const SHORTEST = 1e-5;

/** Counts by the class of a value, and the width of each class. */
class Classes {
  readonly counts = new Map<number, number>();
  private widths = 0;
  private size = 0;

  add(kind: number, width: number): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.widths += Math.log(width);
    this.size += 1;
  }

  /** The log-likelihood of the values where each class has its share, spread evenly; each class costs ½ ln N (BIC). */
  likelihood(): number {
    let sum = -this.widths;
    for (const count of this.counts.values()) sum += count * Math.log(count / this.size);
    return this.size === 0 ? 0 : sum - (this.counts.size / 2) * Math.log(this.size);
  }
}

/** Gaps by their power of two. */
function gapsLikelihood(gaps: readonly number[]): number {
  const classes = new Classes();
  for (const gap of gaps) {
    const kind = Math.floor(Math.log2(Math.max(gap, SHORTEST)));
    classes.add(kind, 2 ** kind);
  }
  return classes.likelihood();
}

/** Sizes one by one, or by their power of two, whichever is likelier. */
function sizesLikelihood(sizes: readonly number[]): number {
  const [each, powers] = [new Classes(), new Classes()];
  for (const size of sizes) {
    const power = 2 ** Math.floor(Math.log2(size));
    each.add(size, 1);
    powers.add(power, power);
  }
  return Math.max(each.likelihood(), powers.likelihood());
}

/** The log-likelihood of sizes by chance, where each pod joins the burst before it with the same probability. */
function chanceOfSizes(pods: number, bursts: number): number {
  const close = pods - bursts;
  const share = (count: number): number => (count === 0 ? 0 : count * Math.log(count / pods));
  return share(close) + share(bursts);
}

/**
 * The score of bursts whose starts follow the profile. With sizes as chance makes them, this is the score of a model of single pods.
 *
 * @param window - from 0 to its length, in seconds.
 */
export function score({ starts, sizes, gaps }: Bursts, profile: RateProfile, hasSizes: boolean): number {
  const pods = starts.length + gaps.length;
  return (
    gapsLikelihood(gapsBetween(starts, profile)) +
    gapsLikelihood(gaps) +
    (hasSizes ? sizesLikelihood(sizes) : chanceOfSizes(pods, starts.length)) +
    rates(starts, profile) -
    1.5 * (profile.steps.length - 1) * Math.log(Math.max(2, pods))
  );
}

/** Gaps at the mean rate. The gap before an event at a break says nothing: the break was put there. It counts as a mean gap. */
function gapsBetween(starts: readonly number[], profile: RateProfile): number[] {
  const even = evened(starts, profile);
  const mean = (even.at(-1) ?? 0) / Math.max(1, even.length);
  const over = profileOver(profile, (starts.at(-1) ?? 0) + 1);
  const breaks = new Set(over.slice(1).map(({ at }) => at));
  return even.map((time, index) => (breaks.has(starts[index]!) ? mean : time - (even[index - 1] ?? 0)));
}

/** Σ ln of the factor at each time: what evening takes from the density. */
function rates(times: readonly number[], profile: RateProfile): number {
  if (profile.steps.length < 2) return 0;
  const steps = profileOver(profile, (times.at(-1) ?? 0) + (profile.every ?? 1));
  let [sum, step] = [0, 0];
  for (const time of times) {
    while (step + 1 < steps.length && steps[step + 1]!.at <= time) step += 1;
    sum += Math.log(Math.max(steps[step]!.factor, 1e-12));
  }
  return sum;
}
