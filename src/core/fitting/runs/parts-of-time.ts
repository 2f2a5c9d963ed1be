/** Cuts the window around the stretches whose pods run unlike the others: pods that come together run alike, and a few bursts hold most of the time. */

import type { PodHistory } from '../pods/pod-history.ts';
import { differences, type StratifiedRun } from './strata.ts';

type Run = StratifiedRun<PodHistory>;

/** Times that are spread within their stamps are later than the stamps, by less than one stamp. */
const WITHIN_STAMP = 1 - 1e-9;
/** A part has at least this many runs. */
const FEWEST_RUNS = 5;

/**
 * A stretch counts by how far the watched time of its pods, or its amount of one resource over time, is from what the curve of all pods
 * predicts, as a share of the whole. The stretches that count most are cut out, at both of their ends.
 *
 * @param stretches - where they begin, in seconds, in the order of time. A stamp may be earlier by up to its resolution.
 * @param most - parts.
 * @returns the runs of each part, in the order of time.
 */
export function partsOfTime(
  runs: readonly Run[],
  stretches: readonly number[],
  most: number,
  resolution: number,
): (readonly Run[])[] {
  if (runs.length === 0 || stretches.length === 0) return [runs];
  const inOrder = [...runs].sort((one, other) => one.feature.created! - other.feature.created!);
  const moved = movedTime(inOrder, resolution);
  const places = [
    0,
    ...stretches.map((start) => firstFrom(inOrder, start - WITHIN_STAMP * resolution)),
    inOrder.length,
  ];
  const pieces = places.slice(1).map((to, index) => ({ from: places[index]!, to }));
  const large = pieces
    .filter(({ from, to }) => to - from >= FEWEST_RUNS)
    .map((piece) => ({ ...piece, moved: moved(piece.from, piece.to) }))
    .sort((one, other) => other.moved - one.moved);
  const cuts = new Set<number>();
  for (const { from, to } of large) {
    const added = [from, to].filter((cut) => cut > 0 && cut < inOrder.length && !cuts.has(cut));
    if (cuts.size + added.length > most - 1) break;
    for (const cut of added) cuts.add(cut);
  }
  return partsBetween(
    inOrder,
    [...cuts].sort((one, other) => one - other),
  );
}

/** A part of too few runs joins the one before, or the one behind it where it is the first. */
function partsBetween(runs: readonly Run[], cuts: readonly number[]): (readonly Run[])[] {
  const kept: number[] = [];
  for (const cut of cuts) {
    if (cut - (kept.at(-1) ?? 0) >= FEWEST_RUNS) kept.push(cut);
    else if (kept.length > 0) kept[kept.length - 1] = cut;
  }
  if (kept.length > 0 && runs.length - kept.at(-1)! < FEWEST_RUNS) kept.pop();
  return [0, ...kept].map((from, index) => runs.slice(from, kept[index]));
}

/** How much of the watched time, or of one amount over time, the runs of a range are off together, as a share of all. */
function movedTime(runs: readonly Run[], resolution: number): (from: number, to: number) => number {
  const off = differences(runs, resolution);
  const watched = runs.map(({ seen }) => seen.duration - (seen.entry ?? 0));
  const names = Object.keys(runs[0]!.amounts);
  const sums = [
    () => 1,
    ...names.map(
      (name) =>
        ({ amounts }: Run) =>
          amounts[name] ?? 0,
    ),
  ].flatMap((of) => {
    const weights = runs.map(of);
    const whole = weights.reduce((sum, weight, index) => sum + weight * watched[index]!, 0);
    if (whole <= 0) return [];
    const until = [0];
    for (const [index, weight] of weights.entries())
      until.push(until[index]! + (weight * off[index]!) / whole);
    return [until];
  });
  return (from, to) => Math.max(0, ...sums.map((until) => Math.abs(until[to]! - until[from]!)));
}

/** The index of the first run that was created at this time or later. */
function firstFrom(runs: readonly Run[], time: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs[middle]!.feature.created! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
