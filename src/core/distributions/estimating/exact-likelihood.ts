/** Computes the log-likelihood of a sample with exact times, cut-off ends and late entries. */
import {
  type BoundDensity,
  bindDensity,
  type Density,
  type InParts,
  type OfDuration,
} from '../families/density.ts';
import { log } from '../special-functions/exact-math.ts';
import type { Sample, SampleRow } from './sample.ts';

/**
 * Σ ln f(t) over ends + Σ ln S(t) over cut-off durations − Σ ln S(entry). The last sum makes it conditional on lasting until observation
 * began, so that delayed entry causes no bias. The resolution of the sample is ignored.
 */
export function exactLogLikelihood<Parameters>(
  sample: Sample,
  density: Density<Parameters>,
): (parameters: Parameters) => number {
  const terms = likelihoodTerms(sample);
  const ends = durationList(terms.ends);
  const tails = durationList(terms.tails);
  return (parameters) => sumOfTerms(ends, tails, bindDensity(density, parameters));
}

/** A duration, and how often it counts. */
export type CountedDuration = readonly [duration: number, count: number];

/** Ends; and tails: cut-off durations counted positive, entries counted negative. Equal durations are merged. */
export function likelihoodTerms({ rows, truncated }: Sample): {
  ends: CountedDuration[];
  tails: CountedDuration[];
} {
  if (truncated === 0) {
    // Rows are merged already.
    const counted = ({ duration, count }: SampleRow): CountedDuration => [duration, count];
    return {
      ends: rows.filter(({ isEnded }) => isEnded).map(counted),
      tails: rows.filter(({ isEnded }) => !isEnded).map(counted),
    };
  }
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

/** Durations with their logarithms, ready to be summed over many times. */
export interface DurationList {
  readonly durations: Float64Array;
  /** Computed at the first call: not every family needs them. */
  readonly logarithms: () => Float64Array;
  readonly counts: Float64Array;
  readonly total: number;
}

/** @param shift - is added to every duration. */
export function durationList(counted: readonly CountedDuration[], shift = 0): DurationList {
  const durations = new Float64Array(counted.length);
  const counts = new Float64Array(counted.length);
  let total = 0;
  for (let index = 0; index < counted.length; index += 1) {
    const each = counted[index]!;
    durations[index] = each[0] + shift;
    counts[index] = each[1];
    total += each[1];
  }
  let logarithms: Float64Array | undefined;
  return {
    durations,
    logarithms() {
      logarithms ??= durations.map(log);
      return logarithms;
    },
    counts,
    total,
  };
}

/** Σ ln f over the ends + Σ ln S over the tails. */
export function sumOfTerms(ends: DurationList, tails: DurationList, density: BoundDensity): number {
  return (
    sumOver(ends, density.logDensity, density.partsOfDensity) +
    sumOver(tails, density.logSurvival, density.partsOfSurvival)
  );
}

function sumOver(list: DurationList, of: OfDuration, parts: InParts | undefined): number {
  if (parts) return sumOfParts(list, parts);
  const { durations, counts } = list;
  const logarithms = list.logarithms();
  let sum = 0;
  for (let index = 0; index < durations.length; index += 1) {
    sum += counts[index]! * of(durations[index]!, logarithms[index]!);
  }
  return sum;
}

/** Inside these bounds, a product can take a few more factors. */
const LARGEST_PRODUCT = 1e150;
const SMALLEST_PRODUCT = 1e-150;
/** A duration that counts at most this often is multiplied in as often, if its factor is in the bounds: one logarithm then serves many. */
const FEW = 6;
const LARGEST_FACTOR = 1e25;
const SMALLEST_FACTOR = 1e-25;

/** Reused by every sum. */
let [added, factors] = [new Float64Array(64), new Float64Array(64)];

function sumOfParts({ durations, counts }: DurationList, parts: InParts): number {
  const size = durations.length;
  if (added.length < size) [added, factors] = [new Float64Array(2 * size), new Float64Array(2 * size)];
  parts.columns(durations, added, factors);
  let sum = 0;
  let logarithms = 0;
  let product = 1;
  for (let index = 0; index < size; index += 1) {
    const count = counts[index]!;
    sum += count * added[index]!;
    const value = factors[index]!;
    if (count === 1) product *= value;
    else if (
      (count | 0) === count &&
      count > 0 &&
      count <= FEW &&
      value < LARGEST_FACTOR &&
      value > SMALLEST_FACTOR
    )
      for (let times = 0; times < count; times += 1) product *= value;
    else logarithms += count * log(value);
    if (product < LARGEST_PRODUCT && product > SMALLEST_PRODUCT) continue;
    logarithms += log(product);
    product = 1;
  }
  return sum + parts.power * (logarithms + log(product));
}
