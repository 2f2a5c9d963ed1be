/** Chooses how the arrivals of a group are described: recorded times, a beat, or gaps between pods or bursts at a pace. */

import { type Sample, sampleOf } from '../../distributions/estimating/sample.ts';
import { randomStream } from '../../distributions/random-stream.ts';
import type { GroupForm } from '../pods/group-form.ts';
import type { Watch } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import { type Beat, beatOf } from './beat.ts';
import { paceOfBursts } from './burst-pace.ts';
import { type Bursts, burstThresholds, splitBursts } from './bursts.ts';
import { drawnOf, simulatedCounts } from './counts.ts';
import { score } from './description.ts';
import { haveOneLaw } from './one-law.ts';
import { evened, type RateProfile, rateProfileOf } from './rate-profile.ts';

/** Pods that arrived at one time, in seconds. */
export interface RecordedArrival {
  readonly at: number;
  readonly count: number;
}

export interface ArrivalModel {
  /** Written as they are; undefined where arrivals are drawn. */
  readonly recorded: readonly RecordedArrival[] | undefined;
  readonly beat: Beat | undefined;
  /** Whether the stretches were cut so finely that arrivals are a Poisson process in each of them. */
  readonly isPoisson: boolean;
  /** The rate of arrivals or bursts over time; one step where it is constant. */
  readonly rateProfile: RateProfile;
  /** From one arrival or burst to the next, transformed to a constant rate; the end of the window cuts off the last gap. */
  readonly gaps: Sample;
  /** The length of the window at that rate. */
  readonly length: number;
  /** Undefined where pods arrive one by one. */
  readonly burst: { readonly sizes: readonly number[]; readonly gaps: Sample } | undefined;
}

/** With fewer arrivals than this nothing is estimated, and with fewer bursts no law of their gaps and sizes. */
const FEWEST_DRAWN = 20;
/** What a pace or bursts must add to the log-likelihood to be believed; a threshold of bursts is chosen among several. */
const FOR_PACE = 4;
const FOR_BURSTS = 8;
/** A few bursts last no longer than this share of the window, together. */
const LONGEST_BURSTS = 0.1;
/** The median over 20 seeds is within 10 % of the mean, at two standard deviations, up to this relative deviation of the counts: 0.1 √20 ÷ (2 × 1.25). */
const LARGEST_DEVIATION = 0.18;
/** Where the sizes alone scatter more, √Σ x² ÷ Σ x, a burst or two have most of the pods, and no law has them once in each window. */
const LARGEST_OF_SIZES = 0.4;
const FINEST = 3;
const EVEN: RateProfile = { every: undefined, steps: [{ at: 0, factor: 1 }] };

/** When the pods of the window were created, in the order of time. */
export function createdTimes(pods: readonly PodHistory[]): number[] {
  return pods
    .filter(({ wasThere }) => !wasThere)
    .map(({ created }) => created)
    .sort((one, other) => one - other);
}

/**
 * The first gap begins when the window opens. Stamps are spread evenly within their resolution to choose the model: several pods in one
 * stamp are then a burst only where there are more of them than the rate explains.
 *
 * @param times - of arrivals, in the order of time, in seconds.
 */
export function arrivalModel(times: readonly number[], watch: Watch, form: GroupForm): ArrivalModel {
  const alone = splitBursts(times, -1);
  if (times.length < FEWEST_DRAWN || form.isRecorded) return recordedModel(alone, watch);
  const spread = spreadStamps(times, watch);
  const { threshold, profile } = chooseSplit(spread, watch);
  const split = splitBursts(times, threshold < 0 ? threshold : withinStamps(threshold, watch));
  const isFew = split.starts.length < FEWEST_DRAWN;
  const beat = form.finer === 0 && !isFew ? beatOf(split.starts, watch.window, tickOf(watch)) : undefined;
  if (beat) return { ...drawnModel(split, EVEN, watch), beat };
  const exact = threshold < 0 ? splitBursts(spread, threshold) : split;
  const poisson = (starts: readonly number[], finer: number): RateProfile =>
    rateProfileOf(starts, watch.window, { tick: tickOf(watch), isPoisson: true, finer });
  const chosen = form.finer > 0 ? poisson(exact.starts, form.finer) : profile;
  // Where few large bursts scatter, a finer form has them where they were.
  if (!form.placesBursts && isSteady(exact, chosen, watch, !isFew && form.finer === 0))
    return drawnModel(chosen === EVEN ? split : exact, chosen, watch);
  const single = splitBursts(spread, -1);
  // Each large burst is a stretch of its own then.
  for (let finer = form.finer; ; finer += 1) {
    const paced = poisson(spread, finer);
    if (finer >= FINEST || isSteady(single, paced, watch))
      return { ...drawnModel(single, paced, watch), isPoisson: true };
  }
}

/**
 * Bursts that come when they came; fewer pods than a law needs are recorded times.
 *
 * @param bursts - the times of their pods, each in the order of time, in seconds.
 */
export function placedBursts(bursts: readonly (readonly number[])[], watch: Watch): ArrivalModel {
  const times = bursts.flat();
  if (times.length < FEWEST_DRAWN) return recordedModel(splitBursts(times, -1), watch);
  const pace = paceOfBursts(bursts, watch.window, tickOf(watch));
  return { ...drawnModel(splitBursts(spreadStamps(times, watch), -1), pace, watch), isPoisson: true };
}

