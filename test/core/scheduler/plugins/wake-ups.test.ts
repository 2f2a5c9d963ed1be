/** Which events make a plugin wake the pods that it rejected (from 1.32). */
import test from 'ava';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';
import { createScheduler, type Scheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { node, pod, SECOND } from '../small-objects.ts';

/** A scheduler in which the pod `p` was rejected by these nodes and is parked. */
function parked(
  t: { is(a: unknown, b: unknown): void },
  nodes: Node[],
  cpu: number,
  spec: Partial<PodSpec> = {},
): Scheduler {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  for (const each of nodes) scheduler.addNode(each, 0);
  scheduler.addPod(pod('p', cpu, spec), 0);
  scheduler.scheduleOne(0);
  t.is(scheduler.queueLengths.unschedulable, 1);
  return scheduler;
}
const isParked = (scheduler: Scheduler) => scheduler.queueLengths.unschedulable === 1;
const LATER = 20 * SECOND;

test('a pod on a node without room for one more wakes when the node allows more pods', (t) => {
  const scheduler = parked(t, [node('a', 4, { pods: 0 })], 1);
  scheduler.updateNode(node('a', 8, { pods: 0 }), LATER);
  t.true(isParked(scheduler), 'still no room for a pod');
  scheduler.updateNode(node('a', 8, { pods: 1 }), LATER);
  t.false(isParked(scheduler));
});

test('a change of a resource that the pod does not request wakes nothing', (t) => {
  const memory = (amount: string): Node => ({
    ...node('a', 4),
    status: { allocatable: { cpu: 4, memory: amount, pods: 9 } },
  });
  const scheduler = parked(t, [memory('1Gi'), node('b', 1)], 5, {
    containers: [{ resources: { requests: { cpu: 5 } } }],
  });
  scheduler.updateNode(memory('2Gi'), LATER);
  t.true(isParked(scheduler));
});

test('a new node wakes a pod only if the empty node is large enough', (t) => {
  const scheduler = parked(t, [node('a', 1)], 4);
  scheduler.addNode(node('b', 3), LATER);
  t.true(isParked(scheduler));
  scheduler.addNode(node('c', 4), LATER);
  t.false(isParked(scheduler));
});

test('a cordoned new node does not wake a pod that waits for an uncordon', (t) => {
  const scheduler = parked(t, [node('a', 4, { unschedulable: true })], 1);
  scheduler.addNode(node('b', 4, { unschedulable: true }), LATER);
  t.true(isParked(scheduler));
  scheduler.updateNode(node('a', 4), LATER);
  t.false(isParked(scheduler));
});

test('a new node wakes a pod that waits for a taint only if it tolerates the node', (t) => {
  const tainted = (name: string, key: string) => node(name, 4, { taints: [{ key, effect: 'NoSchedule' }] });
  const scheduler = parked(t, [tainted('a', 'x')], 1, { tolerations: [{ key: 'y', operator: 'Exists' }] });
  scheduler.addNode(tainted('b', 'x'), LATER);
  t.true(isParked(scheduler));
  scheduler.addNode(tainted('c', 'y'), LATER);
  t.false(isParked(scheduler));
});

test('a new node wakes a pod that waits for its selector only if the node matches', (t) => {
  const scheduler = parked(t, [node('a', 4)], 1, { nodeSelector: { disk: 'ssd' } });
  scheduler.addNode(node('b', 4, { labels: { disk: 'hdd' } }), LATER);
  t.true(isParked(scheduler));
  scheduler.addNode(node('c', 4, { labels: { disk: 'ssd' } }), LATER);
  t.false(isParked(scheduler));
});

test('a removed node wakes nothing', (t) => {
  const scheduler = parked(t, [node('a', 1), node('b', 1)], 4);
  scheduler.removeNode('b', LATER);
  t.true(isParked(scheduler));
});

test('a new node wakes a pod that waits for a host port', (t) => {
  const ports = { containers: [{ ports: [{ hostPort: 80 }] }] };
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  scheduler.addNode(node('a', 4), 0);
  scheduler.addPod({ ...pod('old', 0, ports), nodeName: 'a' }, 0);
  scheduler.addPod(pod('p', 0, ports), 0);
  scheduler.scheduleOne(0);
  t.true(isParked(scheduler));
  scheduler.addNode(node('b', 4), LATER);
  t.is(scheduler.scheduleOne(LATER)?.node, 'b');
});

test('a restart during a cycle leaves the pod of the cycle in flight', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  scheduler.addNode(node('a', 1), 0);
  for (const name of ['p', 'q']) scheduler.addPod(pod(name, 4), 0);
  scheduler.beginCycle(0);
  scheduler.setWeights({}, SECOND);
  t.deepEqual(scheduler.queueLengths, { active: 1, backoff: 0, unschedulable: 0, gated: 0, inFlight: 1 });
  scheduler.endCycle(SECOND);
  t.deepEqual(scheduler.queueLengths, { active: 1, backoff: 0, unschedulable: 1, gated: 0, inFlight: 0 });
});

test('a known pod is not queued twice, and a pod that turns out to be bound leaves the queue', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  scheduler.addNode(node('a', 4), 0);
  for (let i = 0; i < 2; i++) scheduler.addPod(pod('p', 1), 0);
  t.is(scheduler.pendingCount, 1);
  scheduler.addPod({ ...pod('p', 1), nodeName: 'a' }, 0);
  t.is(scheduler.pendingCount, 0);
  t.is(scheduler.assignedCount, 1);
  scheduler.addPod(pod('p', 1), 0);
  t.is(scheduler.pendingCount, 0);
});
