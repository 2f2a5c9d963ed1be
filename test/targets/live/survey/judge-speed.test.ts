/** The calls that a timeline needs, and whether a cluster sustains them at a speed. */

import test from 'ava';
import { formatProblem } from '../../../../src/core/errors/problem.ts';
import type {
  PlannedPod,
  PlannedWorkload,
  TimelineAction,
  TimelineEvent,
} from '../../../../src/core/timeline/timeline-event.ts';
import { type OwnCalls, callTimes as timesOf } from '../../../../src/targets/live/pace/call-times.ts';
import {
  judgeSpeed as judge,
  type SpeedVerdict,
  type SustainedRates,
} from '../../../../src/targets/live/survey/judge-speed.ts';

const SECOND = 1_000_000;
const KWOK_DEFAULT = { requests: 1000, bindings: 49.8 };

function pod(name: string, plan: Partial<PlannedPod> = {}): PlannedPod {
  return {
    namespace: 'default',
    name,
    group: 'g',
    template: { spec: { containers: [{}] } },
    lifetime: null,
    end: 'succeeded',
    startDelay: 0,
    readyDelay: 0,
    withdrawnAt: null,
    ...plan,
  };
}

function timeline(
  ...planned: readonly (readonly [seconds: number, action: TimelineAction])[]
): TimelineEvent[] {
  return planned.map(([seconds, action], sequence) => ({ at: seconds * SECOND, sequence, action }));
}

function create(name: string, plan: Partial<PlannedPod> = {}): TimelineAction {
  return { kind: 'create-pod', pod: pod(name, plan) };
}

function remove(name: string): TimelineAction {
  return { kind: 'delete-pod', namespace: 'default', name };
}

/** A pod every `gap` seconds. */
function stream(count: number, gap: number, plan: Partial<PlannedPod> = {}): TimelineEvent[] {
  return timeline(
    ...Array.from({ length: count }, (_, index) => [index * gap, create(`p${index}`, plan)] as const),
  );
}

/** keg carries out all that becomes of a pod. */
const ALL: OwnCalls = { phases: true, ends: true };

function callTimes(events: TimelineEvent[], own = ALL, until?: number) {
  return timesOf(events, own, until);
}

function judgeSpeed(
  events: TimelineEvent[],
  speed: number,
  { requests, ...sustained }: Omit<SustainedRates, 'calls'> & { readonly requests: number },
  until?: number,
): SpeedVerdict {
  const calls = { create: requests, patch: requests, delete: requests };
  return judge({ timeline: events, own: ALL, until }, speed, { ...sustained, calls });
}

function secondsOf(times: Float64Array): number[] {
  return [...times].map((time) => time / SECOND);
}

test('a pod takes a call of keg each for creation, start, readiness, end and deletion', (t) => {
  const plan = { startDelay: SECOND, readyDelay: 2 * SECOND, lifetime: 10 * SECOND };
  const { calls, bindings, holdings } = callTimes(timeline([5, create('a', plan)], [60, remove('a')]));
  t.deepEqual(secondsOf(calls), [5, 6, 8, 16, 60]);
  t.deepEqual(secondsOf(bindings), [5]);
  t.deepEqual(holdings, [11 * SECOND]);
});

test('phases and ends that the cluster carries out are no calls of keg', (t) => {
  const plan = { startDelay: SECOND, readyDelay: 2 * SECOND, lifetime: 10 * SECOND };
  const of = (own: OwnCalls) => secondsOf(callTimes(timeline([5, create('a', plan)]), own).calls);
  t.deepEqual(of({ phases: false, ends: true }), [5, 16]);
  t.deepEqual(of({ phases: false, ends: false }), [5]);
});

test('a pod makes no call after its deletion', (t) => {
  const plan = { startDelay: SECOND, readyDelay: 20 * SECOND, lifetime: 60 * SECOND };
  const { calls, holdings } = callTimes(timeline([0, create('a', plan)], [10, remove('a')]));
  t.deepEqual(secondsOf(calls), [0, 1, 10]);
  t.deepEqual(holdings, [10 * SECOND]);
});

test('a name that is used again is another pod', (t) => {
  const { calls } = callTimes(timeline([0, create('a')], [10, remove('a')], [20, create('a')]));
  t.deepEqual(secondsOf(calls), [0, 0, 10, 20, 20]);
});

test('a pod that is withdrawn takes one call for its withdrawal', (t) => {
  const { calls } = callTimes(timeline([0, create('a', { withdrawnAt: 7 * SECOND })]));
  t.deepEqual(secondsOf(calls), [0, 0, 7]);
});

test('nothing after the end of the scenario counts', (t) => {
  const { calls } = callTimes(timeline([0, create('a', { lifetime: 60 * SECOND })]), ALL, 30 * SECOND);
  t.deepEqual(secondsOf(calls), [0, 0]);
});

test('a pod with a node name needs no binding', (t) => {
  const template = { spec: { containers: [{}], nodeName: 'n' } };
  t.is(callTimes(timeline([0, create('a', { template })])).bindings.length, 0);
});

test('nodes of the first moment take no call, later changes one each', (t) => {
  const { calls } = callTimes(
    timeline(
      [0, { kind: 'add-node', node: { metadata: { name: 'n' }, status: { allocatable: {} } } as never }],
      [30, { kind: 'cordon-node', name: 'n' }],
    ),
  );
  t.deepEqual(secondsOf(calls), [30]);
});

