/** The interface of a distribution family: everything that sampling, measuring, scenario files and fitting need of it. */
import type * as z from 'zod';
import type { Sample } from '../estimating/sample.ts';
import type { ParameterReader } from '../written/parameter-reader.ts';
import type { WrittenParameters } from '../written/written-values.ts';
import type { Density } from './density.ts';

/** The parameters of one distribution, with the name of its family. */
interface FamilyParameters {
  readonly family: string;
}

/**
 * One family. Its functions take valid parameters: {@link Family.read} checks them. A family knows no unit: a value is in the unit of the
 * parameters.
 */
export interface Family<Parameters extends FamilyParameters> {
  /** The value of `type` in a scenario. */
  readonly name: Parameters['family'];
  /** One sentence for the reference page. */
  readonly summary: string;
  /** P(X ≤ x). */
  cdf(parameters: Parameters, x: number): number;
  /** P(X > x), accurate in the upper tail where 1 − cdf would be 0. */
  survival(parameters: Parameters, x: number): number;
  /** The value that one uniform `u` inside (0, 1) draws. It is the inverse of the cdf unless the family defines `inverseCdf` as well. */
  quantile(parameters: Parameters, u: number): number;
  /** The x with P(X ≤ x) = probability, for a family whose draw is not the inverse of its cdf. */
  inverseCdf?(parameters: Parameters, probability: number): number;
  /** A draw that is longer than `entry` > 0, by one uniform, for a family whose draw is not the inverse of its cdf. */
  quantileBeyond?(parameters: Parameters, entry: number, u: number): number;
  /** E(X); Infinity where it does not exist. */
  mean(parameters: Parameters): number;
  /** The distribution of `factor` × X, factor > 0. */
  scaled(parameters: Parameters, factor: number): Parameters;
  /** The shape of the family in a scenario, `type` included. */
  readonly schema: z.ZodObject;
  /** Converts what the schema accepted to parameters. The reader reads units and reports what is wrong. */
  read(
    written: WrittenParameters & { readonly type: Parameters['family'] },
    reader: ParameterReader,
  ): Parameters;
  /** Converts parameters in seconds to what a scenario file contains. */
  write(parameters: Parameters): WrittenParameters;
}

/** A family that maximum likelihood can fit. */
export interface FittableFamily<
  Parameters extends FamilyParameters,
  CandidateName extends string = Parameters['family'],
> extends Family<Parameters> {
  readonly fitting: FittingParts<Parameters, CandidateName>;
}

/** What fitting needs of a family beyond drawing from it. */
interface FittingParts<Parameters, CandidateName extends string> {
  readonly density: Density<Parameters>;
  readonly coordinates: Coordinates<Parameters>;
  /** The models that compete in the choice; most families have one, with the name of the family. */
  readonly candidates: readonly FitCandidate<Parameters, CandidateName>[];
  /** Whether a bound is a parameter. The likelihood then has an edge where the bound touches the sample, and no summit. */
  readonly hasEdges?: boolean;
  /** Draws faster than by `quantile`, with any number of uniforms a draw: for the repeats of a bootstrap. */
  quickDraw?(parameters: Parameters, random: () => number): () => number;
}

export interface FitCandidate<Parameters, CandidateName extends string> {
  readonly name: CandidateName;
  /**
   * The parameters of highest likelihood for exact times; undefined where the likelihood has no maximum.
   *
   * @param isStart - whether parameters near them are enough, from which another search starts.
   */
  estimate(sample: Sample, isStart?: boolean): Parameters | undefined;
  /** With fewer ends than this in the sample, the candidate does not compete. */
  readonly fewestEnds: number;
  /** Whether `estimate` searches widely: a bootstrap then refits from the known maximum instead. */
  readonly isSlow?: boolean;
  /** Whether it does so for a sample with cut-off durations or late entries. */
  readonly isSlowWithTails?: boolean;
  /** Whether the candidate competes only where the caller names it. */
  readonly isOptional?: boolean;
}

/** A family's parameters as free coordinates, in which the likelihood is smooth and nearly quadratic. */
export interface Coordinates<Parameters> {
  of(parameters: Parameters): number[];
  toParameters(at: readonly number[]): Parameters;
  /** For each coordinate, the length over which the likelihood of one duration bends: about the spread of what the coordinate moves. */
  units(parameters: Parameters): number[];
  /** The parameters as a table of fits shows them. */
  shown(parameters: Parameters): ShownParameter[];
}

/**
 * How the confidence interval of a parameter is computed: on its logarithm, on its log-odds, on the parameter itself, or, for a bound that
 * touches the sample, from the density at the bound.
 */
type ParameterKind = 'positive' | 'probability' | 'real' | 'lower bound' | 'upper bound';

export interface ShownParameter {
  readonly name: string;
  readonly value: number;
  readonly kind: ParameterKind;
}
