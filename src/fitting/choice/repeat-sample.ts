/** Draws a sample anew from a distribution and shows it through the same window: what came late, what is cut off, how stamps are rounded. */
import { cdf, type Distribution, quantile, survival } from '../families/distribution.ts';
import type { ExponentialPhase } from '../families/hyperexponential.ts';
import type { FittedDistribution } from '../likelihood/density.ts';
import { byDuration, type Sample, type SampleRow, sampleOfRows, type Window } from '../sample.ts';
import { exp } from '../special-functions/exact-math.ts';
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
  const durations = Float64Array.from(windows, () => draw(0));
  return sampleOfRows(inOrder(durations, windows), windows, resolution);
}

function rowOf(duration: number, { entry, limit }: Window): SampleRow {
  const isEnded = duration < limit;
  return { duration: isEnded ? duration : limit, isEnded, entry, count: 1 };
}

/** Numbers are sorted several times faster than rows: ends and cut-off durations apart, then merged. */
function inOrder(durations: Float64Array, windows: readonly Window[]): SampleRow[] {
  const ends = durations.filter((duration, index) => duration < windows[index]!.limit).sort();
  const cutOff = Float64Array.from(
    windows.filter(({ limit }, index) => durations[index]! >= limit),
    ({ limit }) => limit,
  ).sort();
  const rows: SampleRow[] = [];
  let next = 0;
  for (const duration of ends) {
    for (; next < cutOff.length && cutOff[next]! < duration; next += 1) rows.push(cut(cutOff[next]!));
    rows.push({ duration, isEnded: true, entry: 0, count: 1 });
  }
  for (; next < cutOff.length; next += 1) rows.push(cut(cutOff[next]!));
  return rows;
}

function cut(duration: number): SampleRow {
  return { duration, isEnded: false, entry: 0, count: 1 };
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
