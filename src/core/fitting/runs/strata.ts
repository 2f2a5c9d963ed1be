/** Splits pods into strata whose run times differ, by the time of arrival and by the size of the requests: a survival tree on watched time. */

import { type SeenDuration, sampleOf } from '../../distributions/estimating/sample.ts';
import { areaUnder } from '../choice/watched-time.ts';
import { kaplanMeier, survivalAt } from '../kaplan-meier.ts';

/** A run with what it may depend on, and what it counts for. */
export interface StratifiedRun<Item> {
  readonly item: Item;
  readonly seen: SeenDuration & { readonly limit: number };
  readonly feature: Readonly<Record<string, number>>;
  /** Amounts of resources: a stratum also matters where it matters for one of them alone. */
  readonly amounts: Readonly<Record<string, number>>;
}

interface Split {
  readonly errors: number;
  readonly name: string;
  /** The value that begins the upper part. */
  readonly at: number;
}

/** A stratum has at least this many runs. */
const FEWEST = 10;
/** The means of two strata differ by this many standard errors: the largest of thousands of possible splits of equal runs does not. */
const STANDARD_ERRORS = 5;
/** A split must move at least this share of all watched time, in pods or in one resource. */
const MATTERS = 0.02;

/**
 * Splits by the features of this list, the clearest difference first, into at most `most` strata. A run's difference is its watched time
 * minus what the Kaplan-Meier curve of its stratum predicts for its entry and its limit (Segal, "Regression trees for censored data", 1988,
 * with watched time in place of ranks: it is what decides how many pods are alive). The strata are in order of their values.
 */
export function strataOf<Item>(
  runs: readonly StratifiedRun<Item>[],
  features: readonly string[],
  most: number,
  resolution: number,
): (readonly StratifiedRun<Item>[])[] {
  const splitOf = (part: readonly StratifiedRun<Item>[]): Split | undefined =>
    clearest(part, features, resolution);
  const strata = [{ part: runs, split: splitOf(runs) }];
  while (strata.length < most) {
    const index = strata.reduce(
      (best, { split }, at) => ((split?.errors ?? 0) > (strata[best]!.split?.errors ?? 0) ? at : best),
      0,
    );
    const { part, split } = strata[index]!;
    if (!split) break;
    const { name, at } = split;
    const halves = [
      part.filter(({ feature }) => feature[name]! < at),
      part.filter(({ feature }) => feature[name]! >= at),
    ];
    strata.splice(index, 1, ...halves.map((half) => ({ part: half, split: splitOf(half) })));
  }
  return strata.map(({ part }) => part);
}

function clearest<Item>(
  runs: readonly StratifiedRun<Item>[],
  features: readonly string[],
  resolution: number,
): Split | undefined {
  if (runs.length < 2 * FEWEST) return undefined;
  const watched = runs.map(({ seen }) => seen.duration - (seen.entry ?? 0));
  const off = differences(runs, resolution);
  const names = Object.keys(runs[0]!.amounts);
  const weights = [runs.map(() => 1), ...names.map((name) => runs.map(({ amounts }) => amounts[name] ?? 0))];
  const totals = weights.map((weight) =>
    weight.reduce((sum, each, index) => sum + each * watched[index]!, 0),
  );
  const splits = features.flatMap((name) => clearestBy(runs, name, off, weights, totals) ?? []);
  return splits.reduce<Split | undefined>(
    (best, split) => (split.errors > (best?.errors ?? 0) ? split : best),
    undefined,
  );
}

/** Watched time minus what the Kaplan-Meier curve of all these runs predicts, for each run. */
export function differences<Item>(runs: readonly StratifiedRun<Item>[], resolution: number): number[] {
  const curve = kaplanMeier(
    sampleOf(
      runs.map(({ seen }) => seen),
      resolution,
    ),
  );
  const areaAt = areaUnder(curve);
  return runs.map(({ seen: { duration, entry = 0, limit } }) => {
    const left = survivalAt(curve, entry);
    const until = Math.max(limit, duration);
    const predicted = left > 0 ? (areaAt(until) - areaAt(entry)) / left : 0;
    return duration - entry - predicted;
  });
}

function clearestBy<Item>(
  runs: readonly StratifiedRun<Item>[],
  name: string,
  off: readonly number[],
  weights: readonly (readonly number[])[],
  totals: readonly number[],
): Split | undefined {
  const values = Float64Array.from(runs, ({ feature }) => feature[name]!);
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const size = order.length;
  const [sum, squares] = [total(off), total(off.map((each) => each * each))];
  const moved = new Float64Array(weights.length);
  const all = weights.map((weight) => total(weight.map((each, index) => each * off[index]!)));
  let [below, squaresBelow] = [0, 0];
  let best: Split | undefined;
  for (let count = 1; count < size; count += 1) {
    const index = order[count - 1]!;
    const here = off[index]!;
    below += here;
    squaresBelow += here ** 2;
    for (let which = 0; which < moved.length; which += 1) moved[which]! += weights[which]![index]! * here;
    const at = values[order[count]!]!;
    if (count < FEWEST || size - count < FEWEST || at === values[index]) continue;
    const mean = below / count;
    const upperMean = (sum - below) / (size - count);
    const variance = squaresBelow / count - mean ** 2;
    const upperVariance = (squares - squaresBelow) / (size - count) - upperMean ** 2;
    const error = Math.sqrt(variance / count + upperVariance / (size - count));
    const errors = error > 0 ? Math.abs(mean - upperMean) / error : 0;
    if (errors < STANDARD_ERRORS || errors <= (best?.errors ?? 0)) continue;
    if (doMatter(moved, all, totals, count, size)) best = { errors, name, at };
  }
  return best;
}

/** Whether a split moves enough of the watched time, or of any amount. @param count - runs below it, of `size`. */
function doMatter(
  moved: Float64Array,
  all: readonly number[],
  totals: readonly number[],
  count: number,
  size: number,
): boolean {
  return totals.some((whole, which) => {
    const centred = moved[which]! - (all[which]! * count) / size;
    return whole > 0 && Math.abs(centred) >= MATTERS * whole;
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}
