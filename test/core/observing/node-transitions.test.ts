/** Tests of the observations that successive states of a node cause. */
import test from 'ava';
import type { NodeObject } from '../../../src/core/observing/node-object.ts';
import { createNodeTransitions } from '../../../src/core/observing/node-transitions.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { keepingObserver } from './pod-states.ts';

const NODE: NodeObject = {
  metadata: { uid: 'n1', name: 'worker-0', labels: { zone: 'a', size: 'large' } },
  spec: {},
  status: { capacity: { cpu: '8', memory: '32Gi' }, allocatable: { cpu: '7900m', memory: '31Gi' } },
};
const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

function watchNodes(pool?: string) {
  const observations: Observation[] = [];
  const nodes = createNodeTransitions(keepingObserver(observations), () => pool);
  return { nodes, newObservations: () => observations.splice(0) };
}

test('a new node is observed with all its properties', (t) => {
  const { nodes, newObservations } = watchNodes('workers');
  nodes.seen({ ...NODE, spec: { unschedulable: true, taints: [NOT_READY] } }, 10);
  t.deepEqual(newObservations(), [
    {
      at: 10,
      kind: 'node-added',
      uid: 'n1',
      name: 'worker-0',
      pool: 'workers',
      labels: { zone: 'a', size: 'large' },
      taints: [NOT_READY],
      unschedulable: true,
      capacity: { cpu: '8', memory: '32Gi' },
      allocatable: { cpu: '7900m', memory: '31Gi' },
    },
  ]);
});

test('a node without pool, taints and cordon is observed without these fields', (t) => {
  const { nodes, newObservations } = watchNodes();
  nodes.seen(NODE, 10);
  t.deepEqual(Object.keys(newObservations()[0]!), [
    'at',
    'kind',
    'uid',
    'name',
    'labels',
    'capacity',
    'allocatable',
  ]);
});

test('a node without a status has no resources until its status arrives', (t) => {
  const { nodes, newObservations } = watchNodes();
  nodes.seen({ metadata: { uid: 'n1', name: 'worker-0' } }, 10);
  t.like(newObservations()[0], { kind: 'node-added', capacity: {}, allocatable: {} });
  nodes.seen({ metadata: { uid: 'n1', name: 'worker-0' }, status: { capacity: { cpu: '8' } } }, 20);
  t.deepEqual(newObservations(), [
    { at: 20, kind: 'node-changed', uid: 'n1', capacity: { cpu: '8' }, allocatable: { cpu: '8' } },
  ]);
});

test('a change is observed with the changed fields only', (t) => {
  const { nodes, newObservations } = watchNodes();
  nodes.seen(NODE, 10);
  newObservations();
  nodes.seen({ ...NODE, spec: { unschedulable: true } }, 20);
  t.deepEqual(newObservations(), [{ at: 20, kind: 'node-changed', uid: 'n1', unschedulable: true }]);
  nodes.seen({ ...NODE, spec: { unschedulable: true, taints: [NOT_READY] } }, 30);
  t.deepEqual(newObservations(), [{ at: 30, kind: 'node-changed', uid: 'n1', taints: [NOT_READY] }]);
  nodes.seen(NODE, 40);
  t.deepEqual(newObservations(), [
    { at: 40, kind: 'node-changed', uid: 'n1', taints: [], unschedulable: false },
  ]);
  const allocatable = { cpu: '3900m', memory: '31Gi' };
  nodes.seen({ ...NODE, status: { ...NODE.status, allocatable } }, 50);
  t.deepEqual(newObservations(), [{ at: 50, kind: 'node-changed', uid: 'n1', allocatable }]);
  const metadata = { ...NODE.metadata, labels: { zone: 'a' } };
  nodes.seen({ ...NODE, metadata, status: { ...NODE.status, allocatable } }, 60);
  t.deepEqual(newObservations(), [{ at: 60, kind: 'node-changed', uid: 'n1', labels: { zone: 'a' } }]);
});

test('heartbeats, annotations and the order of maps cause no observation', (t) => {
  const { nodes, newObservations } = watchNodes();
  nodes.seen({ ...NODE, spec: { taints: [NOT_READY] } }, 10);
  newObservations();
  const later = {
    metadata: { ...NODE.metadata, labels: { size: 'large', zone: 'a' }, annotations: { ttl: '0' } },
    spec: { taints: [{ ...NOT_READY, timeAdded: '2026-03-02T08:00:00Z' }], podCIDR: '10.0.0.0/24' },
    status: {
      capacity: { memory: '32Gi', cpu: '8' },
      allocatable: { memory: '31Gi', cpu: '7900m' },
      conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-03-02T08:00:00Z' }],
    },
  };
  nodes.seen(later, 20);
  t.deepEqual(newObservations(), []);
});

