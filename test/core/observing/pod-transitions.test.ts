/** What is told of a pod, state by state. */
import test from 'ava';
import { createPodTransitions } from '../../../src/core/observing/pod-transitions.ts';
import {
  disrupted,
  ended,
  keepingObserver,
  kinds,
  NOT_READY,
  podObject,
  READY,
  RUNS,
  STAMP,
  TEMPLATE,
  unschedulable,
  watchPods,
} from './pod-states.ts';

test('a pod is told step by step, each at the time of the state that shows it', (t) => {
  const { pods, told } = watchPods();
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
    told().map(({ at, ...rest }) => [at, rest.kind]),
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

test('its creation says what the description says, after the template that it names', (t) => {
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

test('a description without group, intended and age leaves no empty fields', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject(), 10);
  t.deepEqual(Object.keys(told()[0]!), ['at', 'kind', 'uid', 'namespace', 'name', 'template']);
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

test('a pod first seen ready tells all that lies behind it at that time, in order', (t) => {
  const { pods, told } = watchPods();
  pods.seen(
    podObject({
      node: 'worker-0',
      status: { phase: 'Running', containerStatuses: [RUNS], conditions: [READY] },
    }),
    10,
  );
  const news = told();
  t.deepEqual(kinds(news), ['pod-created', 'pod-bound', 'pod-started', 'pod-ready']);
  t.true(news.every(({ at }) => at === 10));
});

test('a pod first seen finished tells that it was bound and started', (t) => {
  const { pods, told } = watchPods();
  pods.seen(
    podObject({ node: 'worker-0', status: { phase: 'Failed', containerStatuses: [ended(3, 'Error')] } }),
    10,
  );
  t.deepEqual(kinds(told()), ['pod-created', 'pod-bound', 'pod-started', 'pod-finished']);
});

test('a state that skipped steps tells them all', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject(), 10);
  told();
  pods.seen(podObject({ node: 'worker-0', status: { phase: 'Running' } }), 20);
  t.deepEqual(told(), [
    { at: 20, kind: 'pod-bound', uid: 'p1', node: 'worker-0' },
    { at: 20, kind: 'pod-started', uid: 'p1' },
  ]);
});

test('the same state twice tells nothing the second time', (t) => {
  const { pods, told } = watchPods();
  const state = podObject({ node: 'worker-0', status: { phase: 'Running', conditions: [READY] } });
  pods.seen(state, 10);
  told();
  pods.seen(state, 20);
  t.deepEqual(told(), []);
});

test('an attempt to schedule is told again only with another message', (t) => {
  const { pods, told } = watchPods();
  const cpu = '0/3 nodes are available: 3 Insufficient cpu.';
  const memory = '0/3 nodes are available: 3 Insufficient memory.';
  pods.seen(podObject(), 10);
  told();
  pods.seen(podObject({ status: unschedulable(cpu) }), 20);
  pods.seen(podObject({ status: unschedulable(cpu) }), 30);
  pods.seen(podObject({ status: unschedulable(memory) }), 40);
  pods.seen(podObject({ status: unschedulable(cpu) }), 50);
  t.deepEqual(told(), [
    { at: 20, kind: 'pod-unschedulable', uid: 'p1', message: cpu },
    { at: 40, kind: 'pod-unschedulable', uid: 'p1', message: memory },
    { at: 50, kind: 'pod-unschedulable', uid: 'p1', message: cpu },
  ]);
});

test('an older state with an older message is no new attempt', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ version: 5, status: unschedulable('one') }), 10);
  pods.seen(podObject({ version: 12, status: unschedulable('two') }), 20);
  told();
  pods.seen(podObject({ version: 5, status: unschedulable('one') }), 30);
  t.deepEqual(told(), []);
});

