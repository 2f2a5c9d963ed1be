/** Makes the law of gaps keep the number of arrivals: a family that does not is replaced by the observed curve. */

import type { Sample } from '../../distributions/estimating/sample.ts';
import { type Distribution, scaled } from '../../distributions/families/distribution.ts';
import type { FamilyChoice } from '../choice/choose-family.ts';
import { empiricalOf } from '../choice/empirical-of.ts';
import { countsOf } from './counts.ts';

/** A family that draws more or fewer arrivals than this share misrepresents the sample. */
const LARGEST_DIFFERENCE = 0.05;
/** A smaller difference is left: the simulated number is no better known. */
const SMALLEST_DIFFERENCE = 0.01;
/** Rounds of correction of the curve, and the share that needs none. */
const CORRECTIONS = 3;
const CORRECT = 0.001;
/** Gaps that vary half as much as those of a Poisson process are regular. */
const REGULAR = 2;
const MOST_REGULAR = 100;

/**
 * The mean number of arrivals or bursts that the returned law draws in the window is the observed one. For exponential gaps it is so by
 * their estimate.
 *
 * @param window - in the time of the gaps.
 */
export function keepCount(choice: FamilyChoice, sample: Sample, window: number): FamilyChoice {
  const law = choice.distribution;
  if (!law || law.family === 'exponential') return choice;
  if (law.family === 'constant') return constantGaps(choice, law.value, window / sample.events);
  const excess = (each: Distribution): number => countsOf(each, window, sample.events).mean / sample.events;
  const first = excess(law);
  if (Math.abs(first - 1) <= SMALLEST_DIFFERENCE) return choice;
  if (law.family !== 'empirical' && Math.abs(first - 1) <= LARGEST_DIFFERENCE)
    return { ...choice, distribution: scaled(law, first) };
  const curve = law.family === 'empirical' ? law : empiricalOf(sample);
  if (!curve) return choice;
  let distribution: Distribution = curve;
  for (let round = 0; round < CORRECTIONS; round += 1) {
    const left = distribution === law ? first : excess(distribution);
    if (!(left > 0) || Math.abs(left - 1) < CORRECT) break;
    distribution = scaled(distribution, left);
  }
  if (law.family === 'empirical') return { ...choice, distribution };
  const why = `${law.family} draws ${first.toFixed(2)} times as many arrivals as there were`;
  return { ...choice, distribution, drawn: { ...choice.drawn, form: 'curve', why } };
}

/**
 * Gaps inside the stretches of a pace: those of a Poisson process, or more regular ones. A burst of pods a second apart, which is a stretch,
 * has about as many pods each time.
 */
export function familyWithin(sample: Sample): 'exponential' | 'gamma' {
  return shapeOf(sample) > REGULAR ? 'gamma' : 'exponential';
}

/** The law of this family that has the mean of the gaps, and their variation where they are regular. @param window - in the time of the gaps. */
export function withinStretches(choice: FamilyChoice, sample: Sample, window: number): FamilyChoice {
  const why = 'the stretches of the pace explain where arrivals are close';
  const mean = window / sample.events;
  const shape = Math.min(MOST_REGULAR, shapeOf(sample));
  const distribution: Distribution =
    familyWithin(sample) === 'gamma'
      ? { family: 'gamma', shape, scale: mean / shape }
      : { family: 'exponential', mean };
  return { ...choice, distribution, drawn: { ...choice.drawn, form: 'family', why } };
}

/** 1 ÷ the squared variation of the gaps; infinite where all are equal. */
function shapeOf({ rows }: Sample): number {
  const ended = rows.filter(({ isEnded }) => isEnded);
  const sumOf = (power: number): number =>
    ended.reduce((sum, { duration, count }) => sum + count * duration ** power, 0);
  const [count, sum, squares] = [sumOf(0), sumOf(1), sumOf(2)];
  return sum ** 2 / Math.max(0, count * squares - sum ** 2);
}

/** Several pods in most stamps have gaps of no more than a tick, which count as constant. Their stamps show how many came, not when. */
function constantGaps(choice: FamilyChoice, value: number, mean: number): FamilyChoice {
  if (Math.abs(value / mean - 1) <= LARGEST_DIFFERENCE) return choice;
  const why = 'the stamps are too coarse for the gaps: as many arrivals at random';
  return {
    ...choice,
    verdict: 'close',
    distribution: { family: 'exponential', mean },
    drawn: { ...choice.drawn, form: 'family', why },
  };
}
