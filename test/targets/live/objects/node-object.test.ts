/** The node objects that a run creates, and the patches that update them. */
import test from 'ava';
import type { Node } from '../../../../src/core/objects/node.ts';
import { nodeObject, nodePatches } from '../../../../src/targets/live/objects/node-object.ts';

const simulator = { nodeAnnotations: { 'kwok.x-k8s.io/node': 'fake' }, isKept: false };
const NODE: Node = {
  metadata: { name: 'n', labels: { zone: 'a' } },
  spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] },
  status: { allocatable: { cpu: 4, memory: '8Gi' }, capacity: { cpu: 4, memory: '8Gi' } },
};

test('a node carries its pool, the run and the simulator’s annotation; quantities are text', (t) => {
  t.like(nodeObject(NODE, 'workers', { run: 'abc', isConfined: false, simulator }), {
    metadata: {
      labels: { zone: 'a', 'keg.dev/run': 'abc' },
      annotations: { 'kwok.x-k8s.io/node': 'fake', 'keg.dev/pool': 'workers' },
    },
    spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] },
    status: { allocatable: { cpu: '4', memory: '8Gi' } },
  });
});

test('on a shared cluster a taint keeps the pods of others off', (t) => {
  const { spec } = nodeObject(NODE, undefined, { run: 'abc', isConfined: true, simulator }) as {
    spec: { taints: object[] };
  };
  t.deepEqual(spec.taints[1], { key: 'keg.dev/run', value: 'abc', effect: 'NoSchedule' });
});

test('an update removes what it no longer names, and keeps the taints of controllers', (t) => {
  const before = {
    metadata: { resourceVersion: '7', labels: { zone: 'a', old: 'x', 'keg.dev/run': 'abc' } },
    spec: {
      taints: [
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
        { key: 'gpu', effect: 'NoSchedule' },
      ],
    },
    status: { allocatable: { cpu: '4', 'example.com/gpu': '2' }, capacity: {} },
  };
  const update: Node = {
    metadata: { name: 'n', labels: { zone: 'b' } },
    spec: {},
    status: { allocatable: { cpu: '8' } },
  };
  const { node, status } = nodePatches(before, update, 'abc', false);
  t.deepEqual(node, {
    metadata: { resourceVersion: '7', labels: { zone: 'b', old: null, 'keg.dev/run': 'abc' } },
    spec: { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }], unschedulable: false },
  });
  t.deepEqual(status, { status: { allocatable: { cpu: '8', 'example.com/gpu': null }, capacity: {} } });
});

test('a taint that the cluster has set already is sent once', (t) => {
  const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;
  const before = {
    metadata: { resourceVersion: '7', labels: {} },
    spec: { taints: [taint] },
    status: { allocatable: {}, capacity: {} },
  };
  const update: Node = {
    metadata: { name: 'n', labels: {} },
    spec: { unschedulable: true, taints: [taint, { ...taint, effect: 'NoExecute' }] },
    status: { allocatable: {} },
  };
  const { node } = nodePatches(before, update, 'abc', false);
  t.like(node, { spec: { taints: [taint, { ...taint, effect: 'NoExecute' }] } });
  t.is((node as { spec: { taints: unknown[] } }).spec.taints.length, 2);
});

test('images and declared features of a node are sent with its status', (t) => {
  const status = { ...NODE.status, images: [{ names: ['x'], sizeBytes: 5 }], declaredFeatures: ['F'] };
  const node = nodeObject({ ...NODE, status }, undefined, { run: 'abc', isConfined: false, simulator });
  t.like(node, { status: { images: [{ names: ['x'], sizeBytes: 5 }], declaredFeatures: ['F'] } });
});
