/** Ends of pods: each is observed once, with its reason, also when states arrive late. */
import test from 'ava';
import { disrupted, ended, kinds, NOT_READY, podObject, READY, watchPods } from './pod-states.ts';

test('a pod that becomes ready twice is observed as ready once', (t) => {
  const { pods, newObservations } = watchPods();
  const running = (ready: typeof READY) =>
    podObject({ node: 'w', status: { phase: 'Running', conditions: [ready] } });
  pods.seen(running(NOT_READY), 10);
  pods.seen(running(READY), 20);
  pods.seen(running(NOT_READY), 30);
  pods.seen(running(READY), 40);
  t.deepEqual(
    newObservations().filter(({ kind }) => kind === 'pod-ready'),
    [{ at: 20, kind: 'pod-ready', uid: 'p1' }],
  );
});

test('a pod that fails before any container runs is finished without a start', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ node: 'w', status: { phase: 'Failed', reason: 'OutOfcpu' } }), 10);
  t.deepEqual(newObservations().slice(1), [
    { at: 10, kind: 'pod-bound', uid: 'p1', node: 'w' },
    { at: 10, kind: 'pod-finished', uid: 'p1', phase: 'Failed', reason: 'OutOfcpu' },
  ]);
});

test('a finished pod stays finished, and only its deletion is observed after that', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ status: { phase: 'Failed', reason: 'Evicted' } }), 10);
  newObservations();
  pods.seen(podObject({ node: 'w', status: { phase: 'Running', conditions: [READY] } }), 20);
  pods.seen(podObject({ node: 'w', status: { phase: 'Succeeded' } }), 30);
  t.deepEqual(newObservations(), []);
  pods.gone('p1', 40);
  t.deepEqual(kinds(newObservations()), ['pod-deleted']);
});

test('an older state after a newer one causes no observation', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ node: 'w', status: { phase: 'Running', conditions: [READY] } }), 10);
  newObservations();
  pods.seen(podObject(), 20);
  pods.seen(podObject({ node: 'w' }), 30);
  t.deepEqual(newObservations(), []);
});

test('the last state of a deleted pod shows the steps that were missed', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject(), 10);
  newObservations();
  const last = podObject({
    node: 'w',
    status: { phase: 'Failed', containerStatuses: [ended(137, 'OOMKilled')] },
  });
  pods.gone('p1', 20, last);
  t.deepEqual(newObservations(), [
    { at: 20, kind: 'pod-bound', uid: 'p1', node: 'w' },
    { at: 20, kind: 'pod-started', uid: 'p1' },
    { at: 20, kind: 'pod-finished', uid: 'p1', phase: 'Failed', reason: 'OOMKilled', exitCode: 137 },
    { at: 20, kind: 'pod-deleted', uid: 'p1' },
  ]);
});

test('a deletion has the reason of a disruption in its last state or before', (t) => {
  const conditions = [disrupted('PreemptionByScheduler')];
  const preempted = podObject({ node: 'w', status: { phase: 'Running', conditions } });
  for (const last of [preempted, undefined]) {
    const { pods, newObservations } = watchPods();
    if (!last) pods.seen(preempted, 5);
    pods.seen(podObject({ node: 'w' }), 10);
    pods.gone('p1', 20, last);
    t.deepEqual(newObservations().at(-1), {
      at: 20,
      kind: 'pod-deleted',
      uid: 'p1',
      reason: 'PreemptionByScheduler',
    });
  }
});

test('a withdrawn disruption is not the reason of a deletion', (t) => {
  const { pods, newObservations } = watchPods();
  const state = (status: 'True' | 'False') =>
    podObject({
      node: 'w',
      status: { phase: 'Running', conditions: [disrupted('EvictionByEvictionAPI', status)] },
    });
  pods.seen(state('True'), 10);
  pods.seen(state('False'), 20);
  pods.gone('p1', 30);
  t.deepEqual(newObservations().at(-1), { at: 30, kind: 'pod-deleted', uid: 'p1' });
});

test('pods with the same name are distinguished by uid', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ uid: 'first', node: 'w' }), 10);
  pods.gone('first', 20);
  pods.seen(podObject({ uid: 'second' }), 20);
  t.deepEqual(
    newObservations().map((observation) => [observation.kind, 'uid' in observation && observation.uid]),
    [
      ['pod-created', 'first'],
      ['pod-bound', 'first'],
      ['pod-deleted', 'first'],
      ['pod-created', 'second'],
    ],
  );
});

test('a state that arrives after the deletion does not bring the pod back', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject(), 10);
  pods.gone('p1', 20);
  newObservations();
  pods.seen(podObject({ node: 'w' }), 30);
  pods.gone('p1', 40, podObject({ node: 'w' }));
  t.deepEqual(newObservations(), []);
  t.false(pods.has('p1'));
});

test('a pod that was missed entirely is observed if its last state is known', (t) => {
  const { pods, newObservations } = watchPods();
  pods.gone('p1', 10);
  t.deepEqual(newObservations(), []);
  pods.gone('p1', 20, podObject({ node: 'w' }));
  t.deepEqual(kinds(newObservations()), ['pod-created', 'pod-bound', 'pod-deleted']);
});

test('the pods that are known and not gone are listed', (t) => {
  const { pods } = watchPods();
  pods.seen(podObject({ uid: 'a' }), 10);
  pods.seen(podObject({ uid: 'b' }), 10);
  pods.seen(podObject({ uid: 'c' }), 10);
  pods.gone('b', 20);
  t.deepEqual([...pods.uids()], ['a', 'c']);
  t.is(pods.size, 2);
  t.true(pods.has('a'));
  t.false(pods.has('b'));
});
