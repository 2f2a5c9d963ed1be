/** Chooses the family for a sample, and decides whether any family fits. */

import { medianOfEvents, type Sample } from '../../distributions/estimating/sample.ts';
import type { Constant } from '../../distributions/families/constant.ts';
import { type Candidate, type Distribution, fittingOf } from '../../distributions/families/distribution.ts';
import { randomStream } from '../../distributions/random-stream.ts';
import { exp, log } from '../../distributions/special-functions/exact-math.ts';
import { CANDIDATES, candidateNamed, DEFAULT_CANDIDATES } from '../candidates.ts';
import { estimateFamily, type FamilyEstimate, type FamilyFit, parametersOf } from '../fit-family.ts';
import { kaplanMeier } from '../kaplan-meier.ts';
import { type GoodnessOfFit, goodnessOfFit, NONE_AS_FAR, REPEATS } from './bootstrap.ts';
import { type DrawnForm, drawnForm } from './drawn-form.ts';
import { type EffectSize, effectSize } from './effect-size.ts';
import type { Verdict } from './verdict.ts';

/** One candidate's place in the comparison. */
interface RankedFit extends FamilyEstimate {
  /** Akaike's criterion for small samples, −2 ln L + 2k + 2k(k + 1)/(n − k − 1), with n the number of ends. */
  readonly aicc: number;
  readonly bic: number;
  /** Its Akaike weight among all candidates that were fitted. */
  readonly weight: number;
  readonly effect: EffectSize;
}

export interface FamilyChoice {
  readonly verdict: Verdict;
  /** The distribution to draw from; undefined where the sample has no end. */
  readonly distribution: Distribution | undefined;
  /** Whether that is the family or the curve, and why. */
  readonly drawn: DrawnForm;
  /** The best candidate, also where it does not fit. */
  readonly best: (RankedFit & FamilyFit) | undefined;
  readonly goodness: GoodnessOfFit | undefined;
  /** All candidates that were fitted, by AICc. */
  readonly ranking: readonly RankedFit[];
}

export interface ChoiceOptions {
  readonly seed: number;
  /** The name of the group: its p-value then does not depend on other groups. */
  readonly name: string;
  readonly candidates?: readonly Candidate[];
  readonly repeats?: number;
}

/** A family further from the sample than this misrepresents it. */
export const FARTHEST = 0.1;
/** A fit whose distance exceeds the smallest by no more than this is as good in practice. */
const AS_CLOSE = 0.015;
/** A difference of AICc by more than this decides, also between families that are all rejected. */
const FAR_LESS_LIKELY = 100;
/** AICc does not separate candidates that differ by less than this. */
const UNDECIDED = 2;
/** A family with edges must be better by this much, because the edge that touches the sample raises its likelihood. */
const EDGE_PENALTY = 6;
/** A family that is this many standard errors from the curve, at the farthest point, is rejected without a test. */
const FAR = 4.5;
/** Where the p-value is certainly below this, samples are not drawn. */
const HOPELESS = 0.001;
/** With fewer ends than this, no test is made. */
const FEW_ENDS = 5;
/** With fewer ends than this, only equal ends count as a constant, not ends one tick apart. */
const SOME_ENDS = 20;
const SIGNIFICANT = 0.05;
const HIGHLY_SIGNIFICANT = 0.01;

/** What the tests say, before it is decided what to draw from. */
type Judged = Pick<FamilyChoice, 'verdict' | 'goodness' | 'ranking'> & {
  readonly best: RankedFit | undefined;
};

/** The same sample, seed and name give the same choice on every platform. */
export function chooseFamily(sample: Sample, options: ChoiceOptions): FamilyChoice {
  const constant = constantOf(sample);
  const judged: Judged = constant
    ? { verdict: 'constant', best: undefined, goodness: undefined, ranking: [] }
    : judgeFamilies(sample, options);
  const { best } = judged;
  return {
    ...judged,
    best: best && { ...best, parameters: parametersOf(best, sample) },
    ...drawnForm(sample, judged, constant),
  };
}

function judgeFamilies(sample: Sample, options: ChoiceOptions): Judged {
  const ranking = rank(sample, allowed(sample, options.candidates ?? DEFAULT_CANDIDATES));
  if (ranking.length === 0) return { verdict: 'too few', best: undefined, goodness: undefined, ranking };
  const random = randomStream(options.seed, 'goodness of fit', options.name);
  const repeats = options.repeats ?? REPEATS;
  const test = (fit: RankedFit): GoodnessOfFit => {
    if (!isFar(fit)) return goodnessOfFit(sample, fit, random, repeats);
    const { pValueAtMost } = fit.effect;
    if (pValueAtMost < HOPELESS) return { pValue: pValueAtMost, repeats: 0 };
    return goodnessOfFit(sample, fit, random, Math.min(NONE_AS_FAR, repeats));
  };
  const likeliest = mostLikely(ranking);
  if (sample.events < FEW_ENDS) {
    return { verdict: 'too few', best: likeliest, goodness: undefined, ranking };
  }
  const goodness = isFar(likeliest) ? undefined : test(likeliest);
  if (goodness && goodness.pValue >= SIGNIFICANT) {
    return { verdict: 'fits', best: likeliest, goodness, ranking };
  }
  const best = simplestOfTheClosest(ranking);
  return judge(best, best === likeliest && goodness ? goodness : test(best), ranking);
}

