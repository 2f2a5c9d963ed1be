/** Estimates the rate of arrivals over time: it divides the window, or the day, into as many stretches of constant rate as the arrivals support. */

import { bestPartition, eventEdges } from './partition.ts';

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

const FEWEST_ARRIVALS = 20;
const MOST_STEPS = 48;
/** In units of ln N: the rate of a stretch costs ½, and its place, which is chosen among N, the rest. */
const BREAK_COST = 1.3;
const DAY = 86_400;
/** A scenario has no larger factor. */
export const LARGEST_FACTOR = 1e6;
/** A day that was observed once is no evidence of a cycle. */
const FEWEST_DAYS = 2;

export interface ProfileOptions {
  /** The resolution of the times, in seconds. */
  readonly tick: number;
  /** 0: as many stretches as the arrivals support. Each step halves the cost of a stretch, and doubles how many there may be. */
  readonly finer?: number;
  /** Whether irregular gaps count as changes of rate. */
  readonly isPoisson?: boolean;
}

/**
 * The stretches of highest Poisson likelihood, where each stretch after the first costs 1.3 ln N (BIC, for one rate and one break). Arrivals
 * whose gaps are as irregular as in bursts count for less: the likelihood is divided by the dispersion of gaps against their neighbours,
 * which a slow change of rate does not affect (Shinomoto, "Differences in spiking patterns", 2003).
 *
 * A window of two days or more is also folded onto one day. The profile is a daily cycle where, by the same measure, one set of stretches
 * for every day explains the whole days better than separate stretches do.
 *
 * @param times - of arrivals or bursts, from 0 to `window`, in the order of time, in seconds.
 * @returns one step where the rate is constant, or where the arrivals do not support more.
 */
export function rateProfileOf(
  times: readonly number[],
  window: number,
  options: ProfileOptions,
): RateProfile {
  const { every, steps } = profileAt(times, window, options);
  return { every, steps: withinLimit(steps, every ?? window) };
}

/** Many pods at one time of an exact clock have a stretch as long as a tick: it becomes longer, at the cost of the next. */
function withinLimit(steps: readonly RateStep[], end: number): RateStep[] {
  const limited = [...steps];
  for (let index = 0; index < limited.length; index += 1) {
    const [{ at, factor }, next] = [limited[index]!, limited[index + 1]];
    if (factor <= LARGEST_FACTOR) continue;
    limited[index] = { at, factor: LARGEST_FACTOR };
    const after = limited[index + 2]?.at ?? end;
    const until = at + ((next?.at ?? end) - at) * (factor / LARGEST_FACTOR);
    if (next && until < after)
      limited[index + 1] = { at: until, factor: (next.factor * (after - next.at)) / (after - until) };
  }
  return limited;
}

function profileAt(
  times: readonly number[],
  window: number,
  { tick, finer = 0, isPoisson = false }: ProfileOptions,
): RateProfile {
  const even: RateProfile = { every: undefined, steps: [{ at: 0, factor: 1 }] };
  if (times.length < FEWEST_ARRIVALS) return even;
  const divided: Divided = {
    tick,
    cost: (BREAK_COST * Math.log(times.length)) / 2 ** finer,
    dispersion: isPoisson ? 1 : localDispersion(times),
    most: MOST_STEPS * 2 ** finer,
  };
  const days = Math.floor(window / DAY);
  if (days >= FEWEST_DAYS) {
    const whole = times.filter((time) => time < days * DAY);
    const folded = whole.map((time) => time % DAY).sort((one, other) => one - other);
    const cycle = stretchesOf(folded, DAY, days, divided);
    const apart = stretchesOf(whole, days * DAY, 1, divided);
    if (cycle && cycle.steps.length > 1 && apart && cycle.merit > apart.merit)
      return { every: DAY, steps: cycle.steps };
  }
  return { every: undefined, steps: stretchesOf(times, window, 1, divided)?.steps ?? even.steps };
}

interface Divided {
  readonly tick: number;
  readonly cost: number;
  readonly dispersion: number;
  readonly most: number;
}

/**
 * @param rounds - the number of windows whose times are superposed.
 * @returns undefined where there are too few arrivals.
 */
function stretchesOf(
  times: readonly number[],
  window: number,
  rounds: number,
  { tick, ...divided }: Divided,
): { readonly steps: readonly RateStep[]; readonly merit: number } | undefined {
  if (times.length < FEWEST_ARRIVALS) return undefined;
  const { edges, merit } = bestPartition(eventEdges(times, window, tick), divided);
  const mean = times.length / window;
  const steps = edges.slice(0, -1).map(({ at, before }, index) => {
    const next = edges[index + 1]!;
    return { at, factor: (next.before - before) / (next.at - at) / mean };
  });
  // The likelihood of the times of all rounds.
  return { steps, merit: merit - (times.length * Math.log(rounds)) / divided.dispersion };
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
