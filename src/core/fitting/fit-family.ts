/** Fits one family to one sample: the parameters of highest likelihood, their uncertainty, and the likelihood. */

import { climbCoordinates } from '../distributions/estimating/climb-coordinates.ts';
import { gathered } from '../distributions/estimating/gathered-sample.ts';
import { informationAt, maximizeNearby } from '../distributions/estimating/maximize.ts';
import type { Sample, SampleRow } from '../distributions/estimating/sample.ts';
import { inverseOfPositive, quadraticForm } from '../distributions/estimating/small-matrix.ts';
import {
  type Candidate,
  type FittedDistribution,
  fittingOf,
  readyDensity,
} from '../distributions/families/distribution.ts';
import type { ShownParameter } from '../distributions/families/family.ts';
import { exp, log } from '../distributions/special-functions/exact-math.ts';
import { hasEdges as candidateHasEdges, candidateNamed } from './candidates.ts';
import { asExactTimes, logLikelihood, stampsOf } from './likelihood/log-likelihood.ts';
import { type Stamps, shortestSmooth } from './likelihood/stamped.ts';

export interface FittedParameter {
  readonly name: string;
  readonly value: number;
  /** NaN for a bound, where the likelihood has an edge and no summit. */
  readonly standardError: number;
  /** 95 % confidence interval. */
  readonly low: number;
  readonly high: number;
}

/** The best distribution of a family. */
export interface FamilyEstimate {
  readonly candidate: Candidate;
  readonly distribution: FittedDistribution;
  readonly logLikelihood: number;
}

export interface FamilyFit extends FamilyEstimate {
  readonly parameters: readonly FittedParameter[];
}

/**
 * The maximum of the likelihood, exact to about 1e-10 of each parameter. With rounded stamps, it maximises the stamped likelihood. Families
 * with edges are the exception: their bounds stay at the stamps.
 *
 * @returns undefined where the family has no maximum for this sample: too few ends, only equal ends, or a limit that is another family.
 */
export function fitFamily(candidate: Candidate, sample: Sample): FamilyFit | undefined {
  const estimated = estimateFamily(candidate, sample);
  return estimated && { ...estimated, parameters: parametersOf(estimated, sample) };
}

/** The same without the uncertainty of the parameters, which takes about as long. */
export function estimateFamily(candidate: Candidate, sample: Sample): FamilyEstimate | undefined {
  const summed = summedSample(candidate, sample);
  const distribution = estimate(candidate, summed);
  if (!distribution) return undefined;
  const value = logLikelihood(summed)(distribution);
  return Number.isFinite(value) ? { candidate, distribution, logLikelihood: value } : undefined;
}

function summedSample(candidate: Candidate, sample: Sample): Sample {
  return candidateHasEdges(candidate) ? sample : withFewRows(sample);
}

/** The same likelihood as a shorter sum. Where ticks are rounded, only the long durations are gathered. */
function withFewRows(sample: Sample): Sample {
  return gathered(sample, shortestSmooth(stampsOf(sample)));
}

function estimate(candidate: Candidate, sample: Sample): FittedDistribution | undefined {
  const { estimate: estimateExact } = candidateNamed(candidate);
  if (candidateHasEdges(candidate)) return estimateExact(softened(sample), sample.resolution > 0);
  const asExact = knownExactTimes(sample);
  if (asExact) return estimateExact(asExact);
  const start = estimateExact(softened(sample), true);
  return start && climbCoordinates(fittingOf(start).coordinates, logLikelihood(sample), start);
}

const knownExact = new WeakMap<Sample, Sample | undefined>();

/** Every family is estimated from the same exact times. */
function knownExactTimes(sample: Sample): Sample | undefined {
  if (!knownExact.has(sample)) knownExact.set(sample, asExactTimes(sample, stampsOf(sample)));
  return knownExact.get(sample);
}

const knownSoftened = new WeakMap<Sample, Sample>();

/** Takes stamps for exact times, with 0.4 of a tick where start and end have the same stamp. Every family starts from the same sample. */
function softened(sample: Sample): Sample {
  const { rows, resolution } = sample;
  if (resolution === 0) return sample;
  const known = knownSoftened.get(sample);
  if (known) return known;
  const shortest = 0.4 * resolution;
  const soften = (row: SampleRow): SampleRow => (row.duration > 0 ? row : { ...row, duration: shortest });
  const found = { ...sample, rows: rows.map(soften), resolution: 0 };
  knownSoftened.set(sample, found);
  return found;
}

/**
 * Refits many samples that resemble the original, each from the same start: for the repeats of a bootstrap, where the last digits of the
 * parameters do not matter.
 *
 * @param share - the size of those samples ÷ the size of the original.
 */
