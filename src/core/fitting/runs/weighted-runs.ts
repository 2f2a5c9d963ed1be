/** Weighs observed runs, so that those whose ends were seen stand for all: in number, requests and time in the window. */

import { sampleOf } from '../../distributions/estimating/sample.ts';
import { type Distribution, drawBeyond } from '../../distributions/families/distribution.ts';
import { parseAmount } from '../../objects/quantity.ts';
import { kaplanMeier } from '../kaplan-meier.ts';
import type { SeenLifetime } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import { calibratedWeights } from './calibrated-weights.ts';
import { requestsOf } from './request-shares.ts';

/** A run, and how many it stands for. */
export interface WeightedRun {
  readonly pod: PodHistory;
  readonly duration: number;
  readonly weight: number;
  /** The mean time in the window of a run of this length, in seconds. */
  readonly time: number;
  /** Whether it lasts longer than that. */
  readonly isOpen: boolean;
}

/** Points of the tail at which its time in the window is computed. */
const TAIL_POINTS = 200;
/** Less than this of a run is the error of a sum. */
const NOTHING = 1e-6;

/**
 * The runs that ended, in the order of their length, and then those beyond the last step of the Kaplan-Meier curve. A run that ended has the
 * weight of its step: it stands for those that were cut off before. The weights are then calibrated: runs of these lengths, started when the
 * pods started, request and last in the window what was observed in total.
 *
 * @param curve - the law of all these runs, which has the tail; undefined where nothing ended.
 */
export function weightedRuns(
  seen: readonly SeenLifetime[],
  resolution: number,
  curve: Distribution | undefined,
): WeightedRun[] {
  return calibrated(byCurve(seen, resolution, curve), seen);
}

function byCurve(
  seen: readonly SeenLifetime[],
  resolution: number,
  curve: Distribution | undefined,
): WeightedRun[] {
  const { steps } = kaplanMeier(sampleOf(seen, resolution));
  const weights = new Map<number, number>();
  let left = 1;
  for (const { time, events, survival } of steps) {
    weights.set(time, ((left - survival) * seen.length) / events);
    left = survival;
  }
  const timeOf = timeInWindow(seen);
  const ended = seen
    .filter(({ isEnded, duration }) => isEnded && weights.has(duration))
    .map(({ pod, duration }) => {
      return { pod, duration, time: timeOf(duration), weight: weights.get(duration)!, isOpen: false };
    })
    .sort((one, other) => one.duration - other.duration);
  const cutOff = seen.filter(({ isEnded }) => !isEnded);
  const each = (left * seen.length) / cutOff.length;
  const longest = seen.reduce((most, { duration }) => Math.max(most, duration), 0);
  // Each of those may be one of the few that last longest.
  const open = each > NOTHING ? cutOff : [];
  const beyond = Array.from({ length: TAIL_POINTS }, (_, index) => {
    const u = (index + 0.5) / TAIL_POINTS;
    return timeOf(curve ? drawBeyond(curve, longest, u) : Infinity);
  });
  const time = beyond.reduce((sum, point) => sum + point, 0) / TAIL_POINTS;
  return [...ended, ...open.map(({ pod }) => ({ pod, duration: longest, time, weight: each, isOpen: true }))];
}

/** Totals: the runs, their requests, their time in the window, and their requests over that time. */
function calibrated(runs: readonly WeightedRun[], seen: readonly SeenLifetime[]): WeightedRun[] {
  const names = [...new Set(seen.flatMap(({ pod }) => Object.keys(requestsOf(pod.template))))];
  const rowOf = (pod: PodHistory, time: number): number[] => {
    const amounts = names.map((name) => amountOf(pod, name));
    return [1, time, ...amounts, ...amounts.map((amount) => amount * time)];
  };
  const rows = runs.map(({ pod, time }) => rowOf(pod, time));
  const targets = Array<number>(2 + 2 * names.length).fill(0);
  for (const { pod, duration } of seen)
    for (const [index, value] of rowOf(pod, duration).entries()) targets[index]! += value;
  const weights = calibratedWeights(
    runs.map(({ weight }) => weight),
    rows,
    targets,
  );
  return runs.map((run, index) => ({ ...run, weight: weights[index]! }));
}

/** The mean time in the window of a run of this length that starts when one of these runs started. */
function timeInWindow(seen: readonly SeenLifetime[]): (length: number) => number {
  const limits = Float64Array.from(seen, ({ limit, duration }) => Math.max(limit, duration)).sort();
  const upTo = [0];
  for (const limit of limits) upTo.push(upTo.at(-1)! + limit);
  return (length) => {
    let [low, high] = [0, limits.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (limits[middle]! < length) low = middle + 1;
      else high = middle;
    }
    const longer = limits.length - low;
    return (upTo[low]! + (longer > 0 ? longer * length : 0)) / limits.length;
  };
}

export function amountOf({ template }: PodHistory, name: string): number {
  const written = requestsOf(template)[name];
  return written === undefined ? 0 : parseAmount(name, written);
}
