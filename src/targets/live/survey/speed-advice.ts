/** Which speed a cluster can bear for a timeline, said before it is played. */

import { formatDuration } from '../../../core/time/duration.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { TimelineEvent } from '../../../core/timeline/timeline-event.ts';
import { callTimes } from '../pace/call-times.ts';
import { bearableSpeed, type TokenBucket, wallRates, worstWait } from './bearable-speed.ts';

/** What the cluster just sustained, a second of wall time. */
export interface SustainedRates {
  /** API calls. */
  readonly requests: number;
  /** Pods bound, the scheduler's burst being used up. */
  readonly bindings: number;
  /** Pods that the scheduler binds at once after a rest; default: its client's default where it binds at its client's default rate. */
  readonly burst?: number | undefined;
  /** Nothing was probed: these are what a cluster does as it comes. */
  readonly isAssumed?: boolean | undefined;
}

/** A second of wall time. */
export interface NeededRate {
  readonly mean: number;
  /** Of any window of one second. */
  readonly peak: number;
}

export interface SpeedAdvice {
  readonly needed: { readonly requests: NeededRate; readonly bindings: NeededRate };
  /**
   * The highest speed at which no binding waits more than 1 s of wall time for the scheduler's client, and no call more than 200 ms for the
   * API server. Infinite: any speed; 0: none, too many pods come at one moment.
   */
  readonly bearable: number;
  /** For people, before the start; the first says what is needed and which speed can be borne. */
  readonly sentences: readonly string[];
}

/** kube-scheduler's clientConnection: k8s.io/kubernetes pkg/scheduler/apis/config/v1/defaults.go. */
const DEFAULT_CLIENT = { rate: 50, burst: 100 };
/** A measured rate within so much of the default is the default's. */
const LIKENESS = 0.1;
/** A probe that saw nothing happen: one in a thousand seconds. */
const SLOWEST = 0.001;
const LONGEST_BINDING_WAIT: Microseconds = 1_000_000;
const LONGEST_CALL_WAIT: Microseconds = 200_000;
/** podInitialBackoffSeconds and podMaxBackoffSeconds, by default (the same file); whole seconds, 1 at least. */
const BACKOFF = { first: 1_000_000, longest: 10_000_000 };
/** How long an unschedulable pod may lie before it is tried again without a reason: pkg/scheduler/backend/queue. */
const FLUSH: Microseconds = 300_000_000;
/** Backoff is worth a word when a compressed second weighs more than this beside the time that a pod holds its node. */
const WORTH_A_WORD = 0.01;

/**
 * @param timeline in order of (at, sequence).
 * @param speed scenario time ÷ wall time.
 * @param until scenario time after which nothing is played any more.
 */
export function speedAdvice(
  timeline: Iterable<TimelineEvent>,
  speed: number,
  sustained: SustainedRates,
  until?: Microseconds,
): SpeedAdvice {
  const { calls, bindings, holdings } = callTimes(timeline, until);
  const isDefault = Math.abs(sustained.bindings - DEFAULT_CLIENT.rate) <= LIKENESS * DEFAULT_CLIENT.rate;
  const scheduler = {
    rate: Math.max(SLOWEST, sustained.bindings),
    burst: Math.max(1, sustained.burst ?? (isDefault ? DEFAULT_CLIENT.burst : 1)),
  };
  const apiServer = { rate: Math.max(SLOWEST, sustained.requests), burst: 1 };
  const limits: readonly Limit[] = [
    {
      what: 'pod bindings',
      got: bindingsText(sustained, isDefault),
      mend: 'raise clientConnection.qps and burst of kube-scheduler (docs/reference/targets.md) to go faster',
      times: bindings,
      bucket: scheduler,
      needed: wallRates(bindings, speed),
      bearable: bearableSpeed(bindings, scheduler, LONGEST_BINDING_WAIT),
    },
    {
      what: 'API calls',
      got: `${sustained.isAssumed ? 'it is taken to answer' : 'this cluster just answered'} ${rateText(sustained.requests)} a second`,
      mend: undefined,
      times: calls,
      bucket: apiServer,
      needed: wallRates(calls, speed),
      bearable: bearableSpeed(calls, apiServer, LONGEST_CALL_WAIT),
    },
  ];
  const [ofBindings, ofCalls] = limits.map(({ needed }) => needed);
  const tooSlow = limits.filter(({ bearable }) => bearable < speed).sort((a, b) => a.bearable - b.bearable);
  const bearable = Math.min(...limits.map((limit) => limit.bearable));
  return {
    needed: { requests: ofCalls!, bindings: ofBindings! },
    bearable,
    sentences: [
      ...(tooSlow.length === 0 ? [bearsIt(speed, bearable, ofBindings!, ofCalls!, sustained)] : []),
      ...tooSlow.map((limit) => tooFast(speed, limit)),
      ...backoffSentence(speed, holdings),
    ],
  };
}