function judge(best: RankedFit, goodness: GoodnessOfFit, ranking: readonly RankedFit[]): Judged {
  const isWrong = isFar(best) || goodness.pValue < HIGHLY_SIGNIFICANT;
  if (isWrong && best.effect.distance > FARTHEST)
    return { verdict: 'no family fits', best, goodness, ranking };
  const verdict = goodness.pValue >= SIGNIFICANT && !isFar(best) ? 'fits' : 'close';
  return { verdict, best, goodness, ranking };
}

function isFar({ effect }: RankedFit): boolean {
  return effect.standardErrors > FAR;
}

/** The constant, where all ends are equal up to one tick and no cut-off duration is longer. */
function constantOf(sample: Sample): Constant | undefined {
  const ends = sample.rows.filter(({ isEnded }) => isEnded);
  const [first, last] = [ends[0], ends.at(-1)];
  if (!first || !last || sample.events < 2) return undefined;
  // A difference of fractions may deviate in its last digits.
  const isEqual = last.duration - first.duration <= sample.resolution * (1 + 1e-9);
  const isExceeded = sample.rows.some(({ isEnded, duration }) => !isEnded && duration > last.duration);
  if (!isEqual || isExceeded) return undefined;
  return first.duration === last.duration || sample.events >= SOME_ENDS
    ? { family: 'constant', value: medianOfEvents(sample) }
    : undefined;
}

/** A few ends can separate only a few families. */
function allowed({ events }: Sample, candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter((candidate) => events >= candidateNamed(candidate).fewestEnds);
}

function rank(sample: Sample, candidates: readonly Candidate[]): RankedFit[] {
  const curve = kaplanMeier(sample);
  const fits = candidates.flatMap((candidate) => {
    const fit = estimateFamily(candidate, sample);
    if (!fit) return [];
    const k = parameterCount(fit);
    const aicc = -2 * fit.logLikelihood + 2 * k + (2 * k * (k + 1)) / Math.max(1, sample.events - k - 1);
    return [{ ...fit, aicc, bic: -2 * fit.logLikelihood + k * log(sample.events) }];
  });
  const lowest = Math.min(...fits.map(({ aicc }) => aicc));
  const total = fits.reduce((sum, { aicc }) => sum + exp((lowest - aicc) / 2), 0);
  return fits
    .map((fit) => ({
      ...fit,
      weight: exp((lowest - fit.aicc) / 2) / total,
      effect: effectSize(sample, fit.distribution, curve),
    }))
    .sort((a, b) => a.aicc - b.aicc || CANDIDATES.indexOf(a.candidate) - CANDIDATES.indexOf(b.candidate));
}

function parameterCount({ distribution }: FamilyEstimate): number {
  return fittingOf(distribution).coordinates.units(distribution).length;
}

/** Of the candidates that AICc does not separate from the lowest, those with the fewest parameters; of them, the lowest. */
function mostLikely(ranking: readonly RankedFit[]): RankedFit {
  const score = ({ aicc, distribution }: RankedFit): number =>
    aicc + (fittingOf(distribution).hasEdges ? EDGE_PENALTY : 0);
  const lowest = Math.min(...ranking.map(score));
  const undecided = ranking.filter((fit) => score(fit) < lowest + UNDECIDED);
  const fewest = Math.min(...undecided.map(parameterCount));
  return undecided
    .filter((fit) => parameterCount(fit) === fewest)
    .reduce((best, fit) => (score(fit) < score(best) ? fit : best));
}

/**
 * Where even the likeliest family is wrong, likelihoods do not show which wrong family is closest to the sample. So the distance decides,
 * and among families of about the same distance, the simplest one that is not far less likely.
 */
function simplestOfTheClosest(ranking: readonly RankedFit[]): RankedFit {
  const closest = Math.min(...ranking.map(({ effect }) => effect.distance));
  const close = ranking.filter(({ effect }) => effect.distance <= closest + AS_CLOSE);
  const lowest = Math.min(...close.map(({ aicc }) => aicc));
  return simplest(close.filter(({ aicc }) => aicc <= lowest + FAR_LESS_LIKELY));
}

function simplest(fits: readonly RankedFit[]): RankedFit {
  return fits.reduce((best, fit) => {
    const fewer = parameterCount(fit) - parameterCount(best);
    const earlier = CANDIDATES.indexOf(fit.candidate) - CANDIDATES.indexOf(best.candidate);
    return fewer < 0 || (fewer === 0 && earlier < 0) ? fit : best;
  });
}
