/** Pods of a recording become planned pods. */
import test from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { expandScenario } from '../../../src/core/timeline/expand-scenario.ts';
import { collectRecordedPods } from '../../../src/core/timeline/recorded-pods.ts';
import { arrivals, written } from './written-scenario.ts';

const TEMPLATE = { spec: { containers: [{ name: 'main' }] } };
const TEMPLATE_LINE = { at: 0, kind: 'template', hash: 't', template: TEMPLATE } as const;
const CREATED = { kind: 'pod-created', uid: 'u', namespace: 'n', name: 'p', template: 't' } as const;

/** The one planned pod of these observations, with its time. */
function replayed(...observations: readonly Observation[]) {
  const pods = collectRecordedPods();
  for (const each of [TEMPLATE_LINE, ...observations]) pods.observe(each);
  const [first, ...others] = pods.planned();
  if (!first || others.length > 0 || first.action.kind !== 'create-pod') throw new Error('not one pod');
  return { at: first.at, ...first.action.pod };
}

const bound = (at: number): Observation => ({ at, kind: 'pod-bound', uid: 'u', node: 'x' });
const started = (at: number): Observation => ({ at, kind: 'pod-started', uid: 'u' });
const ready = (at: number): Observation => ({ at, kind: 'pod-ready', uid: 'u' });
const deleted = (at: number): Observation => ({ at, kind: 'pod-deleted', uid: 'u' });
const finished = (at: number, phase: 'Succeeded' | 'Failed'): Observation => {
  return { at, kind: 'pod-finished', uid: 'u', phase };
};

test('a whole life becomes arrival, delays and lifetime; the scheduler chooses the node', (t) => {
  t.deepEqual(replayed({ ...CREATED, at: 5 }, bound(7), started(10), ready(14), deleted(110)), {
    at: 5,
    namespace: 'n',
    name: 'p',
    group: 'p',
    template: TEMPLATE,
    lifetime: 100,
    end: 'deleted',
    startDelay: 3,
    readyDelay: 4,
    withdrawnAt: null,
  });
});

test('a pod that was created late arrives at its intended creation', (t) => {
  t.is(replayed({ ...CREATED, at: 9, intended: 4 }).at, 4);
});

test('a pod that is older than the recording arrives at 0', (t) => {
  t.is(replayed({ ...CREATED, at: 0, age: 3600e6 }).at, 0);
});

test('the group is kept', (t) => {
  t.is(replayed({ ...CREATED, at: 0, group: 'web' }).group, 'web');
});

test('without a start, the lifetime counts from the binding', (t) => {
  t.like(replayed({ ...CREATED, at: 5 }, bound(7), deleted(17)), { lifetime: 10, startDelay: 0 });
});

test('a terminal phase is the end of a pod, also if it is deleted later', (t) => {
  t.like(replayed({ ...CREATED, at: 0 }, bound(1), started(2), finished(12, 'Succeeded'), deleted(50)), {
    lifetime: 10,
    end: 'succeeded',
  });
  t.like(replayed({ ...CREATED, at: 0 }, bound(1), started(2), finished(12, 'Failed')), {
    lifetime: 10,
    end: 'failed',
  });
});

test('a pod without an end runs for ever', (t) => {
  t.like(replayed({ ...CREATED, at: 0 }, bound(1), started(2)), { lifetime: null, withdrawnAt: null });
  t.like(replayed({ ...CREATED, at: 0 }), { lifetime: null, withdrawnAt: null });
});

test('a pod that was deleted before it was bound is deleted at the same time', (t) => {
  t.like(replayed({ ...CREATED, at: 5 }, deleted(30)), { lifetime: null, withdrawnAt: 30 });
  t.is(replayed({ ...CREATED, at: 5 }, bound(6), deleted(30)).withdrawnAt, null);
});

