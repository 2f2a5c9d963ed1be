/** Draws a sample anew from a distribution and applies the same window: late entries, cut-off ends and rounded stamps. */

import {
  byDuration,
  type Sample,
  type SampleRow,
  sampleOfDurations,
  sampleOfRows,
  type Window,
} from '../../distributions/estimating/sample.ts';
import type { FittedDistribution } from '../../distributions/families/distribution.ts';
import { drawBeyond, fittingOf, quantile, survival } from '../../distributions/families/distribution.ts';

/** Draws one duration for each window: longer than the entry, cut off at the limit, with both stamps rounded down. */
export function repeatSample(sample: Sample, distribution: FittedDistribution, random: () => number): Sample {
  const { windows, resolution, truncated } = sample;
  const { quickDraw } = fittingOf(distribution);
  const whole = quickDraw?.(distribution, random) ?? (() => quantile(distribution, random()));
  const draw = (entry: number): number => {
    if (resolution > 0) return drawStamped(distribution, entry, resolution, random, whole);
    return entry > 0 ? drawBeyond(distribution, entry, random()) : whole();
  };
  if (truncated > 0) {
    const rows = windows.map((window) => rowOf(draw(window.entry), window));
    return sampleOfRows(rows.sort(byDuration), windows, resolution);
  }
  return sampleInOrder(sample, draw);
}

function rowOf(duration: number, { entry, limit }: Window): SampleRow {
  const isEnded = duration < limit;
  return { duration: isEnded ? duration : limit, isEnded, entry, count: 1 };
}

/** Reused by every repeat: there are millions of them. */
let scratch = new Float64Array(64);

/** For a sample without late entries. */
function sampleInOrder({ windows, resolution }: Sample, draw: (entry: number) => number): Sample {
  const size = windows.length;
  if (scratch.length < size) scratch = new Float64Array(2 * size);
  const both = scratch;
  let [events, cutOff] = [0, size];
  for (let index = 0; index < size; index += 1) {
    const { limit } = windows[index]!;
    const duration = draw(0);
    if (duration < limit) both[events++] = duration;
    else both[--cutOff] = limit;
  }
  return sampleOfDurations(both, events, windows, resolution);
}

/**
 * The start is uniform inside its tick, weighted by the probability that the duration then lasts longer than the entry: starts are drawn
 * until one is kept with that probability.
 */
function drawStamped(
  distribution: FittedDistribution,
  entry: number,
  tick: number,
  random: () => number,
  whole: () => number,
): number {
  let offset = random() * tick;
  if (entry <= 0) return Math.floor((offset + whole()) / tick) * tick;
  const most = survival(distribution, entry - tick);
  for (let tries = 0; tries < 1000 && random() * most > survival(distribution, entry - offset); tries += 1) {
    offset = random() * tick;
  }
  const duration = drawBeyond(distribution, Math.max(0, entry - offset), random());
  return Math.max(entry, Math.floor((offset + duration) / tick) * tick);
}
