/** How ImageLocality scores nodes by their images (expected from plugins/imagelocality and backend/cache). */
import test from 'ava';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';
import { createScheduler, type Scheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { node, pod } from '../small-objects.ts';

const MEBIBYTE = 1024 * 1024;

function withImages(name: string, images: Record<string, number>): Node {
  const plain = node(name, 8);
  const list = Object.entries(images).map(([image, size]) => ({
    names: [image],
    sizeBytes: size * MEBIBYTE,
  }));
  return { ...plain, status: { ...plain.status, images: list } };
}

function score(scheduler: Scheduler, spec: Partial<PodSpec>): Record<string, number | undefined> {
  scheduler.addPod(pod('p', 1, spec), 0);
  const scores = scheduler.scheduleOne(0)?.explanation?.scores ?? new Map();
  scheduler.deletePod('p', 0);
  return Object.fromEntries([...scores].map(([name, byPlugin]) => [name, byPlugin.get('ImageLocality')]));
}

function scheduler(nodes: Node[], kubernetesVersion: '1.35' | '1.36' | '1.37' = '1.37'): Scheduler {
  const result = createScheduler({ kubernetesVersion, explain: true });
  for (const each of nodes) result.addNode(each, 0);
  return result;
}
const container = (image: string) => ({ image });

test('an image scores by its size, times the share of nodes that have it', (t) => {
  const nodes = [withImages('a', { 'app:1': 523 }), withImages('b', {})];
  // (523 MiB / 2 - 23 MiB) of (1000 - 23) MiB.
  t.deepEqual(score(scheduler(nodes), { containers: [container('app:1')] }), { a: 24, b: 0 });
});

test('an image without a tag is the latest one', (t) => {
  const nodes = [withImages('a', { 'reg:5000/app:latest': 2000 }), withImages('b', {})];
  t.is(score(scheduler(nodes), { containers: [container('reg:5000/app')] }).a, 100);
});

test('init containers count among the images', (t) => {
  const nodes = [withImages('a', { 'x:1': 2000 }), withImages('b', {})];
  const spec = { containers: [container('y:1')], initContainers: [container('x:1')] };
  t.is(score(scheduler(nodes), spec).a, 49);
});

test('image volumes add their size from 1.36 on, and count among the images from 1.37 on', (t) => {
  const nodes = [withImages('a', { 'data:1': 2000 }), withImages('b', {})];
  const spec = { containers: [container('y:1')], volumes: [{ name: 'v', image: { reference: 'data:1' } }] };
  t.deepEqual(
    (['1.35', '1.36', '1.37'] as const).map((version) => score(scheduler(nodes, version), spec).a),
    [0, 100, 49],
  );
});

test('a node keeps the number of nodes with an image until it changes itself', (t) => {
  const image = { 'app:1': 523 };
  const cluster = scheduler([withImages('a', image), withImages('b', image), withImages('c', {})]);
  const spec = { containers: [container('app:1')] };
  // The pod runs on a for a moment, so a changes.
  t.deepEqual(score(cluster, spec), { a: 33, b: 33, c: 0 });
  cluster.updateNode(withImages('c', image), 0);
  t.deepEqual(score(cluster, spec), { a: 51, b: 33, c: 51 });
});

test('a node without the image any more does not score', (t) => {
  const cluster = scheduler([withImages('a', { 'app:1': 2000 }), withImages('b', {})]);
  cluster.updateNode(withImages('a', {}), 0);
  t.deepEqual(score(cluster, { containers: [container('app:1')] }), { a: 0, b: 0 });
});