test('where the scheduler gave no message its reason is told', (t) => {
  const { pods, told } = watchPods();
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }];
  pods.seen(podObject({ status: { phase: 'Pending', conditions } }), 10);
  t.like(told()[1], { kind: 'pod-unschedulable', message: 'SchedulingGated' });
});

test('a state from before the binding tells no attempt after it', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ node: 'worker-0' }), 10);
  told();
  pods.seen(podObject({ status: unschedulable('late') }), 20);
  t.deepEqual(told(), []);
});

test('a pod that is ready or succeeded has started, whatever its containers say', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ uid: 'a', node: 'w', status: { phase: 'Pending', conditions: [READY] } }), 10);
  t.deepEqual(kinds(told()), ['pod-created', 'pod-bound', 'pod-started', 'pod-ready']);
  pods.seen(podObject({ uid: 'b', node: 'w', status: { phase: 'Succeeded' } }), 20);
  t.deepEqual(kinds(told()), ['pod-created', 'pod-bound', 'pod-started', 'pod-finished']);
});

test('a pod that is on no node does not start, whatever its status says', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ status: { phase: 'Running', containerStatuses: [RUNS], conditions: [READY] } }), 10);
  pods.seen(podObject({ status: { phase: 'Succeeded' } }), 20);
  t.deepEqual(kinds(told()), ['pod-created', 'pod-finished']);
});

test('a container that runs is a start, whatever the phase', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ node: 'worker-0', status: { phase: 'Pending', containerStatuses: [{}, RUNS] } }), 10);
  t.true(kinds(told()).includes('pod-started'));
});

test('a container that ran before it ended or was restarted is a start', (t) => {
  const ran = [
    ended(1, 'Error'),
    { state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 1 },
    { state: { waiting: {} }, lastState: { terminated: { exitCode: 2, startedAt: STAMP } } },
  ];
  for (const status of ran) {
    const { pods, told } = watchPods();
    pods.seen(podObject({ node: 'w', status: { phase: 'Pending', containerStatuses: [status] } }), 10);
    t.deepEqual(kinds(told()), ['pod-created', 'pod-bound', 'pod-started']);
  }
});

test('a container that ended without ever running is no start', (t) => {
  const neverRan = [
    ended(128, 'StartError', '1970-01-01T00:00:00Z'),
    ended(137, 'ContainerStatusUnknown', null),
    { state: { waiting: { reason: 'ContainerCreating' } }, restartCount: 0 },
  ];
  for (const status of neverRan) {
    const { pods, told } = watchPods();
    pods.seen(podObject({ node: 'w', status: { phase: 'Pending', containerStatuses: [status] } }), 10);
    t.deepEqual(kinds(told()), ['pod-created', 'pod-bound']);
  }
});

test('an init container that runs is no start', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ node: 'w', status: { phase: 'Pending', initContainerStatuses: [RUNS] } }), 10);
  t.deepEqual(kinds(told()), ['pod-created', 'pod-bound']);
});

test('ready, not ready, ready again is told once', (t) => {
  const { pods, told } = watchPods();
  const running = (ready: typeof READY) =>
    podObject({ node: 'w', status: { phase: 'Running', conditions: [ready] } });
  pods.seen(running(NOT_READY), 10);
  pods.seen(running(READY), 20);
  pods.seen(running(NOT_READY), 30);
  pods.seen(running(READY), 40);
  t.deepEqual(
    told().filter(({ kind }) => kind === 'pod-ready'),
    [{ at: 20, kind: 'pod-ready', uid: 'p1' }],
  );
});

test('a pod that fails before any container runs is finished without a start', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ node: 'w', status: { phase: 'Failed', reason: 'OutOfcpu' } }), 10);
  t.deepEqual(told().slice(1), [
    { at: 10, kind: 'pod-bound', uid: 'p1', node: 'w' },
    { at: 10, kind: 'pod-finished', uid: 'p1', phase: 'Failed', reason: 'OutOfcpu' },
  ]);
});

