/** One family fitted to one sample: the parameters of highest likelihood, how surely they are known, and how likely they make the sample. */
import { type FittedDistribution, type FittedFamily, readyDensity } from '../../distributions/density.ts';
import { exp, log } from '../../distributions/special-functions/exact-math.ts';
import { logLikelihood } from '../likelihood/log-likelihood.ts';
import type { Sample, SampleRow } from '../sample.ts';
import { estimateLoguniform, estimatePareto, estimateUniform } from './bounds.ts';
import { coordinatesOf, type ShownParameter } from './coordinates.ts';
import { estimateExponential } from './exponential.ts';
import { estimateGamma } from './gamma.ts';
import { estimateLognormal, estimateNormal } from './gaussian.ts';
import { estimateHyperexponential } from './hyperexponential.ts';
import { estimateLomax } from './lomax.ts';
import { informationAt, type Maximum, maximize, maximizeNearby } from './maximize.ts';
import { inverseOfPositive, quadraticForm } from './small-matrix.ts';
import { estimateWeibull } from './weibull.ts';

/** What can be fitted: a family, and for the hyperexponential how many phases. */
export type Candidate =
  | Exclude<FittedFamily, 'hyperexponential'>
  | 'hyperexponential-2'
  | 'hyperexponential-3';

export interface FittedParameter {
  readonly name: string;
  readonly value: number;
  /** NaN where the likelihood has an edge there, not a summit. */
  readonly standardError: number;
  /** 95 % confidence interval. */
  readonly low: number;
  readonly high: number;
}

export interface Fit {
  readonly candidate: Candidate;
  readonly distribution: FittedDistribution;
  readonly logLikelihood: number;
  readonly parameters: readonly FittedParameter[];
}

const ESTIMATORS: { readonly [Name in Candidate]: (sample: Sample) => FittedDistribution | undefined } = {
  exponential: estimateExponential,
  weibull: estimateWeibull,
  lognormal: estimateLognormal,
  gamma: estimateGamma,
  lomax: estimateLomax,
  normal: estimateNormal,
  pareto: estimatePareto,
  uniform: estimateUniform,
  loguniform: estimateLoguniform,
  'hyperexponential-2': (sample) => estimateHyperexponential(sample, 2),
  'hyperexponential-3': (sample) => estimateHyperexponential(sample, 3),
};

/** Every candidate, simple ones first: at equal merit the earlier one is kept. */
export const CANDIDATES = Object.keys(ESTIMATORS) as Candidate[];

/** Families with an edge at a bound that is itself a parameter. */
const WITH_EDGES: ReadonlySet<string> = new Set(['pareto', 'uniform', 'loguniform']);

/**
 * The maximum of the likelihood, exact to about 1e-10 of each parameter. With rounded stamps it is that of the stamped likelihood, except
 * for families with an edge, whose bounds stay at the stamps.
 *
 * @returns undefined where the family has no maximum for this sample: too few ends, all ends alike, or a limit that is another family.
 */
export function fitFamily(candidate: Candidate, sample: Sample): Fit | undefined {
  const distribution = estimate(candidate, sample);
  if (!distribution) return undefined;
  const value = logLikelihood(sample)(distribution);
  if (!Number.isFinite(value)) return undefined;
  return { candidate, distribution, logLikelihood: value, parameters: parametersOf(distribution, sample) };
}

function estimate(candidate: Candidate, sample: Sample): FittedDistribution | undefined {
  const exact = ESTIMATORS[candidate](softened(sample));
  if (!exact || sample.resolution === 0 || WITH_EDGES.has(candidate)) return exact;
  const found = climb(sample, exact);
  return found && coordinatesOf(exact.family).toParameters(found.at);
}

function climb(sample: Sample, from: FittedDistribution): Maximum | undefined {
  const coordinates = coordinatesOf(from.family);
  const likelihood = logLikelihood(sample);
  return maximize(
    (at) => likelihood(coordinates.toParameters(at)),
    coordinates.of(from),
    coordinates.units(from),
  );
}

/** Stamps as times, with a part of a tick where both stamps are the same. */
function softened(sample: Sample): Sample {
  const { rows, resolution } = sample;
  if (resolution === 0) return sample;
  const shortest = 0.4 * resolution;
  const soften = (row: SampleRow): SampleRow => (row.duration > 0 ? row : { ...row, duration: shortest });
  return { ...sample, rows: rows.map(soften), resolution: 0 };
}

/**
 * Refits many samples that are alike, each starting from the same distribution: for the repeats of a bootstrap, where the last digits of
 * the parameters do not matter.
 *
 * @param share - the size of those samples as a part of the original's.
 */
export function refitter(
  fit: Fit,
  original: Sample,
  share = 1,
): (sample: Sample) => FittedDistribution | undefined {
  const { distribution, candidate } = fit;
  const hasOwn = original.resolution === 0 && !SLOW_ALONE.has(candidate);
  if (hasOwn || WITH_EDGES.has(candidate)) return (sample) => ESTIMATORS[candidate](softened(sample));
  const coordinates = coordinatesOf(distribution.family);
  const [start, units] = [coordinates.of(distribution), coordinates.units(distribution)];
  const inverse = inverseOfPositive(
    informationOf(distribution, original).map((row) => row.map((value) => value * share)),
  );
  if (!inverse) return () => undefined;
  return (sample) => {
    const likelihood = logLikelihood(sample);
    const found = maximizeNearby((at) => likelihood(coordinates.toParameters(at)), start, units, inverse);
    return Number.isFinite(found.value) ? coordinates.toParameters(found.at) : undefined;
  };
}

/** Families whose own estimator searches widely. */
const SLOW_ALONE: ReadonlySet<string> = new Set(['lomax', 'hyperexponential-2', 'hyperexponential-3']);

function informationOf(distribution: FittedDistribution, sample: Sample): number[][] {
  const coordinates = coordinatesOf(distribution.family);
  const likelihood = logLikelihood(sample);
  return informationAt(
    (at) => likelihood(coordinates.toParameters(at)),
    coordinates.of(distribution),
    coordinates.units(distribution),
  );
}

/** Normal quantile at 97.5 %. */
const Z = 1.959963984540054;

function parametersOf(distribution: FittedDistribution, sample: Sample): FittedParameter[] {
  const coordinates = coordinatesOf(distribution.family);
  const shown = coordinates.shown(distribution);
  if (WITH_EDGES.has(distribution.family)) return edgeParameters(distribution, shown, sample);
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

/** On the scale on which estimates are nearest to normal: logarithms for what is positive, log-odds for probabilities. */
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
 * A bound lies beyond the extreme duration by less than what one duration in `events` holds: 95 % of the time within −ln 0.05 ÷ (events ×
 * density at the bound). A Pareto shape has the relative standard error 1/√events.
 */
function edgeParameters(
  distribution: FittedDistribution,
  shown: readonly ShownParameter[],
  { events }: Sample,
): FittedParameter[] {
  const { logDensity } = readyDensity(distribution);
  return shown.map((parameter) => {
    const { name, value } = parameter;
    if (name === 'shape') {
      const standardError = value / Math.sqrt(events);
      return { name, value, standardError, ...interval(parameter, standardError) };
    }
    const reach = 2.995732273553991 * exp(-logDensity(value, log(value)) - log(events));
    const [low, high] = name === 'min' ? [value - reach, value] : [value, value + reach];
    return { name, value, standardError: Number.NaN, low: Math.max(0, low), high };
  });
}
