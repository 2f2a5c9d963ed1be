/** Declares a distribution of any family. Scenarios draw from it, and fits result in it. */
import type { WrittenParameters } from '../written/written-values.ts';
import { type BoundDensity, bindDensity } from './density.ts';
import type { Family, FittableFamily } from './family.ts';
import { FAMILIES } from './index.ts';

type FamilyList = typeof FAMILIES;
type FamilyName = keyof FamilyList;
type FittableName = {
  [Name in FamilyName]: FamilyList[Name] extends { readonly fitting: object } ? Name : never;
}[FamilyName];

/** The parameters of one of the families; `family` names which. */
export type Distribution = Parameters<FamilyList[FamilyName]['write']>[0];
/** A distribution of a family that can be fitted. */
export type FittedDistribution = Parameters<FamilyList[FittableName]['write']>[0];
/** The name of a model that can be fitted: a family, and for the hyperexponential the number of its phases. */
export type Candidate = FamilyList[FittableName]['fitting']['candidates'][number]['name'];

/**
 * The value that the uniform `u` inside (0, 1) draws. Every family uses one uniform a draw, so two scenarios that share a stream draw from
 * the same uniforms (common random numbers).
 */
export function quantile(distribution: Distribution, u: number): number {
  return familyOf(distribution).quantile(distribution, u);
}

/** The x with P(X ≤ x) = probability, 0 < probability < 1. */
export function inverseCdf(distribution: Distribution, probability: number): number {
  const family = familyOf(distribution);
  return family.inverseCdf?.(distribution, probability) ?? family.quantile(distribution, probability);
}

const LARGEST_UNIFORM = 0.9999999999999999;

/**
 * Draws a value above `entry`, from one uniform `u` in (0, 1). Returns `entry` where all values above it have probability 0.
 */
export function drawBeyond(distribution: Distribution, entry: number, u: number): number {
  if (entry <= 0) return quantile(distribution, u);
  const family = familyOf(distribution);
  if (family.quantileBeyond) return family.quantileBeyond(distribution, entry, u);
  const below = cdf(distribution, entry);
  const at = Math.min(LARGEST_UNIFORM, below + u * (1 - below));
  return Math.max(entry, quantile(distribution, at));
}

/** E(X); Infinity where it does not exist. */
export function mean(distribution: Distribution): number {
  return familyOf(distribution).mean(distribution);
}

/** P(X ≤ x). */
export function cdf(distribution: Distribution, x: number): number {
  return familyOf(distribution).cdf(distribution, x);
}

/** P(X > x), accurate in the upper tail. */
export function survival(distribution: Distribution, x: number): number {
  return familyOf(distribution).survival(distribution, x);
}

/** The distribution of `factor` × X: twice the arrivals are gaps scaled by ½. */
export function scaled(distribution: Distribution, factor: number): Distribution {
  return familyOf(distribution).scaled(distribution, factor);
}

/** A distribution of seconds as a scenario file contains it. */
export function writtenDistribution(distribution: Distribution): WrittenParameters {
  return familyOf(distribution).write(distribution);
}

export function familyOf(distribution: Distribution): Family<Distribution> {
  return FAMILIES[distribution.family] as Family<Distribution>;
}

export function fittingOf(
  distribution: FittedDistribution,
): FittableFamily<FittedDistribution, Candidate>['fitting'] {
  return FAMILIES[distribution.family].fitting as unknown as FittableFamily<
    FittedDistribution,
    Candidate
  >['fitting'];
}

/** A density bound to a distribution, for many durations. */
export interface ReadyDensity extends BoundDensity {
  readonly distribution: FittedDistribution;
}

export function readyDensity(distribution: FittedDistribution): ReadyDensity {
  return { distribution, ...bindDensity(fittingOf(distribution).density, distribution) };
}
