/** Which family a sample gets, and whether it deserves one. */

import type { Constant } from '../../distributions/families/constant.ts';
import type { Distribution } from '../../distributions/families/distribution.ts';
import { randomStream } from '../../distributions/random-stream.ts';
import { exp, log } from '../../distributions/special-functions/exact-math.ts';
import { CANDIDATES, type Candidate, type Fit, fitFamily } from '../estimators/fit.ts';
import { medianOfEvents, type Sample } from '../sample.ts';
import { type GoodnessOfFit, goodnessOfFit, REPEATS } from './bootstrap.ts';
import { type EffectSize, effectSize } from './effect-size.ts';
import { empiricalOf } from './empirical-of.ts';

/** One family's place in the comparison. */
export interface RankedFit extends Fit {
  /** Akaike's criterion for small samples, −2 ln L + 2k + 2k(k + 1)/(n − k − 1), n the ends seen. */
  readonly aicc: number;
  readonly bic: number;
  /** The share of the evidence that Akaike's criterion gives it among all that were fitted. */
  readonly weight: number;
  readonly effect: EffectSize;
}

/**
 * `fits`: the test finds nothing wrong. `close`: told apart from the sample only because there is so much of it; the effect size says by
 * how much. `no family fits`: the empirical distribution is used. `too few`: not enough ends to tell. `constant`: all ends alike.
 */
export type Verdict = 'fits' | 'close' | 'no family fits' | 'too few' | 'constant';

export interface Choice {
  readonly verdict: Verdict;
  /** What to draw from; undefined where no end was seen. */
  readonly distribution: Distribution | undefined;
  /** The family that was chosen, or would have been if it fitted. */
  readonly best: RankedFit | undefined;
  readonly goodness: GoodnessOfFit | undefined;
  /** All that were fitted, by AICc. */
  readonly ranking: readonly RankedFit[];
}

export interface ChoiceOptions {
  readonly seed: number;
  /** Names the group, so that its p-value does not depend on other groups. */
  readonly name: string;
  readonly candidates?: readonly Candidate[];
  readonly repeats?: number;
}

/** The mixture of three phases follows almost any sample with its five parameters; it is fitted only where it is asked for. */
export const DEFAULT_CANDIDATES = CANDIDATES.filter((candidate) => candidate !== 'hyperexponential-3');

/** Further from the sample than this, a family misrepresents it. */
export const FARTHEST = 0.1;
/** Fits as close as this to the closest are as good in practice. */
const AS_CLOSE = 0.015;
/** Within this of the best, AICc does not tell. */
const UNDECIDED = 2;
/** A family with an edge must be better by this: its likelihood is as high as it is because the edge touches the sample. */
const EDGE_PENALTY = 6;
/** So many standard errors from the curve where it is farthest, a family needs no test to be known as not the right one. */
const FAR = 4.5;
const FEW_ENDS = 5;
const SOME_ENDS = 20;
const SIGNIFICANT = 0.05;
const HIGHLY_SIGNIFICANT = 0.01;

/** The same sample, seed and name give the same choice on every platform. */
export function chooseFamily(sample: Sample, options: ChoiceOptions): Choice {
  const constant = constantOf(sample);
  if (constant) return nothingRanked('constant', constant);
  const ranking = rank(sample, allowed(sample, options.candidates ?? DEFAULT_CANDIDATES));
  if (ranking.length === 0) return nothingRanked('too few', empiricalOf(sample));
  const random = randomStream(options.seed, 'goodness of fit', options.name);
  const test = (fit: RankedFit): GoodnessOfFit =>
    goodnessOfFit(sample, fit, random, options.repeats ?? REPEATS);
  const likeliest = mostLikely(ranking);
  if (sample.events < FEW_ENDS) {
    return {
      verdict: 'too few',
      distribution: likeliest.distribution,
      best: likeliest,
      goodness: undefined,
      ranking,
    };
  }
  const goodness = isFar(likeliest) ? undefined : test(likeliest);
  if (goodness && goodness.pValue >= SIGNIFICANT) {
    return { verdict: 'fits', distribution: likeliest.distribution, best: likeliest, goodness, ranking };
  }
  const best = simplestOfTheClosest(ranking);
  return judge(sample, best, best === likeliest && goodness ? goodness : test(best), ranking);
}

