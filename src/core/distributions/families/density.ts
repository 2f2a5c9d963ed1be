/** Declares the densities and survival functions of a family in logarithms, as maximum likelihood needs them. */

/** A function of x. It receives ln x as well, so that many sets of parameters share one logarithm. */
export type OfDuration = (x: number, logX: number) => number;

/**
 * A logarithm in parts: added(x) + power × ln(factor(x)). A sum over many durations then takes one logarithm of the product of the factors.
 * The factor is at least 0 and never subnormal.
 */
export interface InParts {
  added(x: number): number;
  factor(x: number): number;
  readonly power: number;
  /** Both for many durations, in one loop of the family's own: a call for each of them would allocate its result. */
  columns(durations: Float64Array, added: Float64Array, factors: Float64Array): void;
}

export interface Density<Parameters> {
  /** ln f; −Infinity where the density is 0. */
  logDensity(parameters: Parameters): OfDuration;
  /** ln P(X > x), also where P(X > x) underflows a double; 0 up to x = 0. */
  logSurvival(parameters: Parameters): OfDuration;
  /** The same in parts, for a family whose logarithm would have to be computed for each duration. */
  readonly partsOfDensity?: (parameters: Parameters) => InParts;
  readonly partsOfSurvival?: (parameters: Parameters) => InParts;
  /** ∫₀ˣ t f(t) dt: the mean over values up to x, not divided by their probability. */
  partialMean(parameters: Parameters): (x: number) => number;
}

/** The logarithm of a density of 0. */
export const NO_DENSITY = Number.NEGATIVE_INFINITY;

/** A density with its parameters bound, for many durations. */
export interface BoundDensity {
  readonly logDensity: OfDuration;
  readonly logSurvival: OfDuration;
  readonly partsOfDensity: InParts | undefined;
  readonly partsOfSurvival: InParts | undefined;
}

export function bindDensity<Parameters>(density: Density<Parameters>, parameters: Parameters): BoundDensity {
  return {
    logDensity: density.logDensity(parameters),
    logSurvival: density.logSurvival(parameters),
    partsOfDensity: density.partsOfDensity?.(parameters),
    partsOfSurvival: density.partsOfSurvival?.(parameters),
  };
}