test('images and declared features of a node are observed when they change', (t) => {
  const { nodes, newObservations } = watchNodes();
  const images = [{ names: ['web:1', 'web@sha256:0'], sizeBytes: 7 }];
  nodes.seen({ ...NODE, status: { ...NODE.status, images, declaredFeatures: ['Resize'] } }, 10);
  t.like(newObservations()[0], { kind: 'node-added', images, declaredFeatures: ['Resize'] });
  nodes.seen({ ...NODE, status: { ...NODE.status, images: [...images], declaredFeatures: ['Resize'] } }, 20);
  t.deepEqual(newObservations(), []);
  nodes.seen({ ...NODE, status: { ...NODE.status, images: null, declaredFeatures: null } }, 30);
  t.deepEqual(newObservations(), [
    { at: 30, kind: 'node-changed', uid: 'n1', declaredFeatures: [], images: [] },
  ]);
});

test('a taint with another value or effect is a change', (t) => {
  const { nodes, newObservations } = watchNodes();
  const taints = [{ key: 'team', value: 'a', effect: 'NoSchedule' }];
  nodes.seen({ ...NODE, spec: { taints } }, 10);
  newObservations();
  for (const changed of [{ value: 'b' }, { effect: 'NoExecute' }, { key: 'crew' }]) {
    nodes.seen({ ...NODE, spec: { taints: [{ ...taints[0]!, ...changed }] } }, 20);
    t.is(newObservations().length, 1);
  }
});

test('two taints in another order, and one taint more or less, are a change', (t) => {
  const one = { key: 'team', value: 'a', effect: 'NoSchedule' };
  const other = { ...one, key: 'crew' };
  for (const taints of [[other, one], [one], [one, other, one], []]) {
    const { nodes, newObservations } = watchNodes();
    nodes.seen({ ...NODE, spec: { taints: [one, other] } }, 10);
    newObservations();
    nodes.seen({ ...NODE, spec: { taints } }, 20);
    t.deepEqual(newObservations(), [{ at: 20, kind: 'node-changed', uid: 'n1', taints }]);
  }
});

test('a label with another key and the same value is a change', (t) => {
  const { nodes, newObservations } = watchNodes();
  nodes.seen({ ...NODE, metadata: { ...NODE.metadata, labels: { a: '1' } } }, 10);
  newObservations();
  for (const labels of [{ b: '1' }, { b: '2' }, { b: '2', c: '1' }]) {
    nodes.seen({ ...NODE, metadata: { ...NODE.metadata, labels } }, 20);
    t.deepEqual(newObservations(), [{ at: 20, kind: 'node-changed', uid: 'n1', labels }]);
  }
});

test('a removed node is observed once, and a late state does not bring it back', (t) => {
  const { nodes, newObservations } = watchNodes();
  nodes.gone('n1', 5);
  t.deepEqual(newObservations(), []);
  nodes.seen(NODE, 10);
  newObservations();
  nodes.gone('n1', 20);
  nodes.gone('n1', 30);
  nodes.seen(NODE, 40);
  t.deepEqual(newObservations(), [{ at: 20, kind: 'node-removed', uid: 'n1' }]);
  t.is(nodes.size, 0);
});

test('a node of the same name with another uid is another node', (t) => {
  const { nodes, newObservations } = watchNodes();
  nodes.seen(NODE, 10);
  nodes.gone('n1', 20);
  nodes.seen({ ...NODE, metadata: { ...NODE.metadata, uid: 'n2' } }, 20);
  t.deepEqual(
    newObservations().map(({ kind }) => kind),
    ['node-added', 'node-removed', 'node-added'],
  );
  t.deepEqual([...nodes.uids()], ['n2']);
});

test('readiness and age of a node are observed on request', (t) => {
  const observations: Observation[] = [];
  const nodes = createNodeTransitions(keepingObserver(observations), () => undefined, {
    observesReady: true,
    ageOf: () => 7,
  });
  const saying = (status: string): NodeObject => ({
    ...NODE,
    status: { ...NODE.status, conditions: [{ type: 'Ready', status }] },
  });
  nodes.seen(NODE, 0);
  t.is((observations[0] as { ready?: boolean }).ready, undefined);
  t.like(observations[0], { kind: 'node-added', age: 7 });
  for (const [index, status] of ['True', 'True', 'Unknown', 'False', 'True'].entries())
    nodes.seen(saying(status), index + 1);
  t.deepEqual(
    observations.slice(1).map((recorded) => [recorded.at, (recorded as { ready?: boolean }).ready]),
    [
      [1, true],
      [3, false],
      [5, true],
    ],
  );
});

test('after a resume a known node is observed as changed and an unknown one as added', (t) => {
  const { nodes, newObservations } = watchNodes();
  nodes.restore({ at: 0, kind: 'node-added', uid: 'n1', name: 'worker-0', allocatable: { cpu: '1' } });
  nodes.restore({ at: 0, kind: 'node-added', uid: 'n2', name: 'worker-1', allocatable: { cpu: '1' } });
  nodes.restore({ at: 1, kind: 'node-removed', uid: 'n2' });
  t.deepEqual([...nodes.uids()], ['n1']);
  nodes.seen(NODE, 5);
  nodes.seen({ ...NODE, metadata: { ...NODE.metadata, uid: 'n3' } }, 6);
  const [changed, added] = newObservations();
  t.like(changed, { kind: 'node-changed', uid: 'n1', allocatable: NODE.status!.allocatable!, taints: [] });
  t.like(added, { kind: 'node-added', uid: 'n3' });
});
