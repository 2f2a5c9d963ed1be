/** Shapes of the objects in runs of the Karpenter driver. */
import test from 'ava';
import { emitKarpenterRun, readDriverRuns } from '../../../../src/core/importers/karpenter/driver-run.ts';
import { isKarpenterRun } from '../../../../src/core/importers/karpenter/run-shape.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const at = (second: number) => `2025-01-01T00:00:0${second}Z`;

function observationsOf(run: unknown) {
  const { history, observations } = keptHistory();
  emitKarpenterRun(run, 'run.json', history);
  return observations();
}

const kindsOf = (run: unknown) => observationsOf(run).map(({ kind }) => kind);

test('a run has snapshots, audit events or object histories', (t) => {
  for (const run of [{ cluster_snapshots: [] }, { audit_events: [] }, { resource_history: {} }])
    t.true(isKarpenterRun(run));
  for (const other of [{}, null, { cluster_snapshots: {} }, { audit_events: {} }, { resource_history: [] }])
    t.false(isKarpenterRun(other));
});

test('files are read as runs of their own', (t) => {
  const { history, observations } = keptHistory();
  const reader = readDriverRuns(history);
  const run = { cluster_snapshots: [{ timestamp: at(0), pods: [pod('a')] }] };
  reader.take({ file: 'run.json', bytes: new TextEncoder().encode(JSON.stringify(run)) });
  t.deepEqual(reader.end(), []);
  t.deepEqual(
    observations().map(({ kind }) => kind),
    ['pod-created', 'close'],
  );
});

test('warnings of the audit log of a run are returned', (t) => {
  const { history } = keptHistory();
  const event = { verb: 'create', objectRef: { resource: 'pods', name: 'a' }, stageTimestamp: at(0) };
  const reader = readDriverRuns(history);
  reader.take({ file: 'x', bytes: new TextEncoder().encode(JSON.stringify({ audit_events: [event, 1] })) });
  t.is(reader.end().length, 1);
});

test('objects of a snapshot may be a list, a List or a map by name', (t) => {
  for (const pods of [[pod('a')], { items: [pod('a')] }, { a: pod('a'), count: 1 }])
    t.deepEqual(kindsOf({ cluster_snapshots: [{ timestamp: at(0), pods }] }), ['pod-created', 'close']);
  for (const pods of ['a', 1, null])
    t.deepEqual(kindsOf({ cluster_snapshots: [{ timestamp: at(0), pods }] }), ['close']);
});

test('a wrong object in a snapshot or a history is refused with the file', (t) => {
  const wrong = pod('a', { status: { phase: 1 } });
  for (const run of [
    { cluster_snapshots: [{ timestamp: at(0), pods: [wrong] }] },
    { resource_history: { pods: { a: [{ timestamp: at(0), object: wrong }] } } },
  ])
    t.like(
      t.throws(() => observationsOf(run)),
      { position: { file: 'run.json' } },
    );
});

test('two snapshots of one time have no gap between them, and those without time are skipped', (t) => {
  const snapshot = { timestamp: at(0), pods: [pod('a')] };
  t.deepEqual(kindsOf({ cluster_snapshots: [snapshot, snapshot, { pods: [pod('b')] }] }), [
    'pod-created',
    'close',
  ]);
});

test('an empty list of audit events leaves the object histories', (t) => {
  const resource_history = { pods: { a: [{ timestamp: at(0), object: pod('a') }] } };
  t.deepEqual(kindsOf({ audit_events: [], resource_history }), ['pod-created', 'close']);
});

test('a history names its pod with or without a namespace', (t) => {
  const entry = [{ timestamp: at(0), object: pod('a') }];
  const [first] = observationsOf({ resource_history: { pods: { 'b/a': entry } } });
  t.like(first, { name: 'a', namespace: 'b' });
  t.like(observationsOf({ resource_history: { pods: { a: entry } } })[0], { namespace: 'default' });
});

test('a history of the branch with a tracker has events, actions and resources', (t) => {
  const events = [
    { action: 'CREATE', timestamp: at(0), resource: pod('a') },
    { action: 'DELETED', timestamp: at(5) },
  ];
  t.deepEqual(steps(observationsOf({ resource_history: { pods: { 'default/a': { events } } } })), [
    [0, 'pod-created'],
    [5, 'pod-deleted'],
    [5, 'close'],
  ]);
});

test('refused requests and entries without a time are skipped', (t) => {
  const list = [
    { timestamp: at(0), object: pod('a'), code: 299 },
    { timestamp: at(1), verb: 'delete', code: 300 },
    { verb: 'delete' },
  ];
  t.deepEqual(kindsOf({ resource_history: { pods: { a: list } } }), ['pod-created', 'close']);
});

test('a body that is no whole pod or node is skipped', (t) => {
  for (const object of [
    1,
    { metadata: {}, spec: {} },
    { ...pod('a'), metadata: 1 },
    { ...pod('a'), spec: 1 },
    { metadata: { name: 'a' }, spec: { replicas: 1 } },
  ])
    t.deepEqual(kindsOf({ resource_history: { pods: { a: [{ timestamp: at(0), object }] } } }), ['close']);
  t.deepEqual(kindsOf({ resource_history: { nodes: { n: [{ timestamp: at(0), object: node('n') }] } } }), [
    'node-added',
    'close',
  ]);
});
