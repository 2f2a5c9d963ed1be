/** Computes the log-likelihood of a sample with cut-off ends, late entries and rounded stamps. */
import {
  type CountedDuration,
  type DurationList,
  durationList,
  likelihoodTerms,
  sumOfTerms,
} from '../../distributions/estimating/exact-likelihood.ts';
import type { Sample, SampleRow } from '../../distributions/estimating/sample.ts';
import { type FittedDistribution, readyDensity } from '../../distributions/families/distribution.ts';
import { log } from '../../distributions/special-functions/exact-math.ts';
import { integralsOf, isCoarse, logStampedProbability, logStampedSurvival, type Stamps } from './stamped.ts';

/** With a standard deviation of fewer ticks than this, all durations need the exact form of rounding, however long they are. */
const NARROW_TICKS = 8;

/** How the rounding of this sample enters its likelihood; undefined where times are exact. */
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
 * The exact likelihood (see {@link likelihoodTerms}) where times are exact. With rounded stamps, probabilities of whole ticks replace the
 * density and the survival function, for every family alike.
 */
export function logLikelihood(sample: Sample): (distribution: FittedDistribution) => number {
  const { stamps, ends, tails, stampedEnds, stampedTails } = termsOf(sample);
  const ticks = stamps ? log(stamps.tick) * ends.total : 0;
  return (distribution) => {
    const density = readyDensity(distribution);
    let sum = sumOfTerms(ends, tails, density) + ticks;
    if (stampedEnds.durations.length + stampedTails.durations.length === 0) return sum;
    const integrals = integralsOf(distribution, stamps!.tick);
    for (let index = 0; index < stampedEnds.durations.length; index += 1) {
      const duration = stampedEnds.durations[index]!;
      sum += stampedEnds.counts[index]! * logStampedProbability(density, duration, stamps!, integrals);
    }
    for (let index = 0; index < stampedTails.durations.length; index += 1) {
      const duration = stampedTails.durations[index]!;
      sum += stampedTails.counts[index]! * logStampedSurvival(density, duration, stamps!, integrals);
    }
    return sum;
  };
}

/**
 * The sample of exact times with the same likelihood, up to a constant: where all durations are long, rounding only takes half a tick from
 * cut-off durations and entries. Undefined where a duration is so short that rounding shapes its term.
 */
export function asExactTimes(sample: Sample, stamps: Stamps | undefined): Sample | undefined {
  if (!stamps) return sample;
  const { size, events, truncated, rows, windows } = sample;
  const [shortest] = rows;
  if (!shortest || !isCoarse(shortest.duration, stamps)) return undefined;
  const exact = { size, events, truncated, rows, windows, resolution: 0 };
  if (truncated === 0 && events === size) return exact;
  const shift = 0.5 * stamps.tick;
  const shifted: SampleRow[] = [];
  for (const row of rows) {
    const { duration, isEnded, entry, count } = row;
    if (entry > 0 && !isCoarse(entry, stamps)) return undefined;
    if (isEnded && entry === 0) shifted.push(row);
    else
      shifted.push({
        duration: isEnded ? duration : duration - shift,
        isEnded,
        entry: entry > 0 ? entry - shift : 0,
        count,
      });
  }
  return { ...exact, rows: shifted };
}

/** The terms of a sample by how they are summed. */
interface Terms {
  readonly stamps: Stamps | undefined;
  readonly ends: DurationList;
  readonly tails: DurationList;
  readonly stampedEnds: DurationList;
  readonly stampedTails: DurationList;
}

/** Every family sums over the same terms. */
const knownTerms = new WeakMap<Sample, Terms>();

function termsOf(sample: Sample): Terms {
  const known = knownTerms.get(sample);
  if (known) return known;
  const stamps = stampsOf(sample);
  const terms = likelihoodTerms(sample);
  const isSmooth = (counted: CountedDuration): boolean =>
    stamps === undefined || isCoarse(counted[0], stamps);
  const isStamped = (counted: CountedDuration): boolean => !isSmooth(counted);
  const found = {
    stamps,
    ends: durationList(terms.ends.filter(isSmooth)),
    tails: durationList(terms.tails.filter(isSmooth), stamps ? -0.5 * stamps.tick : 0),
    stampedEnds: durationList(terms.ends.filter(isStamped)),
    stampedTails: durationList(terms.tails.filter(isStamped)),
  };
  knownTerms.set(sample, found);
  return found;
}
