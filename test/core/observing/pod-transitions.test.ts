/** Tests of the observations that successive states of a pod cause. */
import test from 'ava';
import { createPodTransitions } from '../../../src/core/observing/pod-transitions.ts';
import {
  ended,
  keepingObserver,
  kinds,
  podObject,
  READY,
  RUNS,
  STAMP,
  TEMPLATE,
  unschedulable,
  watchPods,
} from './pod-states.ts';

test('each step of a pod is observed at the time of the state that shows it', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject(), 10);
  pods.seen(podObject({ node: 'worker-0' }), 20);
  pods.seen(podObject({ node: 'worker-0', status: { phase: 'Running', containerStatuses: [RUNS] } }), 30);
  pods.seen(podObject({ node: 'worker-0', status: { phase: 'Running', conditions: [READY] } }), 40);
  pods.seen(
    podObject({
      node: 'worker-0',
      status: { phase: 'Succeeded', containerStatuses: [ended(0, 'Completed')] },
    }),
    50,
  );
  pods.gone('p1', 60);
  t.deepEqual(
    newObservations().map(({ at, ...rest }) => [at, rest.kind]),
    [
      [10, 'pod-created'],
      [20, 'pod-bound'],
      [30, 'pod-started'],
      [40, 'pod-ready'],
      [50, 'pod-finished'],
      [60, 'pod-deleted'],
    ],
  );
});

test('a creation contains the description and follows its template', (t) => {
  const observations: Parameters<typeof keepingObserver>[0] = [];
  const pods = createPodTransitions(keepingObserver(observations), (pod, at) => ({
    namespace: 'team-a',
    name: pod.metadata.name,
    group: 'web',
    intended: at - 5,
    age: 7,
    template: TEMPLATE,
  }));
  pods.seen(podObject(), 10);
  pods.seen(podObject({ uid: 'p2' }), 11);
  t.deepEqual(kinds(observations), ['template', 'pod-created', 'pod-created']);
  const [template, created] = observations;
  t.true(
    template?.kind === 'template' && created?.kind === 'pod-created' && created.template === template.hash,
  );
  t.like(created, {
    at: 10,
    uid: 'p1',
    namespace: 'team-a',
    name: 'web-0',
    group: 'web',
    intended: 5,
    age: 7,
  });
});

test('a creation without group, intended and age has no such fields', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject(), 10);
  t.deepEqual(Object.keys(newObservations()[0]!), ['at', 'kind', 'uid', 'namespace', 'name', 'template']);
});

test('a pod is described once, when it is first seen', (t) => {
  const described: number[] = [];
  const pods = createPodTransitions(keepingObserver([]), ({ metadata: { namespace, name } }, at) => {
    described.push(at);
    return { namespace, name, template: TEMPLATE };
  });
  pods.seen(podObject(), 10);
  pods.seen(podObject({ node: 'worker-0' }), 20);
  t.deepEqual(described, [10]);
});

test('a pod that is first seen ready has all earlier steps at that time, in order', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(
    podObject({
      node: 'worker-0',
      status: { phase: 'Running', containerStatuses: [RUNS], conditions: [READY] },
    }),
    10,
  );
  const news = newObservations();
  t.deepEqual(kinds(news), ['pod-created', 'pod-bound', 'pod-started', 'pod-ready']);
  t.true(news.every(({ at }) => at === 10));
});

test('a pod that is first seen finished was bound and started', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(
    podObject({ node: 'worker-0', status: { phase: 'Failed', containerStatuses: [ended(3, 'Error')] } }),
    10,
  );
  t.deepEqual(kinds(newObservations()), ['pod-created', 'pod-bound', 'pod-started', 'pod-finished']);
});

test('a state that skips steps causes all of them', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject(), 10);
  newObservations();
  pods.seen(podObject({ node: 'worker-0', status: { phase: 'Running' } }), 20);
  t.deepEqual(newObservations(), [
    { at: 20, kind: 'pod-bound', uid: 'p1', node: 'worker-0' },
    { at: 20, kind: 'pod-started', uid: 'p1' },
  ]);
});

test('the same state again causes no observation', (t) => {
  const { pods, newObservations } = watchPods();
  const state = podObject({ node: 'worker-0', status: { phase: 'Running', conditions: [READY] } });
  pods.seen(state, 10);
  newObservations();
  pods.seen(state, 20);
  t.deepEqual(newObservations(), []);
});

