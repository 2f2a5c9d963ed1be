/** How likely a distribution makes a sample, with what was not seen taken into account: cut-off ends, late entries, rounded stamps. */

import {
  type FittedDistribution,
  type InParts,
  type OfDuration,
  readyDensity,
} from '../../distributions/density.ts';
import { log } from '../../distributions/special-functions/exact-math.ts';
import type { Sample } from '../sample.ts';
import { integralsOf, isCoarse, logStampedProbability, logStampedSurvival, type Stamps } from './stamped.ts';

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
  const terms = termsOf(sample);
  const isSmooth = (duration: number): boolean => stamps === undefined || isCoarse(duration, stamps);
  const ends = listOf(terms.ends.filter(([duration]) => isSmooth(duration)));
  const tails = listOf(
    terms.tails.filter(([duration]) => isSmooth(duration)),
    stamps ? -0.5 * stamps.tick : 0,
  );
  const stampedEnds = terms.ends.filter(([duration]) => !isSmooth(duration));
  const stampedTails = terms.tails.filter(([duration]) => !isSmooth(duration));
  const ticks = stamps ? log(stamps.tick) * ends.total : 0;
  return (distribution) => {
    const density = readyDensity(distribution);
    let sum =
      sumOver(ends, density.logDensity, density.partsOfDensity) +
      sumOver(tails, density.logSurvival, density.partsOfSurvival) +
      ticks;
    if (stampedEnds.length + stampedTails.length === 0) return sum;
    const integrals = integralsOf(distribution);
    for (const [duration, count] of stampedEnds)
      sum += count * logStampedProbability(density, duration, stamps!, integrals);
    for (const [duration, count] of stampedTails)
      sum += count * logStampedSurvival(density, duration, stamps!, integrals);
    return sum;
  };
}

type Counted = readonly [duration: number, count: number];

/** Ends; and tails: censored durations counted positive, entries negative. Equal ones are put together. */
function termsOf({ rows }: Sample): { ends: Counted[]; tails: Counted[] } {
  const ends = new Map<number, number>();
  const tails = new Map<number, number>();
  const add = (to: Map<number, number>, duration: number, count: number): void => {
    to.set(duration, (to.get(duration) ?? 0) + count);
  };
  for (const { duration, isEnded, entry, count } of rows) {
    add(isEnded ? ends : tails, duration, count);
    if (entry > 0) add(tails, entry, -count);
  }
  return { ends: [...ends], tails: [...tails].filter(([, count]) => count !== 0) };
}

/** Durations beside their logarithms, ready to be summed over many times. */
interface List {
  readonly durations: Float64Array;
  /** Worked out when they are asked for: not every family does. */
  readonly logarithms: () => Float64Array;
  readonly counts: Float64Array;
  readonly total: number;
}

function listOf(counted: readonly Counted[], shift = 0): List {
  const durations = Float64Array.from(counted, ([duration]) => duration + shift);
  let logarithms: Float64Array | undefined;
  return {
    durations,
    logarithms() {
      logarithms ??= durations.map((duration) => log(duration));
      return logarithms;
    },
    counts: Float64Array.from(counted, ([, count]) => count),
    total: counted.reduce((sum, [, count]) => sum + count, 0),
  };
}

function sumOver(list: List, of: OfDuration, parts: InParts | undefined): number {
  if (parts) return sumOfParts(list, parts);
  const { durations, counts } = list;
  const logarithms = list.logarithms();
  let sum = 0;
  for (let index = 0; index < durations.length; index += 1) {
    sum += counts[index]! * of(durations[index]!, logarithms[index]!);
  }
  return sum;
}

/** A product in these bounds has room for one more factor. */
const LARGEST_PRODUCT = 1e150;
const SMALLEST_PRODUCT = 1e-150;

function sumOfParts({ durations, counts }: List, { added, factor, power }: InParts): number {
  let [sum, logarithms, product] = [0, 0, 1];
  for (let index = 0; index < durations.length; index += 1) {
    const [duration, count] = [durations[index]!, counts[index]!];
    sum += count * added(duration);
    if (count !== 1) logarithms += count * log(factor(duration));
    else {
      product *= factor(duration);
      if (product < LARGEST_PRODUCT && product > SMALLEST_PRODUCT) continue;
      logarithms += log(product);
      product = 1;
    }
  }
  return sum + power * (logarithms + log(product));
}
