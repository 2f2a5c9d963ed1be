/** The calls that a timeline needs of keg, and when. */
import test from 'ava';
import type {
  PlannedWorkload,
  TimelineAction,
  TimelineEvent,
} from '../../../../src/core/timeline/timeline-event.ts';
import { type OwnCalls, callTimes as timesOf } from '../../../../src/targets/live/pace/call-times.ts';
import { create, remove, timeline } from '../planned-pods.ts';

const SECOND = 1_000_000;
/** keg carries out all that becomes of a pod. */
const ALL: OwnCalls = { phases: true, ends: true };

function callTimes(events: TimelineEvent[], own = ALL, until?: number) {
  return timesOf(events, own, until);
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

test('a probe makes of its pods what the play makes of its own: the mix, as a mean of all pods', (t) => {
  const stays = create('a', { startDelay: SECOND, readyDelay: SECOND });
  const completes = create('b', { lifetime: 10 * SECOND });
  const goes = create('c', { lifetime: 10 * SECOND, end: 'deleted' });
  const ends = { phases: false, ends: true };
  const all = timeline([0, stays], [0, completes], [0, goes], [0, create('d')], [30, remove('d')]);
  t.deepEqual(callTimes(all).mix, { patches: 6 / 4, ends: 1 / 4, deletions: 2 / 4 });
  t.deepEqual(callTimes(all, ends).mix, { patches: 1 / 4, ends: 1 / 4, deletions: 2 / 4 });
  t.deepEqual(callTimes(all, ends, 9 * SECOND).mix, { patches: 0, ends: 0, deletions: 0 });
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
