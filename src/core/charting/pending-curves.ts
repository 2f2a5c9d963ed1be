/** Computes how many pods wait over time, in all and for each reason, and how long the bound ones have waited. */
import type { DrawnCluster, DrawnPod } from './drawn-cluster.ts';
import { bucketOf, type CountCurve, countCurve, stepCount, type TimeGrid } from './step-curves.ts';

export interface PendingCurves {
  readonly all: CountCurve;
  /** Those of most pods × time first; what is left out of them is in `others`. */
  readonly reasons: readonly { readonly reason: string; readonly curve: CountCurve }[];
  /** Undefined where no reason is left out. */
  readonly others: { readonly reasons: number; readonly curve: CountCurve } | undefined;
}

/** @param most - reasons that get a curve of their own. */
export function pendingCurves({ pods, end }: DrawnCluster, grid: TimeGrid, most: number): PendingCurves {
  const spans = pods.flatMap((pod) => waitsOf(pod, end));
  const areas = new Map<string, number>();
  for (const { reason, from, to } of spans) areas.set(reason, (areas.get(reason) ?? 0) + to - from);
  const ordered = [...areas].sort(([, one], [, other]) => other - one).map(([reason]) => reason);
  const shown = ordered.slice(0, most);
  const all = countCurve(grid);
  const curves = new Map(shown.map((reason) => [reason, countCurve(grid)]));
  const others = countCurve(grid);
  const steps = spans.flatMap(({ reason, from, to }) => {
    const curve = curves.get(reason) ?? others;
    return [
      { at: from, curve, difference: 1 },
      { at: to, curve, difference: -1 },
    ];
  });
  steps.sort((one, other) => one.at - other.at);
  for (const { at, curve, difference } of steps) {
    stepCount(curve, grid, at, difference);
    stepCount(all, grid, at, difference);
  }
  return {
    all,
    reasons: [...curves].map(([reason, curve]) => ({ reason, curve })),
    others: ordered.length > most ? { reasons: ordered.length - most, curve: others } : undefined,
  };
}

interface WaitingSpan {
  readonly reason: string;
  readonly from: number;
  readonly to: number;
}

function waitsOf({ created, bound, ended, reasons }: DrawnPod, end: number): WaitingSpan[] {
  const until = bound ?? ended ?? end;
  return reasons.flatMap(({ at, reason }, place) => {
    const from = Math.max(created, at);
    const to = Math.min(until, reasons[place + 1]?.at ?? until);
    return to > from ? [{ reason, from, to }] : [];
  });
}

/** Numbers of pods in each bucket. */
export interface PodRates {
  readonly created: Uint32Array;
  readonly bound: Uint32Array;
  readonly ended: Uint32Array;
}

export function podRates({ pods }: DrawnCluster, grid: TimeGrid): PodRates {
  const rates = {
    created: new Uint32Array(grid.count),
    bound: new Uint32Array(grid.count),
    ended: new Uint32Array(grid.count),
  };
  for (const { created, bound, ended } of pods) {
    rates.created[bucketOf(grid, created)]! += 1;
    if (bound !== null) rates.bound[bucketOf(grid, bound)]! += 1;
    if (ended !== null) rates.ended[bucketOf(grid, ended)]! += 1;
  }
  return rates;
}

export interface WaitingBins {
  /** Upper ends in µs; a bin contains waits below its end. */
  readonly ends: readonly number[];
  readonly counts: readonly number[];
}

/** Bins end at 1, 2 and 5 times a power of ten from 1 ms on. */
export function waitingBins({ pods }: DrawnCluster): WaitingBins {
  const waits = pods.flatMap(({ wait }) => wait ?? []);
  const longest = waits.reduce((most, wait) => Math.max(most, wait), 0);
  const ends: number[] = [];
  for (let power = 1000; (ends.at(-1) ?? 0) <= longest; power *= 10) ends.push(power, 2 * power, 5 * power);
  while (ends.length > 1 && ends.at(-2)! > longest) ends.pop();
  const counts = ends.map(() => 0);
  for (const wait of waits) counts[ends.findIndex((end) => wait < end)]! += 1;
  return { ends, counts };
}
