/** The scheduler's cache counts nodes and pods and knows where every pod is. */
import test from 'ava';
import { type ClusterCache, createClusterCache } from '../../../../src/core/scheduler/cache/cluster-cache.ts';
import { podInfoReader } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns, PODS_COLUMN } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { podState, type SchedulerPod } from '../../../../src/core/scheduler/framework/pod-state.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { node, pod } from '../small-objects.ts';

function cacheWithReader() {
  const columns = createResourceColumns();
  const read = podInfoReader(columns, behaviourOf('1.36'));
  const assigned = (each: SchedulerPod) => podState(each, read(each.template));
  return { cache: createClusterCache(columns), assigned };
}
const counters = ({ cordoned, tainted, unpreferred }: ClusterCache) => ({ cordoned, tainted, unpreferred });
const tainted = (name: string, ...effects: string[]) =>
  node(name, 4, { taints: effects.map((effect) => ({ key: 'a', effect })) });

test('cordoned and tainted nodes are counted when they come, change and go', (t) => {
  const { cache } = cacheWithReader();
  cache.addNode(node('a', 4, { unschedulable: true }));
  cache.addNode(tainted('b', 'NoSchedule', 'NoExecute'));
  cache.addNode(tainted('c', 'PreferNoSchedule'));
  t.deepEqual(counters(cache), { cordoned: 1, tainted: 1, unpreferred: 1 });
  cache.updateNode(node('a', 4));
  cache.updateNode(tainted('c', 'NoExecute'));
  t.deepEqual(counters(cache), { cordoned: 0, tainted: 2, unpreferred: 0 });
  cache.removeNode('b');
  cache.removeNode('c');
  t.deepEqual(counters(cache), { cordoned: 0, tainted: 0, unpreferred: 0 });
});

test('free is allocatable minus the requests of the pods on the node', (t) => {
  const { cache, assigned } = cacheWithReader();
  const info = cache.addNode(node('a', 4));
  cache.assign(assigned(pod('p', 1)), 'a');
  cache.assign(assigned(pod('q', 2)), 'a');
  t.is(info.free[0], 1000);
  t.is(info.free[PODS_COLUMN], 108);
  cache.unassign('p');
  t.is(info.free[0], 2000);
  cache.updateNode(node('a', 8, { pods: 5 }));
  t.is(info.free[0], 6000);
  t.is(info.free[PODS_COLUMN], 4);
});

test('a pod that moves leaves its old node', (t) => {
  const { cache, assigned } = cacheWithReader();
  const [a, b] = [cache.addNode(node('a', 4)), cache.addNode(node('b', 4))];
  cache.assign(assigned(pod('p', 1)), 'a');
  cache.assign(assigned(pod('p', 1)), 'b');
  t.is(cache.assigned, 1);
  t.is(a.free[0], 4000);
  t.is(b.free[0], 3000);
  t.is(cache.unassign('p')?.nodeName, 'b');
  t.is(cache.unassign('p'), undefined);
});

test('a slot is free again only when node and pods are gone', (t) => {
  const { cache, assigned } = cacheWithReader();
  const { slot } = cache.addNode(node('a', 4));
  cache.assign(assigned(pod('p', 1)), 'a');
  cache.removeNode('a');
  t.not(cache.addNode(node('b', 4)).slot, slot);
  cache.unassign('p');
  t.is(cache.addNode(node('c', 4)).slot, slot);
  t.is(cache.slots, 2);
});

test('a pod on a node that never came counts when the node comes', (t) => {
  const { cache, assigned } = cacheWithReader();
  cache.assign(assigned(pod('p', 1)), 'late');
  t.is(cache.node('late'), undefined);
  t.true(cache.has('p'));
  t.is(cache.addNode(node('late', 4)).free[0], 3000);
});

test('every change of a node changes its generation and the cluster’s', (t) => {
  const { cache, assigned } = cacheWithReader();
  const info = cache.addNode(node('a', 4));
  let last = info.generation;
  const changes = [
    () => cache.updateNode(node('a', 5)),
    () => cache.assign(assigned(pod('p', 1)), 'a'),
    () => cache.unassign('p'),
    () => cache.removeNode('a'),
  ];
  for (const change of changes) {
    change();
    t.true(info.generation > last);
    t.is(cache.generation, info.generation);
    last = info.generation;
  }
});

test('an unknown node is added by an update, and removing one twice does nothing', (t) => {
  const { cache } = cacheWithReader();
  t.is(cache.updateNode(node('a', 4)), undefined);
  t.is(cache.updateNode(node('a', 6))?.status.allocatable?.cpu, 4);
  t.is(cache.removeNode('a')?.metadata.name, 'a');
  t.is(cache.removeNode('a'), undefined);
  cache.refresh();
  t.deepEqual(cache.nodes, []);
});

test('a resource that comes after the nodes gets room on all of them', (t) => {
  const { cache, assigned } = cacheWithReader();
  const info = cache.addNode(node('a', 4));
  const requests = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`example.com/r${i}`, i + 1]));
  cache.assign(assigned(pod('p', 0, { containers: [{ resources: { requests } }] })), 'a');
  t.is(info.requested[4 + 8], 9);
  t.is(info.free[4 + 8], -9);
});

test('adding a known node updates it and keeps its pods', (t) => {
  const { cache, assigned } = cacheWithReader();
  const info = cache.addNode(node('a', 4));
  cache.assign(assigned(pod('p', 1)), 'a');
  t.is(cache.addNode(node('a', 8, { unschedulable: true })), info);
  t.is(info.free[0], 7000);
  t.is(cache.cordoned, 1);
  cache.refresh();
  t.deepEqual(
    cache.nodes.map(({ name }) => name),
    ['a'],
  );
});

test('a node that replaces another one between two searches takes part in the next', (t) => {
  const { cache } = cacheWithReader();
  for (const name of ['a', 'b', 'c']) cache.addNode(node(name, 4));
  cache.refresh();
  cache.removeNode('b');
  cache.addNode(node('d', 4));
  cache.refresh();
  t.deepEqual(
    cache.nodes.map(({ name }) => name),
    ['a', 'c', 'd'],
  );
});
