/** Tests whether pods that existed when the window opened run as long as new ones of the same age: only then do both have one lifetime. */

import { type SeenDuration, sampleOf } from '../../distributions/estimating/sample.ts';
import { areaUnder } from '../choice/watched-time.ts';
import { kaplanMeier, type SurvivalCurve, survivalAt } from '../kaplan-meier.ts';

/** The log-rank test (Mantel, 1966), with late entries. */
export interface Pooling {
  /** Ends of the old pods. */
  readonly ends: number;
  /** Expected of them where both have one lifetime. */
  readonly expected: number;
  /** The difference in standard errors; 0 where too few ages have both. */
  readonly errors: number;
  /** The time that one lifetime predicts for the old pods in the window ÷ the time that they ran in it. */
  readonly watched: number;
  readonly isAllowed: boolean;
}

const SIGNIFICANT = 1.96;
/** A test of few ends has little power, so the predicted time must agree as well. */
const MOST_OFF = 0.05;
/** With less information than this, the test cannot refuse anything, so it allows nothing. */
const LEAST_VARIANCE = 1;

export function pooling(
  old: readonly (SeenDuration & { readonly limit: number })[],
  young: readonly SeenDuration[],
  resolution: number,
): Pooling {
  const curve = kaplanMeier(sampleOf([...old, ...young], resolution));
  const { steps } = curve;
  const entries = Float64Array.from(old, ({ entry = 0 }) => entry).sort();
  const durations = Float64Array.from(old, ({ duration }) => duration).sort();
  const ended = new Map<number, number>();
  for (const { duration, isEnded } of old) if (isEnded) ended.set(duration, (ended.get(duration) ?? 0) + 1);
  let [ends, expected, variance, entered, gone] = [0, 0, 0, 0, 0];
  for (const { time, atRisk, events } of steps) {
    while (
      entered < entries.length &&
      (entries[entered]! < time || (resolution > 0 && entries[entered] === time))
    )
      entered += 1;
    while (gone < durations.length && durations[gone]! < time) gone += 1;
    const share = Math.min(1, Math.max(0, (entered - gone) / atRisk));
    ends += share > 0 ? (ended.get(time) ?? 0) : 0;
    expected += events * share;
    if (atRisk > 1) variance += (events * share * (1 - share) * (atRisk - events)) / (atRisk - 1);
  }
  const errors = variance > 0 ? (ends - expected) / Math.sqrt(variance) : 0;
  const watched = predictedShare(curve, old);
  const isAlike = Math.abs(errors) < SIGNIFICANT && Math.abs(watched - 1) <= MOST_OFF;
  return { ends, expected, errors, watched, isAllowed: variance >= LEAST_VARIANCE && isAlike };
}

function predictedShare(
  curve: SurvivalCurve,
  seen: readonly (SeenDuration & { readonly limit: number })[],
): number {
  const areaAt = areaUnder(curve);
  let [predicted, ran] = [0, 0];
  for (const { duration, entry = 0, limit } of seen) {
    const left = survivalAt(curve, entry);
    if (left > 0) predicted += (areaAt(Math.max(limit, duration)) - areaAt(entry)) / left;
    ran += duration - entry;
  }
  return ran > 0 ? predicted / ran : 1;
}
