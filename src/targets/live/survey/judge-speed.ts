/** Computes the speed that keg advises for a timeline on a cluster, and says what to expect at another one. */
import type { Problem } from '../../../core/errors/problem.ts';

import { shownDuration } from '../../../core/time/duration.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { callTimes, type PodMix } from '../pace/call-times.ts';
import { IN_FLIGHT } from '../pace/in-flight.ts';
import { expectedPace, type PaceLoad } from './expected-pace.ts';
import { highestSpeed, type TokenBucket, wallRates, worstWait } from './highest-speed.ts';
import type { SteadyRate } from './steady-rate.ts';

/** What the cluster sustained in a probe. */
export interface SustainedRates {
  /** API calls of keg. */
  readonly calls: SteadyRate;
  /** Pods bound after the scheduler's burst. */
  readonly bindings: number;
  /** Nothing was probed: these are the rates of a cluster with default settings. */
  readonly isAssumed?: boolean | undefined;
}

/** Per second of wall time. */
interface NeededRate {
  readonly mean: number;
  /** Of any window of one second. */
  readonly peak: number;
}

export interface SpeedVerdict {
  /** What becomes of a pod of the play: what a probe makes of its pods. */
  readonly mix: PodMix;
  readonly needed: { readonly requests: NeededRate; readonly bindings: NeededRate };
  /**
   * The highest speed that is advised: at 60 % of what the cluster sustained no binding waits more than 1 s of wall time for the scheduler, and
   * no call more than 200 ms for the API server. Infinite: any speed; 0: none, because too many pods arrive at one moment.
   */
  readonly advised: number;
  /** Between which speeds the play will go. Both are the planned speed where that is advised for the API server. */
  readonly expected: { readonly least: number; readonly most: number };
  /** A sentence for people: what is needed, and the highest speed. Undefined where the speed is too high. */
  readonly fits: string | undefined;
  /** One for each limit that the speed exceeds, the tightest first; and one where compression distorts waiting. */
  readonly problems: readonly Problem[];
}

/**
 * Of the rate in the slower half of a probe: what is advised. The rest is for a cluster that becomes slower: a busy one of two cores was measured to be half
 * as fast in one minute as in another.
 */
const SAFE = 0.6;
/** Of the rate in the quickest window: beyond its limit a play is not faster. Phases that are late leave more of the API server to creations. */
const UNLIKELY = 1.25;
/** kube-scheduler's clientConnection: k8s.io/kubernetes pkg/scheduler/apis/config/v1/defaults.go. */
const DEFAULT_CLIENT = { rate: 50, burst: 100 };
/** A measured rate that differs from the default by at most this share is taken for the default. */
const LIKENESS = 0.1;
/** The rate where a probe saw nothing happen: one in a thousand seconds. */
const SLOWEST = 0.001;
const LONGEST_BINDING_WAIT: Microseconds = 1_000_000;
const LONGEST_CALL_WAIT: Microseconds = 200_000;
/** podInitialBackoffSeconds and podMaxBackoffSeconds, by default (the same file); whole seconds, 1 at least. */
const BACKOFF = { first: 1_000_000, longest: 10_000_000 };
/** After this time the scheduler tries an unschedulable pod again without a reason: pkg/scheduler/backend/queue. */
const FLUSH: Microseconds = 300_000_000;
/** Backoff distorts waiting when a compressed second is more than this share of the time for which a pod holds its node. */
const DISTORTING = 0.01;

/** @param speed scenario time ÷ wall time. */
export function judgeSpeed(load: PaceLoad, speed: number, sustained: SustainedRates): SpeedVerdict {
  const { calls, bindings, holdings, mix } = callTimes(load.timeline, load.own, load.until);
  const isDefault = Math.abs(sustained.bindings - DEFAULT_CLIENT.rate) <= LIKENESS * DEFAULT_CLIENT.rate;
  // A limit of the scheduler's client does not change from minute to minute.
  const scheduler = isDefault
    ? { rate: sustained.bindings, burst: DEFAULT_CLIENT.burst }
    : { rate: Math.max(SLOWEST, SAFE * sustained.bindings), burst: 1 };
  // A call waits only where as many as may be under way at a time have no answer yet.
  const apiServer = { rate: Math.max(SLOWEST, SAFE * sustained.calls.slow), burst: IN_FLIGHT };
  const ofBindings = limitOf(bindings, scheduler, LONGEST_BINDING_WAIT, speed);
  const ofCalls = limitOf(calls, apiServer, LONGEST_CALL_WAIT, speed);
  const advised = Math.min(ofBindings.highest, ofCalls.highest);
  const most = Math.max(SLOWEST, UNLIKELY * sustained.calls.quick);
  const expected = ofCalls.isKept
    ? { least: speed, most: speed }
    : {
        least: expectedPace(load, speed, apiServer.rate, scheduler),
        most: expectedPace(load, speed, most, scheduler),
      };
  const problems = [
    ...(ofBindings.isKept ? [] : [slowBindings(speed, ofBindings, sustained, isDefault)]),
    ...(ofCalls.isKept ? [] : [slowCalls(speed, ofCalls, sustained, expected)]),
  ];
  if (ofCalls.highest < ofBindings.highest) problems.reverse();
  return {
    mix,
    needed: { requests: ofCalls.needed, bindings: ofBindings.needed },
    advised,
    expected,
    fits:
      problems.length === 0
        ? fitsSentence(speed, advised, ofBindings.needed, ofCalls.needed, sustained)
        : undefined,
    problems: [...problems, ...backoffProblem(speed, holdings)],
  };
}

