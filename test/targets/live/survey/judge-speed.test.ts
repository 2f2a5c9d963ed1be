/** The speed that is advised for a timeline on a cluster, and what is said of other speeds. */

import test from 'ava';
import { formatProblem } from '../../../../src/core/errors/problem.ts';
import type { TimelineEvent } from '../../../../src/core/timeline/timeline-event.ts';
import type { OwnCalls } from '../../../../src/targets/live/pace/call-times.ts';
import {
  judgeSpeed as judge,
  type SpeedVerdict,
  type SustainedRates,
} from '../../../../src/targets/live/survey/judge-speed.ts';
import { stream } from '../planned-pods.ts';

const SECOND = 1_000_000;
const KWOK_DEFAULT = { requests: 1000, bindings: 49.8 };

/** keg carries out all that becomes of a pod. */
const ALL: OwnCalls = { phases: true, ends: true };

function judgeSpeed(
  events: TimelineEvent[],
  speed: number,
  { requests, bindings, isAssumed }: Measured,
  until?: number,
): SpeedVerdict {
  const sustained = { calls: range(requests), bindings, isAssumed };
  return judge({ timeline: events, own: ALL, until }, speed, sustained);
}

interface Measured {
  readonly requests: number | Range;
  readonly bindings: number;
  readonly isAssumed?: boolean;
}

/** Of the slower half of a probe, and of its quickest window. */
type Range = readonly [slow: number, quick: number];

function range(rate: number | Range): SustainedRates['calls'] {
  const [slow, quick] = typeof rate === 'number' ? [rate, rate] : rate;
  return { slow, mean: (slow + quick) / 2, quick };
}

/** The problems as they are printed. */
function printed(verdict: SpeedVerdict): string[] {
  return verdict.problems.map(formatProblem);
}

const RAISE =
  'raise clientConnection.qps and burst of kube-scheduler (docs/how-to/replay-on-a-live-cluster.md) to go faster';

test('a speed that is advised holds, and the line says what is needed and what is advised', (t) => {
  const verdict = judgeSpeed(stream(1000, 2), 10, { requests: [100, 150], bindings: 400 });
  t.deepEqual(verdict.needed.bindings, { mean: 1000 / 199.8, peak: 5 });
  // A pod each 2 s takes two calls: 60 a second are 60x, and a little more for the calls that may be under way.
  t.is(Math.floor(verdict.advised), 62);
  t.deepEqual(verdict.expected, { least: 10, most: 10 });
  t.is(
    verdict.fits,
    'at 10x this needs up to 5 pod bindings and 10 API calls within a second; advised is up to 62x (60 % of what this cluster sustained): 10x holds',
  );
  t.deepEqual(verdict.problems, []);
});

test('beyond the advice the range of speeds is named, and the speed that holds', (t) => {
  const verdict = judgeSpeed(stream(10_000, 2), 1000, { requests: [100, 150], bindings: 4000 });
  t.is(verdict.fits, undefined);
  t.deepEqual(verdict.problems, [
    {
      code: 'too-fast',
      severity: 'warning',
      message:
        'at 1000x this needs up to 1,000 API calls within a second, and this cluster answered 100 to 150 a second: expect about 109x to 292x',
      next: '--speed 60x holds: 60 % of what this cluster sustained',
    },
  ]);
});

test('the slowest that is expected is no slower than the advice', (t) => {
  for (const speed of [70, 100, 300, 3000]) {
    const { advised, expected } = judgeSpeed(stream(10_000, 2), speed, {
      requests: [100, 150],
      bindings: 400,
    });
    t.true(advised <= expected.least && expected.least <= expected.most && expected.most <= speed);
  }
});

test('a speed above the scheduler’s client limits is a problem that names the highest one', (t) => {
  const verdict = judgeSpeed(stream(10_000, 0.5), 100, KWOK_DEFAULT);
  t.is(verdict.fits, undefined);
  t.deepEqual(verdict.problems, [
    {
      code: 'too-fast',
      severity: 'warning',
      message:
        'at 100x this needs up to 200 pod bindings within a second, and this cluster bound 50 a second (kube-scheduler’s default client limits, 50 a second), so that some wait 2m29s; up to 25x no binding waits more than 1s',
      next: RAISE,
    },
  ]);
});

test('a client limit of the scheduler does not vary, and is advised in full', (t) => {
  const { advised } = judgeSpeed(stream(10_000, 0.5), 10, KWOK_DEFAULT);
  t.true(advised > 25 && advised < 25.5, String(advised));
});

