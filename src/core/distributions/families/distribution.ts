/** All families under one type, told apart by `family`: what a scenario draws from and what a fit results in. */
import { type Choice, choice } from './choice.ts';
import { type Constant, constant } from './constant.ts';
import { type Empirical, empirical } from './empirical.ts';
import { type Exponential, exponential } from './exponential.ts';
import type { Family } from './family.ts';
import { type Gamma, gamma } from './gamma.ts';
import { type Hyperexponential, hyperexponential } from './hyperexponential.ts';
import { type Lognormal, lognormal } from './lognormal.ts';
import { type Loguniform, loguniform } from './loguniform.ts';
import { type Lomax, lomax } from './lomax.ts';
import { type Normal, normal } from './normal.ts';
import { type Pareto, pareto } from './pareto.ts';
import { type Uniform, uniform } from './uniform.ts';
import { type Weibull, weibull } from './weibull.ts';

export type Distribution =
  | Exponential
  | Weibull
  | Gamma
  | Lognormal
  | Normal
  | Uniform
  | Loguniform
  | Pareto
  | Lomax
  | Hyperexponential
  | Constant
  | Empirical
  | Choice;

export type FamilyName = Distribution['family'];

/**
 * The value that the uniform `u` inside (0, 1) draws: one uniform a draw for every family, so that two scenarios which share a stream
 * share their luck (common random numbers).
 */
export function quantile(distribution: Distribution, u: number): number {
  return familyOf(distribution).quantile(distribution, u);
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

const FAMILIES: { readonly [Name in FamilyName]: Family<Extract<Distribution, { family: Name }>> } = {
  exponential,
  weibull,
  gamma,
  lognormal,
  normal,
  uniform,
  loguniform,
  pareto,
  lomax,
  hyperexponential,
  constant,
  empirical,
  choice,
};

function familyOf(distribution: Distribution): Family<Distribution> {
  return FAMILIES[distribution.family] as Family<Distribution>;
}
