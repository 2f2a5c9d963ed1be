/** Draws a sample anew from a distribution and shows it through the same window: what came late, what is cut off, how stamps are rounded. */

import type { FittedDistribution } from '../../distributions/density.ts';
import { cdf, type Distribution, quantile, survival } from '../../distributions/families/distribution.ts';
import type { ExponentialPhase } from '../../distributions/families/hyperexponential.ts';
import { exp } from '../../distributions/special-functions/exact-math.ts';
import { byDuration, type Sample, type SampleRow, sampleOfRows, type Window } from '../sample.ts';
import { quickDraw } from './quick-draw.ts';

/** Each window's duration is one that outlasts its entry; it is cut off at its limit; both of its stamps are rounded down. */
export function repeatSample(sample: Sample, distribution: FittedDistribution, random: () => number): Sample {
  const { windows, resolution, truncated } = sample;
  const whole = quickDraw(distribution, random);
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

/** Nothing came late. Numbers are sorted several times faster than rows: ends and cut-off durations apart, then merged. */
function sampleInOrder({ windows, resolution }: Sample, draw: (entry: number) => number): Sample {
  const size = windows.length;
  const both = new Float64Array(size);
  let [events, cutOff] = [0, size];
  for (const { limit } of windows) {
    const duration = draw(0);
    if (duration < limit) both[events++] = duration;
    else both[--cutOff] = limit;
  }
  const ends = both.subarray(0, events).sort();
  const cuts = both.subarray(events).sort();
  const rows: SampleRow[] = [];
  for (let [end, cut] = [0, 0]; end < ends.length || cut < cuts.length; ) {
    const isEnded = cut === cuts.length || (end < ends.length && ends[end]! <= cuts[cut]!);
    const duration = isEnded ? ends[end]! : cuts[cut]!;
    let count = 0;
    if (isEnded) for (; end < ends.length && ends[end] === duration; end += 1) count += 1;
    else for (; cut < cuts.length && cuts[cut] === duration; cut += 1) count += 1;
    rows.push({ duration, isEnded, entry: 0, count });
  }
  return { size, events, truncated: 0, rows, windows, resolution };
}

/**
 * The start lies evenly inside its tick, weighed by how likely the duration then outlasts the entry: starts are drawn until one is kept
 * with that chance.
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

const LARGEST_UNIFORM = 0.9999999999999999;

/** A draw that is longer than `entry`, by one uniform. */
function drawBeyond(distribution: FittedDistribution, entry: number, u: number): number {
  if (entry <= 0) return quantile(distribution, u);
  if (distribution.family === 'hyperexponential') {
    const phases = distribution.phases.map((phase) => ({ ...phase, probability: remaining(phase, entry) }));
    return entry + quantile({ family: 'hyperexponential', phases }, u);
  }
  const below = cdf(distribution, entry);
  return Math.max(
    entry,
    quantile(distribution as Distribution, Math.min(LARGEST_UNIFORM, below + u * (1 - below))),
  );
}

function remaining({ probability, mean }: ExponentialPhase, entry: number): number {
  return probability * exp(-entry / mean);
}