test('a pod is never ready where others were; ready at once where none was', (t) => {
  t.is(replayed({ ...CREATED, at: 0 }, bound(1), started(2), deleted(9)).readyDelay, 0);
  t.is(
    replayed({ ...CREATED, at: 0 }, bound(1), started(2), { at: 3, kind: 'pod-ready', uid: 'other' })
      .readyDelay,
    null,
  );
});

test('a second start or readiness (a restart) changes nothing', (t) => {
  const once = [{ ...CREATED, at: 0 }, bound(1), started(2), ready(3), deleted(20)] as const;
  const twice = [{ ...CREATED, at: 0 }, bound(1), started(2), ready(3), started(9), ready(10), deleted(20)];
  t.deepEqual(replayed(...twice), replayed(...once));
});

test('observations of pods that were never created are ignored', (t) => {
  const pods = collectRecordedPods();
  for (const each of [bound(1), started(2), deleted(3), { ...CREATED, at: 4, template: 'unknown' } as const])
    pods.observe(each);
  t.deepEqual(pods.planned(), []);
});

test('recorded pods are sorted among the written ones by time', (t) => {
  const pods = collectRecordedPods();
  for (const each of [TEMPLATE_LINE, { ...CREATED, at: 2e6 } as const]) pods.observe(each);
  const scenario = written(`events:
  pods:
    - {name: early, arrivalTime: 1s, template: small}
    - {name: late, arrivalTime: 3s, template: small}
    - {name: same, arrivalTime: 2s, template: small}
`);
  t.deepEqual(
    arrivals(expandScenario(scenario, 1, pods.planned())).map(({ name }) => name),
    ['early', 'same', 'p', 'late'],
  );
});

const terminating = (at: number): Observation => ({
  at,
  kind: 'pod-terminating',
  uid: 'u',
  graceSeconds: 30,
});
const life = ({ lifetime, end, terminatedDelay }: ReturnType<typeof replayed>) => ({
  lifetime,
  end,
  terminatedDelay,
});

test('a pod whose deletion was requested holds its room as long as in the recording', (t) => {
  const first = [{ ...CREATED, at: 5 } as const, bound(7), started(10)];
  t.deepEqual(life(replayed(...first, terminating(60), deleted(110))), {
    lifetime: 50,
    end: 'deleted',
    terminatedDelay: 50,
  });
  // It holds no room any more when it is finished.
  t.deepEqual(life(replayed(...first, terminating(60), finished(80, 'Failed'), deleted(110))), {
    lifetime: 50,
    end: 'deleted',
    terminatedDelay: 20,
  });
  t.deepEqual(life(replayed(...first, finished(50, 'Failed'), terminating(60), deleted(110))), {
    lifetime: 40,
    end: 'failed',
    terminatedDelay: undefined,
  });
});

test('a pod that was being deleted at the end of the recording runs on for its grace period', (t) => {
  const open = replayed({ ...CREATED, at: 5 }, bound(7), started(10), terminating(60));
  t.deepEqual(life(open), { lifetime: 50, end: 'deleted', terminatedDelay: 30e6 });
});

test('a requested deletion before the start is no negative time', (t) => {
  const early = replayed({ ...CREATED, at: 5 }, bound(7), terminating(8), started(10), deleted(30));
  t.deepEqual(life(early), { lifetime: 0, end: 'deleted', terminatedDelay: 20 });
});

test('a run is kept as it was where that is asked for, whatever ended it', (t) => {
  const pods = collectRecordedPods();
  const evicted: Observation = { at: 50, kind: 'pod-disrupted', uid: 'u', reason: 'EvictionByEvictionAPI' };
  for (const each of [TEMPLATE_LINE, { ...CREATED, at: 5 }, bound(7), started(10), evicted, deleted(50)])
    pods.observe(each);
  const lifetimes = (keepRuns: boolean) =>
    pods
      .planned({ keepRuns })
      .map(({ action }) => (action.kind === 'create-pod' ? action.pod.lifetime : action.kind));
  t.deepEqual(lifetimes(true), [40]);
  t.deepEqual(lifetimes(false), [null, 'disrupt-pod']);
});