test('a workload counts the pods by which it is scaled up', (t) => {
  const workload: PlannedWorkload = {
    kind: 'Deployment',
    namespace: 'default',
    name: 'web',
    template: { spec: { containers: [{}] } },
    lifetime: null,
    end: 'succeeded',
    started: { family: 'constant', value: 1 },
    perStart: 0,
    ready: { family: 'constant', value: 0 },
    terminated: { family: 'constant', value: 0 },
    job: undefined,
    strategy: { type: 'RollingUpdate', maxSurge: '25%', maxUnavailable: '25%' },
    position: { file: 'x' },
  };
  const scaled = (pods: number): TimelineAction => ({ kind: 'scale-workload', workload, pods });
  const { calls, bindings } = callTimes(timeline([0, scaled(3)], [10, scaled(5)], [20, scaled(1)]));
  t.deepEqual(secondsOf(bindings), [0, 0, 0, 10, 10]);
  t.is(calls.length, 3 + 5 * 2 + 4);
});

/** The problems as they are printed. */
function printed(verdict: SpeedVerdict): string[] {
  return verdict.problems.map(formatProblem);
}

const RAISE =
  'raise clientConnection.qps and burst of kube-scheduler (docs/how-to/replay-on-a-live-cluster.md) to go faster';

test('a speed that fits is reported with what it needs and the highest speed', (t) => {
  const verdict = judgeSpeed(stream(1000, 2), 10, KWOK_DEFAULT);
  t.deepEqual(verdict.needed.bindings, { mean: 1000 / 199.8, peak: 5 });
  t.is(Math.floor(verdict.highest), 117);
  t.is(
    verdict.fits,
    'at 10x this needs up to 5 pod bindings and 10 API calls within a second; this cluster sustains up to 117x',
  );
  t.deepEqual(verdict.problems, []);
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

test('a scheduler without its default limits is not said to have them', (t) => {
  const [problem = ''] = printed(judgeSpeed(stream(100_000, 0.1), 100, { requests: 5000, bindings: 400 }));
  t.regex(problem, /this cluster bound 400 a second, .*; up to 40x no binding waits/);
  t.notRegex(problem, /default/);
});

test('of two limits the tighter one comes first', (t) => {
  const verdict = judgeSpeed(stream(10_000, 0.5), 100, { requests: 60, bindings: 50 });
  const [first = '', second = '', ...others] = printed(verdict);
  t.regex(
    first,
    /up to 400 API calls within a second, and this cluster answered 60 a second, so that some wait 4m42s; up to 15x no call is sent more than 200ms late$/,
  );
  t.regex(second, /; up to 25x no binding waits/);
  t.deepEqual(others, []);
  t.is(Math.floor(verdict.highest), 15);
});

test('too many pods at one moment wait at any speed', (t) => {
  const verdict = judgeSpeed(stream(1000, 0), 10, { requests: 1e6, bindings: 50 });
  t.is(verdict.highest, 0);
  t.regex(printed(verdict)[0]!, /too many come at one moment: even at 1x some wait 18s/);
});

test('calls that come at one moment do not wait where all of them may be under way', (t) => {
  const { highest, expected, problems } = judgeSpeed(stream(30, 0), 1, { requests: 96, bindings: 400 });
  t.is(highest, Number.POSITIVE_INFINITY);
  t.is(expected.text, 'expected: 1x achieved, every call sent on time');
  t.deepEqual(problems, []);
});

test('beyond the rate of the API server the expected speed is what that rate allows', (t) => {
  const load = stream(10_000, 0.5);
  const { expected } = judgeSpeed(load, 1000, { requests: 100, bindings: 400 });
  // All creations are due within 5 s, so nearly all overtake the starts: 10,000 calls take 100 s, and the scenario 5,000 s.
  t.true(Math.abs(expected.achieved - 48) < 0.5, String(expected.achieved));
  t.regex(expected.text, /^expected: 48x achieved, calls sent up to 1m\d+s late$/);
  const ended = judgeSpeed(load, 1000, { requests: 100, bindings: 400 }, 1000 * SECOND).expected;
  // In 1 s of wall time 100 calls are answered, and 64 are under way: nearly all are creations, of two pods a second.
  t.true(Math.abs(ended.achieved - 78) < 0.5, String(ended.achieved));
});

test('a few pods can be played at any speed', (t) => {
  const { fits, highest } = judgeSpeed(stream(20, 60), 1000, KWOK_DEFAULT);
  t.is(highest, Number.POSITIVE_INFINITY);
  t.regex(fits!, /sustains any speed$/);
});

test('a probe in which nothing happened gives sentences without NaN', (t) => {
  const verdict = judgeSpeed(stream(1000, 2), 10, { requests: 0, bindings: 0 });
  t.true(verdict.problems.length > 0);
  t.notRegex(printed(verdict).join(), /NaN|Infinity|undefined/);
});

test('without a probe the default limits are named as an assumption', (t) => {
  const assumed = { requests: Number.POSITIVE_INFINITY, bindings: 50, burst: 100, isAssumed: true };
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