export function refitter(
  fit: FamilyEstimate,
  original: Sample,
  share = 1,
): (sample: Sample, stamps?: Stamps) => FittedDistribution | undefined {
  const { distribution } = fit;
  const { coordinates, hasEdges } = fittingOf(distribution);
  const { estimate: estimateExact, isSlow, isSlowWithTails } = candidateNamed(fit.candidate);
  if (hasEdges || (original.resolution === 0 && !isSlow)) return (sample) => estimateExact(softened(sample));
  const [start, units] = [coordinates.of(distribution), coordinates.units(distribution)];
  const inverse = inverseOfPositive(
    informationOf(distribution, withFewRows(original)).map((row) => row.map((value) => value * share)),
  );
  if (!inverse) return () => undefined;
  return (sample, stamps = stampsOf(sample)) => {
    const hasTails = sample.events < sample.size || sample.truncated > 0;
    const asExact = isSlow || (isSlowWithTails && hasTails) ? undefined : asExactTimes(sample, stamps);
    const exact = asExact && estimateExact(asExact);
    if (exact) return exact;
    const likelihood = logLikelihood(sample);
    const found = maximizeNearby((at) => likelihood(coordinates.toParameters(at)), start, units, inverse);
    return Number.isFinite(found.value) ? coordinates.toParameters(found.at) : undefined;
  };
}

function informationOf(distribution: FittedDistribution, sample: Sample): number[][] {
  const { coordinates } = fittingOf(distribution);
  const likelihood = logLikelihood(sample);
  return informationAt(
    (at) => likelihood(coordinates.toParameters(at)),
    coordinates.of(distribution),
    coordinates.units(distribution),
  );
}

/** Normal quantile at 97.5 %. */
const Z = 1.959963984540054;

/** The parameters of an estimate for this sample, with their uncertainty. */
export function parametersOf({ candidate, distribution }: FamilyEstimate, whole: Sample): FittedParameter[] {
  const sample = summedSample(candidate, whole);
  const { coordinates, hasEdges } = fittingOf(distribution);
  const shown = coordinates.shown(distribution);
  if (hasEdges) return edgeParameters(distribution, shown, sample);
  const covariance = inverseOfPositive(informationOf(distribution, sample));
  const at = coordinates.of(distribution);
  const units = coordinates.units(distribution);
  return shown.map((parameter, index) => {
    const slopes = at.map((_, j) => {
      const h = 1e-4 * units[j]!;
      const beside = (by: number): number =>
        coordinates.shown(coordinates.toParameters(at.map((value, k) => (k === j ? value + by : value))))[
          index
        ]!.value;
      return (8 * (beside(h) - beside(-h)) - (beside(2 * h) - beside(-2 * h))) / (12 * h);
    });
    const standardError = covariance ? Math.sqrt(quadraticForm(covariance, slopes)) : Number.NaN;
    return {
      name: parameter.name,
      value: parameter.value,
      standardError,
      ...interval(parameter, standardError),
    };
  });
}

/** On the scale on which estimates are nearest to normal: the logarithm of a positive parameter, the log-odds of a probability. */
function interval({ value, kind }: ShownParameter, standardError: number): { low: number; high: number } {
  if (kind === 'real') return { low: value - Z * standardError, high: value + Z * standardError };
  if (kind === 'positive') {
    const factor = exp((Z * standardError) / value);
    return { low: value / factor, high: value * factor };
  }
  const odds = value / (1 - value);
  const factor = exp((Z * standardError) / (value * (1 - value)));
  return { low: odds / factor / (1 + odds / factor), high: (odds * factor) / (1 + odds * factor) };
}

/**
 * The interval of a bound ends at the extreme duration. It reaches beyond it by −ln 0.05 ÷ (durations that could end there × density at the
 * bound), within which the true bound lies 95 % of the time. A duration that began before the window, or that the window cuts off before the
 * bound, could not. Any other parameter has the relative standard error 1/√events, exact for the shape of a Pareto distribution.
 */
function edgeParameters(
  distribution: FittedDistribution,
  shown: readonly ShownParameter[],
  { events, windows }: Sample,
): FittedParameter[] {
  const { logDensity } = readyDensity(distribution);
  const lowest = shown.find(({ kind }) => kind === 'lower bound')?.value ?? 0;
  const couldEndAt = (bound: number): number =>
    windows.filter(({ entry, limit }) => entry <= lowest && limit >= bound).length || events;
  return shown.map((parameter) => {
    const { name, value, kind } = parameter;
    if (kind !== 'lower bound' && kind !== 'upper bound') {
      const standardError = value / Math.sqrt(events);
      return { name, value, standardError, ...interval(parameter, standardError) };
    }
    const reach = 2.995732273553991 * exp(-logDensity(value, log(value)) - log(couldEndAt(value)));
    const [low, high] = kind === 'lower bound' ? [value - reach, value] : [value, value + reach];
    return { name, value, standardError: Number.NaN, low: Math.max(0, low), high };
  });
}
