/** Computes the time that a distribution predicts under observation, which decides how many pods are alive: the restricted mean over all windows. */

import type { Sample, Window } from '../../distributions/estimating/sample.ts';
import { type FittedDistribution, fittingOf, survival } from '../../distributions/families/distribution.ts';
import { kaplanMeier, type SurvivalCurve } from '../kaplan-meier.ts';

/** The means over all windows of the time from entry to limit that a duration lasts, in the unit of the sample. */
export interface WatchedTime {
  /** By the Kaplan-Meier curve. */
  readonly seen: number;
  /** Of `seen`, by Greenwood's variance. */
  readonly standardError: number;
  /** By the fitted distribution. */
  readonly fitted: number;
}

/**
 * ∫ S(t) ÷ S(entry) dt from the entry to the limit of each window, averaged. The mean itself is not identified under censoring; this is,
 * because no window is longer than the longest duration (limits beyond that end there). Variance: Σ A(t)² events ÷ (at risk × (at risk − events)),
 * with A(t) the part of the integral after t.
 */
export function watchedTime(sample: Sample, distribution: FittedDistribution): WatchedTime {
  const windows = boundedWindows(sample);
  const { partialMean } = fittingOf(distribution).density;
  const upTo = partialMean(distribution);
  const areaUpTo = (x: number): number => (x > 0 ? x * survival(distribution, x) + upTo(x) : 0);
  let fitted = 0;
  for (const { entry, limit, count } of windows) {
    const left = survival(distribution, entry);
    if (left > 0) fitted += (count * (areaUpTo(limit) - areaUpTo(entry))) / left;
  }
  const { area, variance } = curveArea(kaplanMeier(sample), windows);
  const size = sample.windows.length;
  return { seen: area / size, standardError: Math.sqrt(variance) / size, fitted: fitted / size };
}

interface BoundedWindow extends Window {
  /** Number of equal windows. */
  readonly count: number;
}

const knownBounded = new WeakMap<Sample, readonly BoundedWindow[]>();

/** The windows of a sample, cut at its longest duration; equal ones together, in the order of their limits. */
export function boundedWindows(sample: Sample): readonly BoundedWindow[] {
  const known = knownBounded.get(sample);
  if (known) return known;
  const found = sample.truncated === 0 ? windowsFromStart(sample) : windowsWithEntries(sample);
  knownBounded.set(sample, found);
  return found;
}

/** Most samples have no late entries: their limits are sorted as numbers. */
function windowsFromStart({ windows, rows }: Sample): BoundedWindow[] {
  const longest = rows.at(-1)?.duration ?? 0;
  const limits = new Float64Array(windows.length);
  for (let index = 0; index < limits.length; index += 1) {
    limits[index] = Math.min(windows[index]!.limit, longest);
  }
  limits.sort();
  const merged: BoundedWindow[] = [];
  for (let index = 0; index < limits.length; ) {
    const limit = limits[index]!;
    const first = index;
    while (index < limits.length && limits[index] === limit) index += 1;
    if (limit > 0) merged.push({ entry: 0, limit, count: index - first });
  }
  return merged;
}

function windowsWithEntries({ windows, rows }: Sample): BoundedWindow[] {
  const longest = rows.at(-1)?.duration ?? 0;
  const sorted = windows
    .map(({ entry, limit }) => ({ entry, limit: Math.min(limit, longest) }))
    .filter(({ entry, limit }) => limit > entry)
    .sort((a, b) => a.limit - b.limit || a.entry - b.entry);
  const merged: { entry: number; limit: number; count: number }[] = [];
  for (const window of sorted) {
    const last = merged.at(-1);
    if (last && last.limit === window.limit && last.entry === window.entry) last.count += 1;
    else merged.push({ ...window, count: 1 });
  }
  return merged;
}

/** ∫ S from 0, at any time, on a curve that stays at its last value. */
export function areaUnder({ steps }: SurvivalCurve): (time: number) => number {
  const areas = new Float64Array(steps.length);
  let [area, before, left] = [0, 0, 1];
  for (const [index, { time, survival: next }] of steps.entries()) {
    area += (time - before) * left;
    areas[index] = area;
    [before, left] = [time, next];
  }
  return (time) => {
    const index = lastUpTo(steps, time);
    if (index < 0) return Math.max(0, time);
    const { time: from, survival: height } = steps[index]!;
    return areas[index]! + (time - from) * height;
  };
}

/** The index of the last step that is not later; −1 where there is none. */
function lastUpTo(steps: SurvivalCurve['steps'], time: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function curveArea(
  curve: SurvivalCurve,
  windows: readonly BoundedWindow[],
): { readonly area: number; readonly variance: number } {
  const { steps } = curve;
  const areaAt = areaUnder(curve);
  const heightAt = (time: number): number => steps[lastUpTo(steps, time)]?.survival ?? 1;
  /** For each step, the slope and the constant of the sum of areas after it: windows that begin before it count from it. */
  const after = new Float64Array(steps.length + 1);
  const weight = new Float64Array(steps.length + 1);
  let area = 0;
  for (const { entry, limit, count } of windows) {
    const height = heightAt(entry);
    if (height <= 0) continue;
    const share = count / height;
    const whole = areaAt(limit) - areaAt(entry);
    area += share * whole;
    const [first, last] = [lastUpTo(steps, entry), lastUpTo(steps, limit)];
    // Steps in (entry, limit] leave areaAt(limit) − areaAt(step).
    if (last > first) {
      after[first + 1]! += share * areaAt(limit);
      after[last + 1]! -= share * areaAt(limit);
      weight[first + 1]! += share;
      weight[last + 1]! -= share;
    }
  }
  let [variance, sum, shares] = [0, 0, 0];
  for (const [index, { time, atRisk, events }] of steps.entries()) {
    sum += after[index]!;
    shares += weight[index]!;
    const left = sum - shares * areaAt(time);
    if (atRisk > events) variance += (left * left * events) / (atRisk * (atRisk - events));
  }
  return { area, variance };
}
