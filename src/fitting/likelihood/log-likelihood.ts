/** How likely a distribution makes a sample, with what was not seen taken into account: cut-off ends, late entries, rounded stamps. */
import type { Sample, SampleRow } from '../sample.ts';
import { densityOf, type FittedDistribution } from './density.ts';
import { logStampedProbability, logStampedSurvival, type Stamps } from './stamped.ts';

/** Spread over fewer ticks than this, durations need the exact form of rounding however long they are. */
const NARROW_TICKS = 8;

/** What the rounding of this sample calls for; undefined where times are exact. */
export function stampsOf({ rows, resolution }: Sample): Stamps | undefined {
  if (resolution === 0) return undefined;
  let [sum, squares, count] = [0, 0, 0];
  const origin = rows[0]?.duration ?? 0;
  for (const row of rows) {
    const shifted = row.duration - origin;
    sum += row.count * shifted;
    squares += row.count * shifted * shifted;
    count += row.count;
  }
  const variance = squares / count - (sum / count) ** 2;
  return { tick: resolution, isNarrow: !(variance >= (NARROW_TICKS * resolution) ** 2) };
}

/**
 * Σ ln f(t) over seen ends + Σ ln S(t) over cut-off ones − Σ ln S(entry): conditional on having lasted until watching began, so that
 * delayed entry does not bias it. With rounded stamps, probabilities of whole ticks stand for f and S, for every family alike.
 */
export function logLikelihood(sample: Sample): (distribution: FittedDistribution) => number {
  const stamps = stampsOf(sample);
  const entries = entriesOf(sample.rows);
  return stamps === undefined
    ? (distribution) => exactTimes(sample, entries, distribution)
    : (distribution) => stampedTimes(sample, entries, stamps, distribution);
}

interface Entry {
  readonly entry: number;
  readonly count: number;
}

/** The ages above 0 at which watching began, equal ones put together. */
function entriesOf(rows: readonly SampleRow[]): Entry[] {
  const counts = new Map<number, number>();
  for (const { entry, count } of rows) if (entry > 0) counts.set(entry, (counts.get(entry) ?? 0) + count);
  return [...counts].map(([entry, count]) => ({ entry, count }));
}

function exactTimes({ rows }: Sample, entries: readonly Entry[], distribution: FittedDistribution): number {
  const { logDensity, logSurvival } = densityOf(distribution.family);
  let sum = 0;
  for (const { duration, isEnded, count } of rows) {
    sum += count * (isEnded ? logDensity(distribution, duration) : logSurvival(distribution, duration));
  }
  for (const { entry, count } of entries) sum -= count * logSurvival(distribution, entry);
  return sum;
}

function stampedTimes(
  { rows }: Sample,
  entries: readonly Entry[],
  stamps: Stamps,
  distribution: FittedDistribution,
): number {
  let [sum, last, lastDuration, lastIsEnded] = [0, 0, -1, false];
  for (const { duration, isEnded, count } of rows) {
    if (duration !== lastDuration || isEnded !== lastIsEnded) {
      const logarithm = isEnded ? logStampedProbability : logStampedSurvival;
      last = logarithm(distribution, duration, stamps);
      lastDuration = duration;
      lastIsEnded = isEnded;
    }
    sum += count * last;
  }
  for (const { entry, count } of entries) sum -= count * logStampedSurvival(distribution, entry, stamps);
  return sum;
}