interface Chosen {
  /** The longest gap inside bursts; −1 where pods arrive one by one. */
  readonly threshold: number;
  readonly profile: RateProfile;
}

interface Candidate extends Chosen {
  readonly starts: readonly number[];
  readonly value: number;
}

/** The likeliest candidate; of a constant rate only where the gaps may be draws from one law. */
function chooseSplit(times: readonly number[], watch: Watch): Chosen {
  const { window } = watch;
  const candidates: Candidate[] = [];
  const consider = (threshold: number): void => {
    const split = splitBursts(times, threshold);
    const isSplit = threshold >= 0;
    const isFew = isSplit && split.starts.length < FEWEST_DRAWN;
    const share = lengthOf(split) / window;
    if (isFew && share > LONGEST_BURSTS) return;
    const bonus = isSplit ? -FOR_BURSTS : 0;
    const profile = rateProfileOf(split.starts, window, { tick: tickOf(watch) });
    const { starts } = split;
    candidates.push({ threshold, starts, profile: EVEN, value: score(split, EVEN, isSplit) + bonus });
    if (profile.steps.length > 1)
      candidates.push({
        threshold,
        starts,
        profile,
        value: score(split, profile, isSplit) - FOR_PACE + bonus,
      });
  };
  consider(-1);
  for (const threshold of burstThresholds(times)) consider(threshold);
  const best = likeliest(candidates);
  if (best.profile !== EVEN || best.starts.length < FEWEST_DRAWN) return best;
  // The last gap is at least as long as the rest of the window.
  const gaps = [...best.starts, window].map((time, index) => time - (best.starts[index - 1] ?? 0));
  const paced = candidates.filter(({ profile }) => profile !== EVEN);
  return paced.length === 0 || haveOneLaw(gaps) ? best : likeliest(paced);
}

function likeliest(candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((best, each) => (each.value > best.value ? each : best));
}

function tickOf({ resolution }: Watch): number {
  return resolution || 1e-6;
}

/** Seconds from the first to the last pod of all bursts. */
function lengthOf({ gaps }: Bursts): number {
  return gaps.reduce((sum, gap) => sum + gap, 0);
}

function spreadStamps(times: readonly number[], { resolution }: Watch): readonly number[] {
  const isRepeated = times.some((time, index) => time === times[index - 1]);
  if (resolution <= 1e-6 || !isRepeated) return times;
  const random = randomStream(1, 'stamps of arrivals');
  return times.map((time) => time + random() * resolution).sort((one, other) => one - other);
}

/** A threshold between spread stamps, for the stamps themselves. */
function withinStamps(threshold: number, { resolution }: Watch): number {
  return resolution > 1e-6 ? Math.max(threshold, resolution) : threshold;
}

/**
 * Whether the number of pods that the model draws is about the observed one for most seeds, or scatters no more than with Poisson bursts, for
 * want of bursts. The squared variation of n exponential gaps is known to 4 ÷ √n (two standard deviations).
 */
function isSteady(
  { starts, sizes }: Bursts,
  profile: RateProfile,
  { window }: Watch,
  mayBeChance = true,
): boolean {
  const even = evened([...starts, window], profile);
  const gaps = even.map((time, index) => time - (even[index - 1] ?? 0));
  const { mean, variance } = simulatedCounts(drawnOf(gaps), drawnOf(sizes), even.at(-1)!, starts.length);
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  const pods = sizes.reduce((sum, size) => sum + size, 0);
  const ofPoisson = (mean * squares) / pods;
  const isChance =
    mayBeChance &&
    squares <= (LARGEST_OF_SIZES * pods) ** 2 &&
    variance <= ofPoisson * (1 + 4 / Math.sqrt(starts.length));
  return isChance || variance <= (LARGEST_DEVIATION * mean) ** 2;
}

function drawnModel(split: Bursts, rateProfile: RateProfile, watch: Watch): ArrivalModel {
  const isSplit = split.gaps.length > 0;
  return {
    recorded: undefined,
    beat: undefined,
    isPoisson: false,
    rateProfile,
    gaps: gapsOf(split.starts, rateProfile, watch),
    length: evened([watch.window], rateProfile)[0]!,
    burst: isSplit ? { sizes: split.sizes, gaps: endedGaps(split, watch) } : undefined,
  };
}

function recordedModel(split: Bursts, watch: Watch): ArrivalModel {
  const recorded: { at: number; count: number }[] = [];
  for (const [index, at] of split.starts.entries()) {
    const last = recorded.at(-1);
    if (last?.at === at) last.count += split.sizes[index]!;
    else recorded.push({ at, count: split.sizes[index]! });
  }
  return { ...drawnModel(split, EVEN, watch), recorded };
}

function endedGaps({ gaps }: Bursts, { resolution }: Watch): Sample {
  return sampleOf(
    gaps.map((duration) => ({ duration, isEnded: true })),
    resolution,
  );
}

/** Gaps at another rate are no whole ticks. */
function gapsOf(times: readonly number[], profile: RateProfile, { window, resolution }: Watch): Sample {
  const all = evened([...times, window], profile);
  const end = all.pop()!;
  const gaps = all.map((time, index) => ({
    duration: time - (all[index - 1] ?? 0),
    isEnded: true,
  }));
  const rest = end - (all.at(-1) ?? 0);
  const tick = profile.steps.length > 1 ? 0 : resolution;
  return sampleOf([...gaps, { duration: rest, isEnded: false, limit: rest }], tick);
}