function judge(
  sample: Sample,
  best: RankedFit,
  goodness: GoodnessOfFit,
  ranking: readonly RankedFit[],
): Choice {
  const isWrong = isFar(best) || goodness.pValue < HIGHLY_SIGNIFICANT;
  if (isWrong && best.effect.distance > FARTHEST) {
    return { verdict: 'no family fits', distribution: empiricalOf(sample), best, goodness, ranking };
  }
  const verdict = goodness.pValue >= SIGNIFICANT && !isFar(best) ? 'fits' : 'close';
  return { verdict, distribution: best.distribution, best, goodness, ranking };
}

function isFar({ effect }: RankedFit): boolean {
  return effect.standardErrors > FAR;
}

function nothingRanked(verdict: Verdict, distribution: Distribution | undefined): Choice {
  return { verdict, distribution, best: undefined, goodness: undefined, ranking: [] };
}

/** Where all ends are alike, up to one tick, and nothing else is known to have lasted longer. */
function constantOf(sample: Sample): Constant | undefined {
  const ends = sample.rows.filter(({ isEnded }) => isEnded);
  const [first, last] = [ends[0], ends.at(-1)];
  if (!first || !last || sample.events < 2) return undefined;
  // A difference of fractions may be off in its last digits.
  const isAlike = last.duration - first.duration <= sample.resolution * (1 + 1e-9);
  const outlasts = sample.rows.some(({ isEnded, duration }) => !isEnded && duration > last.duration);
  if (!isAlike || outlasts) return undefined;
  return first.duration === last.duration || sample.events >= SOME_ENDS
    ? { family: 'constant', value: medianOfEvents(sample) }
    : undefined;
}

/** Few ends tell few families apart. */
function allowed({ events }: Sample, candidates: readonly Candidate[]): Candidate[] {
  if (events < FEW_ENDS) return candidates.filter((candidate) => candidate === 'exponential');
  if (events >= SOME_ENDS) return [...candidates];
  const plain: readonly Candidate[] = ['exponential', 'weibull', 'lognormal'];
  return candidates.filter((candidate) => plain.includes(candidate));
}

function rank(sample: Sample, candidates: readonly Candidate[]): RankedFit[] {
  const fits = candidates.flatMap((candidate) => {
    const fit = fitFamily(candidate, sample);
    if (!fit) return [];
    const k = fit.parameters.length;
    const aicc = -2 * fit.logLikelihood + 2 * k + (2 * k * (k + 1)) / Math.max(1, sample.events - k - 1);
    return [{ ...fit, aicc, bic: -2 * fit.logLikelihood + k * log(sample.events) }];
  });
  const lowest = Math.min(...fits.map(({ aicc }) => aicc));
  const total = fits.reduce((sum, { aicc }) => sum + exp((lowest - aicc) / 2), 0);
  return fits
    .map((fit) => ({
      ...fit,
      weight: exp((lowest - fit.aicc) / 2) / total,
      effect: effectSize(sample, fit.distribution),
    }))
    .sort((a, b) => a.aicc - b.aicc || CANDIDATES.indexOf(a.candidate) - CANDIDATES.indexOf(b.candidate));
}

const WITH_EDGES: readonly Candidate[] = ['uniform', 'loguniform', 'pareto'];

/** The lowest AICc; of those it does not tell apart the ones of fewest parameters, and of them again the lowest. */
function mostLikely(ranking: readonly RankedFit[]): RankedFit {
  const score = ({ aicc, candidate }: RankedFit): number =>
    aicc + (WITH_EDGES.includes(candidate) ? EDGE_PENALTY : 0);
  const lowest = Math.min(...ranking.map(score));
  const undecided = ranking.filter((fit) => score(fit) < lowest + UNDECIDED);
  const fewest = Math.min(...undecided.map(({ parameters }) => parameters.length));
  return undecided
    .filter(({ parameters }) => parameters.length === fewest)
    .reduce((best, fit) => (score(fit) < score(best) ? fit : best));
}

/**
 * Where not even the likeliest family is right, likelihoods only tell which wrong one goes wrong in the least likely place. Then closeness
 * counts, and of families about as close the simplest.
 */
function simplestOfTheClosest(ranking: readonly RankedFit[]): RankedFit {
  const closest = Math.min(...ranking.map(({ effect }) => effect.distance));
  return simplest(ranking.filter(({ effect }) => effect.distance <= closest + AS_CLOSE));
}

function simplest(fits: readonly RankedFit[]): RankedFit {
  return fits.reduce((best, fit) => {
    const fewer = fit.parameters.length - best.parameters.length;
    const earlier = CANDIDATES.indexOf(fit.candidate) - CANDIDATES.indexOf(best.candidate);
    return fewer < 0 || (fewer === 0 && earlier < 0) ? fit : best;
  });
}