test('a finished pod never un-finishes, and tells nothing more but its deletion', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ status: { phase: 'Failed', reason: 'Evicted' } }), 10);
  told();
  pods.seen(podObject({ node: 'w', status: { phase: 'Running', conditions: [READY] } }), 20);
  pods.seen(podObject({ node: 'w', status: { phase: 'Succeeded' } }), 30);
  t.deepEqual(told(), []);
  pods.gone('p1', 40);
  t.deepEqual(kinds(told()), ['pod-deleted']);
});

test('an older state after a newer one tells nothing', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ node: 'w', status: { phase: 'Running', conditions: [READY] } }), 10);
  told();
  pods.seen(podObject(), 20);
  pods.seen(podObject({ node: 'w' }), 30);
  t.deepEqual(told(), []);
});

test('the last state of a deleted pod tells what was not seen of it', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject(), 10);
  told();
  const last = podObject({
    node: 'w',
    status: { phase: 'Failed', containerStatuses: [ended(137, 'OOMKilled')] },
  });
  pods.gone('p1', 20, last);
  t.deepEqual(told(), [
    { at: 20, kind: 'pod-bound', uid: 'p1', node: 'w' },
    { at: 20, kind: 'pod-started', uid: 'p1' },
    { at: 20, kind: 'pod-finished', uid: 'p1', phase: 'Failed', reason: 'OOMKilled', exitCode: 137 },
    { at: 20, kind: 'pod-deleted', uid: 'p1' },
  ]);
});

test('a deletion says which disruption it is of, told with its last state or before', (t) => {
  const conditions = [disrupted('PreemptionByScheduler')];
  const preempted = podObject({ node: 'w', status: { phase: 'Running', conditions } });
  for (const last of [preempted, undefined]) {
    const { pods, told } = watchPods();
    if (!last) pods.seen(preempted, 5);
    pods.seen(podObject({ node: 'w' }), 10);
    pods.gone('p1', 20, last);
    t.deepEqual(told().at(-1), { at: 20, kind: 'pod-deleted', uid: 'p1', reason: 'PreemptionByScheduler' });
  }
});

test('a disruption that was taken back is no reason', (t) => {
  const { pods, told } = watchPods();
  const state = (status: 'True' | 'False') =>
    podObject({
      node: 'w',
      status: { phase: 'Running', conditions: [disrupted('EvictionByEvictionAPI', status)] },
    });
  pods.seen(state('True'), 10);
  pods.seen(state('False'), 20);
  pods.gone('p1', 30);
  t.deepEqual(told().at(-1), { at: 30, kind: 'pod-deleted', uid: 'p1' });
});

test('pods of one name are told apart by uid', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject({ uid: 'first', node: 'w' }), 10);
  pods.gone('first', 20);
  pods.seen(podObject({ uid: 'second' }), 20);
  t.deepEqual(
    told().map((observation) => [observation.kind, 'uid' in observation && observation.uid]),
    [
      ['pod-created', 'first'],
      ['pod-bound', 'first'],
      ['pod-deleted', 'first'],
      ['pod-created', 'second'],
    ],
  );
});

test('a state that comes after the deletion does not bring the pod back', (t) => {
  const { pods, told } = watchPods();
  pods.seen(podObject(), 10);
  pods.gone('p1', 20);
  told();
  pods.seen(podObject({ node: 'w' }), 30);
  pods.gone('p1', 40, podObject({ node: 'w' }));
  t.deepEqual(told(), []);
  t.false(pods.has('p1'));
});

test('a pod that came and went unseen is told of if its last state is', (t) => {
  const { pods, told } = watchPods();
  pods.gone('p1', 10);
  t.deepEqual(told(), []);
  pods.gone('p1', 20, podObject({ node: 'w' }));
  t.deepEqual(kinds(told()), ['pod-created', 'pod-bound', 'pod-deleted']);
});

test('which pods are known and not gone can be asked', (t) => {
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
