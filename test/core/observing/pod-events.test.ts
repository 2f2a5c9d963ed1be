/** Tests of Kubernetes Events about pods: which of them become observations, and that none repeats. */
import test from 'ava';
import { type KubernetesEvent, meaningOf } from '../../../src/core/observing/kubernetes-event.ts';
import { createPodEvents } from '../../../src/core/observing/pod-events.ts';
import { keepingObserver, podObject, unschedulable, watchPods } from './pod-states.ts';

const PREEMPTOR = '0f3ab2c4-1111-4222-8333-444455556666';
const POD = { kind: 'Pod', uid: 'p1' };

function watchEvents() {
  const { pods, newObservations, observations } = watchPods();
  const events = createPodEvents(keepingObserver(observations), pods);
  pods.seen(podObject(), 1);
  newObservations();
  return { pods, events, newObservations };
}

test('a failed attempt to schedule is read from both kinds of Events', (t) => {
  const refused = { kind: 'refused', uid: 'p1', message: 'no cpu' };
  t.deepEqual(
    meaningOf({ reason: 'FailedScheduling', involvedObject: POD, message: 'no cpu' }),
    refused as never,
  );
  t.deepEqual(meaningOf({ reason: 'FailedScheduling', regarding: POD, note: 'no cpu' }), refused as never);
  t.is(meaningOf({ reason: 'FailedScheduling', involvedObject: POD }), undefined);
  t.is(meaningOf({ reason: 'FailedScheduling', involvedObject: POD, message: '' }), undefined);
});

test('a preemption has the uid of the preemptor if its message starts with it', (t) => {
  const by = (message: string, reason = 'Preempted') => {
    const meaning = meaningOf({ reason, involvedObject: POD, message });
    return meaning?.kind === 'disrupted' ? meaning.by : 'no disruption';
  };
  t.is(by(`Preempted by pod ${PREEMPTOR} on node a`), PREEMPTOR);
  t.is(by(`Preempted by a pod ${PREEMPTOR} on node a`), PREEMPTOR);
  t.is(by(`was Preempted by pod ${PREEMPTOR}`), undefined);
  t.is(by('Preempted by default/web-0 on node a'), undefined);
  t.is(by(`Preempted by pod ${PREEMPTOR} on node a`, 'Evicted'), undefined);
});

test('a disruption keeps its reason and message', (t) => {
  t.deepEqual(meaningOf({ reason: 'Evicted', regarding: POD, note: 'low on memory' }), {
    kind: 'disrupted',
    uid: 'p1',
    reason: 'Evicted',
    message: 'low on memory',
  });
  t.deepEqual(meaningOf({ reason: 'OOMKilling', involvedObject: POD }), {
    kind: 'disrupted',
    uid: 'p1',
    reason: 'OOMKilling',
  });
});

for (const [why, event] of [
  ['of another object', { reason: 'Evicted', involvedObject: { kind: 'Node', uid: 'n' } }],
  ['without a uid', { reason: 'Evicted', involvedObject: { kind: 'Pod' } }],
  ['without a reason', { involvedObject: POD, message: 'x' }],
  ['with another reason', { reason: 'BackOff', involvedObject: POD, message: 'x' }],
  ['without an object', { reason: 'Evicted' }],
] as const satisfies readonly (readonly [string, KubernetesEvent])[]) {
  test(`an Event ${why} has no meaning`, (t) => {
    t.is(meaningOf(event), undefined);
  });
}

test('a disruption is observed once for each reason, until its pod is forgotten', (t) => {
  const { events, newObservations } = watchEvents();
  const disrupt = (reason: string, at: number) =>
    events.seen({ reason, involvedObject: POD, message: 'm' }, at);
  disrupt('Evicted', 2);
  disrupt('Evicted', 3);
  disrupt('Preempted', 4);
  disrupt('Evicted', 5);
  t.deepEqual(newObservations(), [
    { at: 2, kind: 'pod-disrupted', uid: 'p1', reason: 'Evicted', message: 'm' },
    { at: 4, kind: 'pod-disrupted', uid: 'p1', reason: 'Preempted', message: 'm' },
  ]);
  events.forget('p1');
  disrupt('Evicted', 6);
  t.is(newObservations().length, 1);
});

test('an Event about a pod that is not known causes no observation', (t) => {
  const { events, newObservations } = watchEvents();
  events.seen({ reason: 'Evicted', involvedObject: { kind: 'Pod', uid: 'other' } }, 2);
  events.seen({ reason: 'FailedScheduling', involvedObject: { kind: 'Pod', uid: 'other' }, message: 'm' }, 3);
  t.deepEqual(newObservations(), []);
});

test('a failed attempt from an Event is observed if its message is new', (t) => {
  const { pods, events, newObservations } = watchEvents();
  const refuse = (message: string, at: number) =>
    events.seen({ reason: 'FailedScheduling', involvedObject: POD, message }, at);
  refuse('no cpu', 2);
  refuse('no cpu', 3);
  pods.seen(podObject({ status: unschedulable('no cpu') }), 4);
  refuse('no memory', 5);
  t.deepEqual(newObservations(), [
    { at: 2, kind: 'pod-unschedulable', uid: 'p1', message: 'no cpu' },
    { at: 5, kind: 'pod-unschedulable', uid: 'p1', message: 'no memory' },
  ]);
});

test('an older state after an Event does not repeat its message', (t) => {
  const { pods, events, newObservations } = watchEvents();
  pods.seen(podObject({ version: 7, status: unschedulable('one') }), 2);
  events.seen({ reason: 'FailedScheduling', involvedObject: POD, message: 'two' }, 3);
  pods.seen(podObject({ version: 6, status: unschedulable('one') }), 4);
  t.deepEqual(
    newObservations().map(({ at }) => at),
    [2, 3],
  );
});

for (const [what, state] of [
  ['bound', podObject({ node: 'w' })],
  ['finished', podObject({ status: { phase: 'Failed' } })],
] as const) {
  test(`a failed attempt of a ${what} pod is not observed`, (t) => {
    const { pods, events, newObservations } = watchEvents();
    pods.seen(state, 2);
    newObservations();
    events.seen({ reason: 'FailedScheduling', involvedObject: POD, message: 'late' }, 3);
    t.deepEqual(newObservations(), []);
  });
}