test('a failed attempt to schedule is observed again only with another message', (t) => {
  const { pods, newObservations } = watchPods();
  const cpu = '0/3 nodes are available: 3 Insufficient cpu.';
  const memory = '0/3 nodes are available: 3 Insufficient memory.';
  pods.seen(podObject(), 10);
  newObservations();
  pods.seen(podObject({ status: unschedulable(cpu) }), 20);
  pods.seen(podObject({ status: unschedulable(cpu) }), 30);
  pods.seen(podObject({ status: unschedulable(memory) }), 40);
  pods.seen(podObject({ status: unschedulable(cpu) }), 50);
  t.deepEqual(newObservations(), [
    { at: 20, kind: 'pod-unschedulable', uid: 'p1', message: cpu },
    { at: 40, kind: 'pod-unschedulable', uid: 'p1', message: memory },
    { at: 50, kind: 'pod-unschedulable', uid: 'p1', message: cpu },
  ]);
});

test('an older state with an older message is not a new attempt', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ version: 5, status: unschedulable('one') }), 10);
  pods.seen(podObject({ version: 12, status: unschedulable('two') }), 20);
  newObservations();
  pods.seen(podObject({ version: 5, status: unschedulable('one') }), 30);
  t.deepEqual(newObservations(), []);
});

test('without a message of the scheduler its reason is recorded', (t) => {
  const { pods, newObservations } = watchPods();
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }];
  pods.seen(podObject({ status: { phase: 'Pending', conditions } }), 10);
  t.like(newObservations()[1], {
    kind: 'pod-unschedulable',
    message: 'SchedulingGated',
    reason: 'SchedulingGated',
  });
});

test('a state from before the binding causes no attempt after it', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ node: 'worker-0' }), 10);
  newObservations();
  pods.seen(podObject({ status: unschedulable('late') }), 20);
  t.deepEqual(newObservations(), []);
});

test('a pod that is ready or succeeded has started, also without container states', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ uid: 'a', node: 'w', status: { phase: 'Pending', conditions: [READY] } }), 10);
  t.deepEqual(kinds(newObservations()), ['pod-created', 'pod-bound', 'pod-started', 'pod-ready']);
  pods.seen(podObject({ uid: 'b', node: 'w', status: { phase: 'Succeeded' } }), 20);
  t.deepEqual(kinds(newObservations()), ['pod-created', 'pod-bound', 'pod-started', 'pod-finished']);
});

test('a pod without a node does not start, also if its status shows a start', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ status: { phase: 'Running', containerStatuses: [RUNS], conditions: [READY] } }), 10);
  pods.seen(podObject({ status: { phase: 'Succeeded' } }), 20);
  t.deepEqual(kinds(newObservations()), ['pod-created', 'pod-finished']);
});

test('a running container is a start in every phase', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ node: 'worker-0', status: { phase: 'Pending', containerStatuses: [{}, RUNS] } }), 10);
  t.true(kinds(newObservations()).includes('pod-started'));
});

test('a container that ran before it ended or was restarted is a start', (t) => {
  const ran = [
    ended(1, 'Error'),
    { state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 1 },
    { state: { waiting: {} }, lastState: { terminated: { exitCode: 2, startedAt: STAMP } } },
  ];
  for (const status of ran) {
    const { pods, newObservations } = watchPods();
    pods.seen(podObject({ node: 'w', status: { phase: 'Pending', containerStatuses: [status] } }), 10);
    t.deepEqual(kinds(newObservations()), ['pod-created', 'pod-bound', 'pod-started']);
  }
});

test('a container that ended without running is not a start', (t) => {
  const neverRan = [
    ended(128, 'StartError', '1970-01-01T00:00:00Z'),
    ended(137, 'ContainerStatusUnknown', null),
    { state: { waiting: { reason: 'ContainerCreating' } }, restartCount: 0 },
  ];
  for (const status of neverRan) {
    const { pods, newObservations } = watchPods();
    pods.seen(podObject({ node: 'w', status: { phase: 'Pending', containerStatuses: [status] } }), 10);
    t.deepEqual(kinds(newObservations()), ['pod-created', 'pod-bound']);
  }
});

test('a running init container is not a start', (t) => {
  const { pods, newObservations } = watchPods();
  pods.seen(podObject({ node: 'w', status: { phase: 'Pending', initContainerStatuses: [RUNS] } }), 10);
  t.deepEqual(kinds(newObservations()), ['pod-created', 'pod-bound']);
});