test('a scheduler without its default limits is not said to have them', (t) => {
  const [problem = ''] = printed(judgeSpeed(stream(100_000, 0.1), 100, { requests: 5000, bindings: 400 }));
  t.regex(
    problem,
    /this cluster bound 400 a second, .*; up to 24x no binding waits more than 1s \(60 % of what this cluster sustained\)/,
  );
  t.notRegex(problem, /default/);
});

test('of two limits the tighter one comes first, and its speed is the one that holds', (t) => {
  const verdict = judgeSpeed(stream(10_000, 0.5), 100, { requests: 60, bindings: 50 });
  const [first = '', second = '', ...others] = printed(verdict);
  t.regex(first, /up to 400 API calls .* 60 a second: expect about \S+ to \S+x \(--speed 9x holds: 60 % of/);
  t.regex(second, /; up to 25x no binding waits/);
  t.deepEqual(others, []);
  t.is(Math.floor(verdict.advised), 9);
});

test('a burst that waits for the scheduler at any speed leaves the speed at which calls hold', (t) => {
  const bursts = Array.from({ length: 200 }, (_, k) =>
    stream(30, 0).map((event) => ({ ...event, at: k * 60e6 })),
  );
  const verdict = judgeSpeed(bursts.flat(), 3000, { requests: 100, bindings: 25 });
  const all = printed(verdict).join('\n');
  t.is(verdict.advised, 0);
  t.regex(all, /even at 1x some wait/);
  t.regex(all, /\(--speed \d\d+x holds: 60 % of/);
});

test('too many pods at one moment wait at any speed', (t) => {
  const verdict = judgeSpeed(stream(1000, 0), 10, { requests: 1e6, bindings: 50 });
  t.is(verdict.advised, 0);
  t.regex(printed(verdict)[0]!, /too many come at one moment: even at 1x some wait 18s/);
});

test('calls that come at one moment do not wait where all of them may be under way', (t) => {
  const { advised, expected, problems } = judgeSpeed(stream(30, 0), 1, { requests: 96, bindings: 400 });
  t.is(advised, Number.POSITIVE_INFINITY);
  t.deepEqual(expected, { least: 1, most: 1 });
  t.deepEqual(problems, []);
});

test('a few pods can be played at any speed', (t) => {
  const { fits, advised } = judgeSpeed(stream(20, 60), 1000, KWOK_DEFAULT);
  t.is(advised, Number.POSITIVE_INFINITY);
  t.regex(fits!, /advised is any speed .*: 1000x holds$/);
});

test('a probe in which nothing happened gives sentences without NaN', (t) => {
  const verdict = judgeSpeed(stream(1000, 2), 10, { requests: 0, bindings: 0 });
  t.true(verdict.problems.length > 0);
  t.notRegex(printed(verdict).join(), /NaN|Infinity|undefined/);
});

test('without a probe the default limits are named as an assumption', (t) => {
  const assumed = { requests: Number.POSITIVE_INFINITY, bindings: 50, isAssumed: true };
  t.deepEqual(printed(judgeSpeed(stream(10_000, 0.5), 100, assumed)), [
    `warning: at 100x this needs up to 200 pod bindings within a second, and kube-scheduler binds 50 a second with its default client limits, so that some wait 2m28s; up to 25x no binding waits more than 1s (${RAISE})`,
  ]);
  t.is(
    judgeSpeed(stream(10_000, 0.5), 10, assumed).fits,
    'at 10x this needs up to 20 pod bindings and 40 API calls within a second; kube-scheduler with its default settings sustains up to 25x',
  );
});

test('backoff is a problem where pods hold their nodes for a short time', (t) => {
  const backoff = (speed: number, lifetime: number) =>
    judgeSpeed(stream(10, 60, { lifetime: lifetime * SECOND }), speed, KWOK_DEFAULT).problems;
  t.deepEqual(backoff(100, 300), [
    {
      code: 'waiting-distorted',
      severity: 'warning',
      message:
        'kube-scheduler’s backoff (1s to 10s) and its flush of unschedulable pods (5m) run in wall time: at 100x they take 1m40s to 16m40s and 8h20m of this scenario, whose pods hold their nodes for 5m (median)',
      next: 'podMaxBackoffSeconds: 1 keeps backoff to 1m40s',
    },
  ]);
  t.deepEqual(backoff(1, 1), []);
  t.deepEqual(backoff(10, 3600), []);
});
