/** Checks which claims of a random scenario are inside the 95 % intervals of a fit. */
import { sampleOf } from '../../../src/core/distributions/estimating/sample.ts';
import { evened } from '../../../src/core/fitting/arrivals/rate-profile.ts';
import { fitFamily, parametersOf } from '../../../src/core/fitting/fit-family.ts';
import type { GroupFit } from '../../../src/core/fitting/pods/fit-group.ts';
import type { RandomLaw } from './random-laws.ts';
import type { Claim } from './random-part.ts';
import type { ReplayedFit } from './replayed-fit.ts';

export interface CheckedClaim {
  /** The kind of the claim, and its parameter. */
  readonly name: string;
  readonly isInside: boolean;
}

/** Of a normal distribution, at 97.5 %. */
const Z = 1.959963984540054;

type Intervals = readonly { readonly name: string; readonly low: number; readonly high: number }[];

/** One for each parameter of each claim. What the fit does not have is not inside. */
export function checkedClaims(claims: readonly Claim[], fit: ReplayedFit, window: number): CheckedClaim[] {
  return claims.flatMap((claim) => {
    const group = fitOf(fit, claim.group);
    if (claim.kind === 'law') return ofLaw(claim.quantity, claim.law, intervalsOf(group, claim));
    if (claim.kind === 'jitter') return ofLaw('jitter', claim.law, jitterOf(fit, claim));
    return [{ name: claim.kind, isInside: group !== undefined && isInside(claim, group, window) }];
  });
}

function fitOf({ groups, controllers }: ReplayedFit, name: string): GroupFit | undefined {
  return [...groups, ...controllers.map(({ fit }) => fit)].find(({ group }) => group.name === name);
}

function ofLaw(what: string, { candidate, parameters }: RandomLaw, intervals: Intervals): CheckedClaim[] {
  return Object.entries(parameters).map(([parameter, value]) => {
    const found = intervals.find(({ name }) => name === parameter);
    const isInside = found !== undefined && found.low <= value && value <= found.high;
    return { name: `${what} ${candidate} ${parameter}`, isInside };
  });
}

function intervalsOf(fit: GroupFit | undefined, { quantity, law }: Claim & { kind: 'law' }): Intervals {
  const row = fit?.fits.find((each) => each.quantity === quantity);
  const ranked = row?.choice.ranking.find(({ candidate }) => candidate === law.candidate);
  return row && ranked ? parametersOf(ranked, row.sample) : [];
}

function jitterOf({ controllers }: ReplayedFit, { group, law }: Claim & { kind: 'jitter' }): Intervals {
  const found = controllers.find(({ fit }) => fit.group.name === group)?.found.workloads[0]?.schedule;
  const late = (found?.lateness ?? []).map((duration) => ({ duration, isEnded: true }));
  return fitFamily(law.candidate, sampleOf(late, 1e-6))?.parameters ?? [];
}

function isInside(
  claim: Exclude<Claim, { kind: 'law' | 'jitter' }>,
  { arrived, rateProfile, ends, burstSize, fits }: GroupFit,
  window: number,
): boolean {
  switch (claim.kind) {
    case 'rate': {
      const [from, to, all] = evened([claim.from, claim.to, window], rateProfile) as [number, number, number];
      const pods = (arrived * (to - from)) / all;
      // The square root of a Poisson count has a standard deviation of one half.
      return Math.abs(Math.sqrt(pods) - Math.sqrt(claim.pods)) <= Z / 2;
    }
    case 'share': {
      const all = [...ends.values()].reduce((sum, count) => sum + count, 0);
      const count = ends.get(claim.cause) ?? 0;
      const { share } = claim;
      // The interval of Wilson.
      return Math.abs(count / all - share) <= Z * Math.sqrt((share * (1 - share)) / all);
    }
    case 'per start': {
      const load = fits.find(({ quantity }) => quantity === 'started')?.load;
      return load !== undefined && Math.abs(load.perStart - claim.seconds) <= Z * load.standardError;
    }
    case 'burst size': {
      if (burstSize?.family !== 'choice') return false;
      const all = burstSize.options.reduce((sum, { weight }) => sum + weight, 0);
      const mean = burstSize.options.reduce((sum, { value, weight }) => sum + value * weight, 0) / all;
      const squares =
        burstSize.options.reduce((sum, { value, weight }) => sum + value ** 2 * weight, 0) / all;
      const error = Math.sqrt(Math.max(0, squares - mean ** 2) / all);
      return Math.abs(mean - claim.mean) <= Math.max(Z * error, 1e-9);
    }
  }
}
