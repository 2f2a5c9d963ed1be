/** Tests of the times that Kubernetes itself gives for the steps of a pod. */
import test from 'ava';
import type { ContainerStatus, PodStatus } from '../../../src/core/observing/pod-object.ts';
import {
  boundStamp,
  createdStamp,
  finishedStamp,
  readyStamp,
  startedStamp,
} from '../../../src/core/observing/pod-stamps.ts';
import { podObject } from './pod-states.ts';

const time = (second: number) => `2026-03-02T08:00:${String(second).padStart(2, '0')}Z`;
const withStatus = (status: PodStatus) => podObject({ node: 'w', status });
const withContainers = (...containerStatuses: ContainerStatus[]) => withStatus({ containerStatuses });
const ran = (from: number, to: number, exitCode = 0): ContainerStatus => ({
  state: { terminated: { exitCode, startedAt: time(from), finishedAt: time(to) } },
});

test('the creation is that of the object', (t) => {
  const pod = podObject();
  t.is(createdStamp(pod), undefined);
  t.is(createdStamp({ ...pod, metadata: { ...pod.metadata, creationTimestamp: null } }), undefined);
  t.is(createdStamp({ ...pod, metadata: { ...pod.metadata, creationTimestamp: time(1) } }), time(1));
});

for (const [name, type, stampOf] of [
  ['binding', 'PodScheduled', boundStamp],
  ['readiness', 'Ready', readyStamp],
] as const) {
  test(`the ${name} is the transition of a true condition ${type}`, (t) => {
    const stamp = (status: string, other = type as string) =>
      stampOf(withStatus({ conditions: [{ type: other, status, lastTransitionTime: time(5) }] }));
    t.is(stamp('True'), time(5));
    t.is(stamp('False'), undefined);
    t.is(stamp('True', 'Initialized'), undefined);
    t.is(stampOf(withStatus({ conditions: [{ type, status: 'True' }] })), undefined);
  });
}

test('the start is that of the container that started first', (t) => {
  t.is(startedStamp(withContainers({ state: { running: { startedAt: time(9) } } }, ran(4, 8))), time(4));
  t.is(startedStamp(withContainers(ran(4, 8), { state: { running: { startedAt: time(3) } } })), time(3));
});

test('there is no start after a restart, nor for containers that never ran', (t) => {
  t.is(
    startedStamp(withContainers({ state: { running: { startedAt: time(9) } }, restartCount: 1 })),
    undefined,
  );
  t.is(
    startedStamp(
      withContainers({ state: { terminated: { exitCode: 128, startedAt: '1970-01-01T00:00:00Z' } } }),
    ),
    undefined,
  );
  t.is(startedStamp(withContainers({ state: { waiting: {} } }, {})), undefined);
  t.is(startedStamp(podObject({ status: {} })), undefined);
});

test('the end is that of the container that ended last', (t) => {
  t.is(finishedStamp(withContainers(ran(1, 8), ran(1, 12), ran(1, 3))), time(12));
  t.is(finishedStamp(withContainers({ state: { waiting: {} } }, {})), undefined);
  t.is(
    finishedStamp(
      withContainers({ state: { terminated: { exitCode: 137, finishedAt: time(4) } } }, ran(1, 2)),
    ),
    time(2),
  );
});

test('the end of a sidecar, of a failed init container and of one that could not start count', (t) => {
  const pod = (containers: readonly ContainerStatus[], init: readonly ContainerStatus[]) =>
    withStatus({ containerStatuses: containers, initContainerStatuses: init });
  t.is(finishedStamp(pod([ran(1, 8)], [ran(0, 12)])), time(12));
  t.is(finishedStamp(pod([{ state: { waiting: {} } }], [ran(1, 3)])), time(3));
  const never = { exitCode: 128, startedAt: '1970-01-01T00:00:00Z', finishedAt: time(5) };
  t.is(finishedStamp(pod([{ state: { terminated: never } }], [])), time(5));
});
