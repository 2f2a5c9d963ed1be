/** Runs of containers between the steps of a pod: their ends, restarts that happened, and readiness that is lost. */
import test from 'ava';
import type { ContainerStatus, PodStatus } from '../../../src/core/observing/pod-object.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { ended, NOT_READY, podObject, READY, RUNS, STAMP } from './pod-states.ts';
import { running, watch } from './watched-pod.ts';

/** What these states show after the start of the pod. */
function after(...states: readonly PodStatus[]): Observation[] {
  const { pods, observations } = watch();
  pods.seen(podObject({ node: 'a', status: running(0) }), 1);
  const before = observations.length;
  for (const [index, status] of states.entries()) pods.seen(podObject({ node: 'a', status }), index + 2);
  return observations.slice(before);
}

const crashed = (restartCount: number): ContainerStatus => ({
  ...ended(3, 'Error'),
  restartCount,
});
const waits = (restartCount: number): ContainerStatus => ({
  name: 'main',
  restartCount,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: crashed(restartCount).state!,
});
const runs = (status: ContainerStatus, phase = 'Running'): PodStatus => ({
  phase,
  containerStatuses: [status],
});

test('each crash is observed once, also the last one before a restart that never came', (t) => {
  const end = {
    kind: 'pod-container-ended',
    uid: 'p1',
    container: 'main',
    reason: 'Error',
    exitCode: 3,
    stamp: -10e6,
  };
  const restart = { kind: 'pod-restarted', uid: 'p1', container: 'main', reason: 'Error', exitCode: 3 };
  const again = { ...RUNS, restartCount: 1, lastState: crashed(0).state! };
  t.deepEqual(after(runs(crashed(0)), runs(waits(0)), runs(again), runs(waits(1)), runs(waits(1))), [
    { at: 2, ...end, restarts: 0 },
    { at: 4, ...restart, restarts: 1 },
    { at: 5, ...end, restarts: 1 },
  ] as unknown as Observation[]);
});

test('a container lost by an eviction was not restarted, and its exit code is known', (t) => {
  const lost: ContainerStatus = {
    name: 'main',
    restartCount: 1,
    state: { waiting: { reason: 'ContainerCreating' } },
    lastState: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } },
  };
  t.deepEqual(after({ ...runs(lost, 'Failed'), reason: 'Evicted' }), [
    { at: 2, kind: 'pod-finished', uid: 'p1', phase: 'Failed', reason: 'Evicted', exitCode: 137 },
  ]);
  const back = { ...lost, state: RUNS.state! };
  t.deepEqual(
    after(runs(lost), runs(back)).map(({ kind }) => kind),
    ['pod-restarted'],
  );
});

test('readiness that is lost and comes back is observed, but not that of a pod that ends', (t) => {
  const ready = (condition: object, phase = 'Running'): PodStatus => ({
    ...runs(phase === 'Running' ? RUNS : ended(0, 'Completed'), phase),
    conditions: [{ type: 'Ready', status: 'False', ...condition, lastTransitionTime: STAMP }],
  });
  const change = { kind: 'pod-readiness', uid: 'p1', stamp: -10e6 };
  t.deepEqual(
    after(
      ready(NOT_READY),
      ready(READY),
      ready(NOT_READY),
      ready(READY),
      ready(NOT_READY, 'Succeeded'),
    ).filter(({ kind }) => kind === 'pod-readiness'),
    [
      { at: 4, ...change, ready: false },
      { at: 5, ...change, ready: true },
    ] as unknown as Observation[],
  );
});

test('the end of the init containers is observed of a pod that has some', (t) => {
  const { pods, observations } = watch();
  const pod = podObject({ node: 'a', status: { phase: 'Pending' } });
  const withInit = { ...pod, spec: { ...pod.spec, initContainers: [{ name: 'init' }] } };
  const done = { conditions: [{ type: 'Initialized', status: 'True', lastTransitionTime: STAMP }] };
  pods.seen(withInit, 1);
  pods.seen({ ...withInit, status: { phase: 'Pending', ...done } }, 2);
  pods.seen({ ...withInit, status: { ...running(0), ...done } }, 3);
  t.deepEqual(observations.slice(3), [
    { at: 2, kind: 'pod-initialized', uid: 'p1', stamp: -10e6 },
    { at: 3, kind: 'pod-started', uid: 'p1', stamp: -10e6 },
  ] as unknown as Observation[]);
  const other = watch();
  other.pods.seen(podObject({ node: 'a', status: { ...running(0), ...done } }), 1);
  t.false(other.observations.some(({ kind }) => kind === 'pod-initialized'));
});

test('an init container that fails is an end, one that does its work is none', (t) => {
  const init = (exitCode: number): PodStatus => ({
    phase: 'Pending',
    initContainerStatuses: [{ ...ended(exitCode, exitCode === 0 ? 'Completed' : 'Error'), name: 'init' }],
  });
  t.deepEqual(after(init(0)), []);
  t.like(after(init(5))[0], { kind: 'pod-container-ended', container: 'init', exitCode: 5 });
});