interface Limit {
  readonly what: string;
  /** What the cluster did in the probe. */
  readonly got: string;
  readonly mend: string | undefined;
  readonly times: Float64Array;
  readonly bucket: TokenBucket;
  readonly needed: NeededRate;
  readonly bearable: number;
}

function bindingsText({ bindings, isAssumed }: SustainedRates, isDefault: boolean): string {
  if (isAssumed)
    return `kube-scheduler as it comes binds ${rateText(bindings)} a second (its default client limits)`;
  const why = isDefault ? ' (kube-scheduler’s default client limits, 50 a second)' : '';
  return `this cluster just bound ${rateText(bindings)} a second${why}`;
}

function bearsIt(
  speed: number,
  bearable: number,
  bindings: NeededRate,
  calls: NeededRate,
  sustained: SustainedRates,
): string {
  const who = sustained.isAssumed ? 'kube-scheduler as it comes' : 'this cluster';
  const most = bearable === Number.POSITIVE_INFINITY ? 'any speed' : `up to ${speedLimit(bearable)}`;
  return `at ${speed}x this needs up to ${rateText(bindings.peak)} pod bindings and ${rateText(calls.peak)} API calls a second; ${who} can bear ${most}`;
}

function tooFast(speed: number, { what, got, mend, times, bucket, needed, bearable }: Limit): string {
  const need = `at ${speed}x this needs up to ${rateText(needed.peak)} ${what} a second; ${got}`;
  const next = mend === undefined ? '' : `; ${mend}`;
  if (speedLimit(bearable) !== '0x') return `${need}: it can bear ${speedLimit(bearable)}${next}`;
  const { wait } = worstWait(times, 1, bucket);
  return `${need}: so many come at one moment that even at 1x some wait ${shortDuration(wait)}${next}`;
}

function backoffSentence(speed: number, holdings: readonly Microseconds[]): string[] {
  const median = Float64Array.from(holdings).sort()[(holdings.length - 1) >> 1];
  if (speed <= 1 || median === undefined || speed * BACKOFF.first <= WORTH_A_WORD * median) return [];
  const [first, longest, flush] = [BACKOFF.first, BACKOFF.longest, FLUSH].map((wall) =>
    shortDuration(wall * speed),
  );
  return [
    `kube-scheduler’s backoff (1s to 10s) and its flush of unschedulable pods (5m) run on the wall: at ${speed}x they take ${first} to ${longest} and ${flush} of this scenario, whose pods hold their nodes for ${shortDuration(median)} (median); podMaxBackoffSeconds: 1 keeps backoff to ${first}`,
  ];
}

function rateText(rate: number): string {
  return (rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)).toLocaleString('en-US');
}

/** Never more than it is: `21x`, `3.7x`, `0.04x`. */
function speedLimit(speed: number): string {
  const digits = speed >= 10 ? 1 : speed >= 1 ? 10 : 100;
  return `${Math.floor(speed * digits) / digits}x`;
}

/** Without zeros at its end, and from a minute on in whole seconds. */
function shortDuration(duration: Microseconds): string {
  const unit = duration < 60e6 ? 100_000 : 1e6;
  const rounded = Math.max(1000, Math.round(duration / unit) * unit);
  return formatDuration(rounded)
    .replace(/(?<=[hm])0s$/, '')
    .replace(/(?<=h)0m$/, '');
}