interface Limit {
  readonly times: Float64Array;
  readonly bucket: TokenBucket;
  readonly needed: NeededRate;
  readonly highest: number;
  readonly isKept: boolean;
}

function limitOf(times: Float64Array, bucket: TokenBucket, longest: Microseconds, speed: number): Limit {
  const highest = highestSpeed(times, bucket, longest);
  return { times, bucket, needed: wallRates(times, speed), highest, isKept: highest >= speed };
}

function fitsSentence(
  speed: number,
  advised: number,
  bindings: NeededRate,
  calls: NeededRate,
  { isAssumed }: SustainedRates,
): string {
  const need = `at ${speed}x this needs up to ${rateText(bindings.peak)} pod bindings and ${rateText(calls.peak)} API calls within a second`;
  const most = advised === Number.POSITIVE_INFINITY ? 'any speed' : `up to ${speedLimit(advised)}`;
  if (isAssumed) return `${need}; kube-scheduler with its default settings sustains ${most}`;
  return `${need}; advised is ${most} (${SHARE}): ${speed}x holds`;
}

const SHARE = `${SAFE * 100} % of what this cluster sustained`;

/** Says the rule as well: a peak below the rate can still wait, because its pods come at one moment. */
function slowBindings(
  speed: number,
  { times, bucket, needed, highest }: Limit,
  { bindings, isAssumed }: SustainedRates,
  isDefault: boolean,
): Problem {
  const wait = (at: number): string => shortDuration(worstWait(times, at, bucket).wait);
  const why = isDefault ? ' (kube-scheduler’s default client limits, 50 a second)' : '';
  const measured = isAssumed
    ? `kube-scheduler binds ${rateText(bindings)} a second with its default client limits`
    : `this cluster bound ${rateText(bindings)} a second${why}`;
  const share = isDefault ? '' : ` (${SHARE})`;
  const limit =
    speedLimit(highest) === '0x'
      ? `too many come at one moment: even at 1x some wait ${wait(1)}`
      : `up to ${speedLimit(highest)} no binding waits more than ${shortDuration(LONGEST_BINDING_WAIT)}${share}`;
  return {
    code: 'too-fast',
    severity: 'warning',
    message: `at ${speed}x this needs up to ${rateText(needed.peak)} pod bindings within a second, and ${measured}, so that some wait ${wait(speed)}; ${limit}`,
    next: 'raise clientConnection.qps and burst of kube-scheduler (docs/how-to/replay-on-a-live-cluster.md) to go faster',
  };
}

/** Names the speed at which calls are on time, even where bindings wait at any speed: a burst of pods waits for the scheduler, and is sent on time. */
function slowCalls(
  speed: number,
  { needed, highest }: Limit,
  { calls }: SustainedRates,
  { least, most }: SpeedVerdict['expected'],
): Problem {
  const limit = speedLimit(highest);
  return {
    code: 'too-fast',
    severity: 'warning',
    message: `at ${speed}x this needs up to ${rateText(needed.peak)} API calls within a second, and this cluster answered ${rangeText(calls)} a second: expect about ${speedText(least)} to ${speedText(most)}`,
    next: limit === '0x' ? 'too many come at one moment for any speed' : `--speed ${limit} holds: ${SHARE}`,
  };
}

function backoffProblem(speed: number, holdings: readonly Microseconds[]): Problem[] {
  const median = Float64Array.from(holdings).sort()[(holdings.length - 1) >> 1];
  if (speed <= 1 || median === undefined || speed * BACKOFF.first <= DISTORTING * median) return [];
  const [first, longest, flush] = [BACKOFF.first, BACKOFF.longest, FLUSH].map((wall) =>
    shortDuration(wall * speed),
  );
  return [
    {
      code: 'waiting-distorted',
      severity: 'warning',
      message: `kube-scheduler’s backoff (1s to 10s) and its flush of unschedulable pods (5m) run in wall time: at ${speed}x they take ${first} to ${longest} and ${flush} of this scenario, whose pods hold their nodes for ${shortDuration(median)} (median)`,
      next: `podMaxBackoffSeconds: 1 keeps backoff to ${first}`,
    },
  ];
}

/** Of the slower half and the quickest of the windows: `243 to 310`. */
export function rangeText({ slow, quick }: SteadyRate): string {
  const [least, most] = [rateText(slow), rateText(quick)];
  return least === most ? least : `${least} to ${most}`;
}

export function rateText(rate: number): string {
  return (rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)).toLocaleString('en-US');
}

/** Three digits: `1,990x`, `37.4x`. */
function speedText(speed: number): string {
  return `${Number(speed.toPrecision(3)).toLocaleString('en-US')}x`;
}

/** Rounded down: `21x`, `3.7x`, `0.04x`. */
function speedLimit(speed: number): string {
  const digits = speed >= 10 ? 1 : speed >= 1 ? 10 : 100;
  return `${Math.floor(speed * digits) / digits}x`;
}

/** From a minute on in whole seconds. */
function shortDuration(duration: Microseconds): string {
  const unit = duration < 60e6 ? 100_000 : 1e6;
  return shownDuration(Math.max(1000, Math.round(duration / unit) * unit));
}
