/** Decides what a scenario draws from: the family where it is not rejected and keeps the restricted mean, otherwise the Kaplan-Meier curve. */

import type { Sample } from '../../distributions/estimating/sample.ts';
import type { Constant } from '../../distributions/families/constant.ts';
import type { Distribution } from '../../distributions/families/distribution.ts';
import type { FamilyEstimate } from '../fit-family.ts';
import type { GoodnessOfFit } from './bootstrap.ts';
import { empiricalOf } from './empirical-of.ts';
import type { Verdict } from './verdict.ts';
import { type WatchedTime, watchedTime } from './watched-time.ts';

interface Judged {
  readonly verdict: Verdict;
  readonly best: FamilyEstimate | undefined;
  readonly goodness: GoodnessOfFit | undefined;
}

/** What a scenario draws from, and why. */
export interface DrawnForm {
  readonly form: 'family' | 'curve' | 'constant' | 'nothing';
  /** One reason in words. */
  readonly why: string;
  /** The restricted means of the family and of the curve; undefined where no family was tested. */
  readonly watched: WatchedTime | undefined;
  /** The family beyond the longest duration of a curve; undefined where the curve ends at 0. */
  readonly tail: string | undefined;
}

/** A family keeps the restricted mean where it deviates by no more than this share and no more than this many standard errors. */
const MOST_OFF = 0.05;
const MOST_ERRORS = 2;
/** A family that the test rejects at this level is not drawn from. */
const REJECTED = 0.01;

/** @returns an undefined distribution where the sample has no end. */
export function drawnForm(sample: Sample, judged: Judged, constant: Constant | undefined): Drawn {
  const none = { watched: undefined, tail: undefined };
  if (constant)
    return { distribution: constant, drawn: { form: 'constant', why: 'all ends are equal', ...none } };
  const { best } = judged;
  const watched = best && sample.events > 0 ? watchedTime(sample, best.distribution) : undefined;
  const objection = objectionTo(sample, judged, watched);
  if (best && objection === undefined) {
    const why = `the test does not reject it, and its restricted mean is ${inWords(watched!)}`;
    return { distribution: best.distribution, drawn: { form: 'family', why, watched, tail: undefined } };
  }
  const curve = drawnCurve(sample, objection!);
  return { ...curve, drawn: { ...curve.drawn, watched } };
}

/** What a scenario draws from, without what was tested to find it. */
export interface Drawn {
  /** Undefined where the sample has no end. */
  readonly distribution: Distribution | undefined;
  readonly drawn: DrawnForm;
}

/** The curve, whatever family might fit. */
export function drawnCurve(sample: Sample, why: string): Drawn {
  const curve = empiricalOf(sample);
  const none = { watched: undefined, tail: undefined };
  if (!curve) return { distribution: undefined, drawn: { form: 'nothing', why: 'nothing ended', ...none } };
  const tail = typeof curve.tail === 'object' ? curve.tail.family : curve.tail;
  return { distribution: curve, drawn: { form: 'curve', why, watched: undefined, tail } };
}

function objectionTo(
  sample: Sample,
  { verdict, best, goodness }: Judged,
  watched: WatchedTime | undefined,
): string | undefined {
  if (!best || !watched || verdict === 'too few' || !goodness) return 'too few ends for a test';
  if (goodness.pValue < REJECTED) return `the test rejects ${best.candidate}`;
  if (verdict === 'no family fits') return `${best.candidate} is too far from it`;
  const off = Math.abs(watched.fitted - watched.seen);
  // Rounded stamps move the curve by up to half a tick; a sum of many terms may deviate in its last digits.
  const rounding = sample.resolution / 2 + 1e-9 * watched.seen;
  if (off <= MOST_OFF * watched.seen && off <= MOST_ERRORS * watched.standardError + rounding)
    return undefined;
  return `the restricted mean of ${best.candidate} is ${inWords(watched)}`;
}

function inWords({ fitted, seen, standardError }: WatchedTime): string {
  const errors = standardError > 0 ? Math.abs(fitted - seen) / standardError : 0;
  return `${(fitted / seen).toFixed(3)} of the curve's (${errors.toFixed(1)} standard errors)`;
}
