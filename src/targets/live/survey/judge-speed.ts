/** Computes the highest speed at which a cluster sustains a timeline, and says what limits it. */
import type { Problem } from '../../../core/errors/problem.ts';

import { shownDuration } from '../../../core/time/duration.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { callTimes } from '../pace/call-times.ts';
import { IN_FLIGHT } from '../pace/in-flight.ts';
import { type CallRates, type ExpectedPace, expectedPace, type PaceLoad } from './expected-pace.ts';
import { highestSpeed, type TokenBucket, wallRates, worstWait } from './highest-speed.ts';

/** What the cluster sustained in a probe, per second of wall time. */
export interface SustainedRates {
  /** API calls of keg of each kind. */
  readonly calls: CallRates;
  /** Pods bound after the scheduler's burst. */
  readonly bindings: number;
  /** Pods that the scheduler binds at once after a rest. Default: the default of its client where it binds at the default rate. */
  readonly burst?: number | undefined;
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
  readonly needed: { readonly requests: NeededRate; readonly bindings: NeededRate };
  /**
   * The highest speed at which no binding waits more than 1 s of wall time for the scheduler's client, and no call more than 200 ms for the
   * API server. Infinite: any speed; 0: none, because too many pods arrive at one moment.
   */
  readonly highest: number;
  /** What the play will achieve at this speed. */
  readonly expected: {
    readonly achieved: number;
    /** The longest that a call is sent late, in wall time. */
    readonly lag: Microseconds;
    /** A sentence for people. */
    readonly text: string;
  };
  /** A sentence for people: what is needed, and the highest speed. Undefined where the speed is too high. */
  readonly fits: string | undefined;
  /** One for each limit that the speed exceeds, the tightest first; and one where compression distorts waiting. */
  readonly problems: readonly Problem[];
}

/** kube-scheduler's clientConnection: k8s.io/kubernetes pkg/scheduler/apis/config/v1/defaults.go. */
const DEFAULT_CLIENT = { rate: 50, burst: 100 };
/** A measured rate that differs from the default by at most this share is taken for the default. */
const LIKENESS = 0.1;
/** The rate where a probe saw nothing happen: one in a thousand seconds. */
const SLOWEST = 0.001;
/** Less is not said to be late: timers cost about as much. */
const ON_TIME: Microseconds = 20_000;
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
  const { calls, bindings, holdings } = callTimes(load.timeline, load.own, load.until);
  const isDefault = Math.abs(sustained.bindings - DEFAULT_CLIENT.rate) <= LIKENESS * DEFAULT_CLIENT.rate;
  const scheduler = {
    rate: Math.max(SLOWEST, sustained.bindings),
    burst: Math.max(1, sustained.burst ?? (isDefault ? DEFAULT_CLIENT.burst : 1)),
  };
  // A call waits only where as many as may be under way at a time have no answer yet.
  const pace = expectedPace(load, speed, fastEnough(sustained.calls), scheduler);
  const apiServer = { rate: pace.rate, burst: IN_FLIGHT };
  const limits: readonly Limit[] = [
    {
      what: 'pod bindings',
      rule: `no binding waits more than ${shortDuration(LONGEST_BINDING_WAIT)}`,
      measured: bindingsText(sustained, isDefault),
      next: 'raise clientConnection.qps and burst of kube-scheduler (docs/how-to/replay-on-a-live-cluster.md) to go faster',
      times: bindings,
      bucket: scheduler,
      needed: wallRates(bindings, speed),
      highest: highestSpeed(bindings, scheduler, LONGEST_BINDING_WAIT),
    },
    {
      what: 'API calls',
      rule: `no call is sent more than ${shortDuration(LONGEST_CALL_WAIT)} late`,
      measured: `${sustained.isAssumed ? 'it is assumed to answer' : 'this cluster answered'} ${rateText(pace.rate)} a second`,
      next: undefined,
      times: calls,
      bucket: apiServer,
      needed: wallRates(calls, speed),
      highest: highestSpeed(calls, apiServer, LONGEST_CALL_WAIT),
    },
  ];
  const [ofBindings, ofCalls] = limits.map(({ needed }) => needed);
  const tooSlow = limits.filter(({ highest }) => highest < speed).sort((a, b) => a.highest - b.highest);
  const highest = Math.min(...limits.map((limit) => limit.highest));
  return {
    needed: { requests: ofCalls!, bindings: ofBindings! },
    highest,
    expected: { ...pace, text: expectation(pace) },
    fits: tooSlow.length === 0 ? fitsSentence(speed, highest, ofBindings!, ofCalls!, sustained) : undefined,
    problems: [...tooSlow.map((limit) => tooFast(speed, limit)), ...backoffProblem(speed, holdings)],
  };
}

function expectation({ achieved, lag }: ExpectedPace): string {
  const late = lag < ON_TIME ? 'every call sent on time' : `calls sent up to ${shortDuration(lag)} late`;
  return `expected: ${speedText(achieved)} achieved, ${late}`;
}

function fastEnough({ create, patch, delete: remove }: CallRates): CallRates {
  return {
    create: Math.max(SLOWEST, create),
    patch: Math.max(SLOWEST, patch),
    delete: Math.max(SLOWEST, remove),
  };
}

interface Limit {
  readonly what: string;
  /** What the highest speed keeps. */
  readonly rule: string;
  /** A sentence about what the cluster did in the probe. */
  readonly measured: string;
  /** How to raise the limit. */
  readonly next: string | undefined;
  readonly times: Float64Array;
  readonly bucket: TokenBucket;
  readonly needed: NeededRate;
  readonly highest: number;
}

function bindingsText({ bindings, isAssumed }: SustainedRates, isDefault: boolean): string {
  if (isAssumed) return `kube-scheduler binds ${rateText(bindings)} a second with its default client limits`;
  const why = isDefault ? ' (kube-scheduler’s default client limits, 50 a second)' : '';
  return `this cluster bound ${rateText(bindings)} a second${why}`;
}

function fitsSentence(
  speed: number,
  highest: number,
  bindings: NeededRate,
  calls: NeededRate,
  sustained: SustainedRates,
): string {
  const who = sustained.isAssumed ? 'kube-scheduler with its default settings' : 'this cluster';
  const most = highest === Number.POSITIVE_INFINITY ? 'any speed' : `up to ${speedLimit(highest)}`;
  return `at ${speed}x this needs up to ${rateText(bindings.peak)} pod bindings and ${rateText(calls.peak)} API calls within a second; ${who} sustains ${most}`;
}

/** Says the rule as well: a peak below the rate can still wait, because its calls come at one moment. */
function tooFast(
  speed: number,
  { what, rule, measured, next, times, bucket, needed, highest }: Limit,
): Problem {
  const wait = (at: number): string => shortDuration(worstWait(times, at, bucket).wait);
  const need = `at ${speed}x this needs up to ${rateText(needed.peak)} ${what} within a second, and ${measured}, so that some wait ${wait(speed)}`;
  const limit =
    speedLimit(highest) === '0x'
      ? `too many come at one moment: even at 1x some wait ${wait(1)}`
      : `up to ${speedLimit(highest)} ${rule}`;
  return { code: 'too-fast', severity: 'warning', message: `${need}; ${limit}`, next };
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

function rateText(rate: number): string {
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
