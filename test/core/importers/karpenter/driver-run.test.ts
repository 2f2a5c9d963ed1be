/** Reading runs of the Karpenter scenario driver, in the files of each of its branches. */
import test from 'ava';
import { emitKarpenterRun } from '../../../../src/core/importers/karpenter/driver-run.ts';
import { isKarpenterRun } from '../../../../src/core/importers/karpenter/run-shape.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

function observationsOf(run: unknown) {
  const { history, observations } = keptHistory();
  emitKarpenterRun(run, 'run.json', history);
  return observations();
}

const at = (second: number) => `2025-01-01T00:00:${String(second).padStart(2, '0')}Z`;
const bound = (name: string) => pod(name, { spec: { nodeName: 'n' }, status: { phase: 'Running' } });

test('snapshots give creations, deletions and a gap between each two', (t) => {
  const observations = observationsOf({
    run_id: 'x',
    cluster_snapshots: [
      { timestamp: at(30), step_name: '2', nodes: [node('n')], pods: [bound('b')] },
      {
        timestamp: at(0),
        snapshot_type: 'baseline',
        nodes: { items: [node('n'), node('m')] },
        pods: { items: [bound('a')] },
      },
      { timestamp: at(59), nodes: [node('n')], pods: null },
    ],
  });
  t.deepEqual(steps(observations), [
    [0, 'node-added'],
    [0, 'node-added'],
    [0, 'pod-created'],
    [0, 'pod-bound'],
    [0, 'pod-started'],
    [30, 'gap'],
    [30, 'pod-created'],
    [30, 'pod-bound'],
    [30, 'pod-started'],
    [30, 'pod-deleted'],
    [30, 'node-removed'],
    [59, 'gap'],
    [59, 'pod-deleted'],
    [59, 'close'],
  ]);
  t.like(
    observations.find(({ kind }) => kind === 'gap'),
    { from: 0, reason: 'between two snapshots' },
  );
});

test('audit events are read as an audit log', (t) => {
  const event = (second: number, verb: string, body: object) => ({
    stage: 'ResponseComplete',
    verb,
    objectRef: { resource: 'pods', namespace: 'default', name: 'a' },
    stageTimestamp: at(second),
    responseStatus: { code: 200 },
    ...body,
  });
  const audit_events = [
    event(1, 'create', { responseObject: pod('a') }),
    event(4, 'delete', { requestObject: {} }),
  ];
  t.deepEqual(steps(observationsOf({ audit_events })), [
    [0, 'pod-created'],
    [3, 'pod-deleted'],
    [3, 'close'],
  ]);
});

test('histories of objects are put in order of time', (t) => {
  const resource_history = {
    pods: {
      'default/a': [
        { verb: 'delete', timestamp: at(9), code: 200 },
        { verb: 'create', timestamp: at(1), object: pod('a'), code: 201 },
        { verb: 'update', timestamp: at(2), object: bound('a'), code: 409 },
        { verb: 'update', timestamp: at(3), object: bound('a'), code: 200 },
      ],
    },
    nodes: { '/n': [{ verb: 'create', timestamp: at(0), object: node('n') }] },
  };
  t.deepEqual(steps(observationsOf({ resource_history })), [
    [0, 'node-added'],
    [1, 'pod-created'],
    [3, 'pod-bound'],
    [3, 'pod-started'],
    [9, 'pod-deleted'],
    [9, 'close'],
  ]);
});

const BOUND_RUN = [
  [0, 'node-added'],
  [1, 'pod-created'],
  [3, 'pod-bound'],
  [3, 'pod-started'],
  [9, 'pod-deleted'],
  [9, 'close'],
];

test('a run without audit events has the histories of its objects', (t) => {
  const run = {
    run_id: 'kubernetes_scenario',
    timestamp: at(10),
    current_deployments: {},
    current_nodes: null,
    current_pods: {},
    audit_events: null,
    resource_history: {
      deployments: {
        'default/web': [{ verb: 'create', timestamp: at(0), object: { spec: {}, metadata: {} } }],
      },
      pods: {
        'default/a': [
          { verb: 'create', timestamp: at(1), object: pod('a'), status: null, code: 201 },
          { verb: 'patch', timestamp: at(3), object: bound('a'), status: null, code: 200 },
          { verb: 'delete', timestamp: at(9), object: null, status: null, code: 200 },
        ],
      },
      nodes: { '/n': [{ verb: 'create', timestamp: at(0), object: node('n') }] },
    },
  };
  t.deepEqual(steps(observationsOf(run)), BOUND_RUN);
});

test('the flat keys of the resource tracker are read, at the top and inside', (t) => {
  const tracked = (resource_type: string, namespace: string, name: string, ...events: object[]) => ({
    [`${resource_type}/${namespace}/${name}`]: { resource_type, namespace, name, events },
  });
  const flat = {
    ...tracked('deployment', 'default', 'web', {
      action: 'ADDED',
      timestamp: at(0),
      resource: { spec: {}, metadata: {} },
    }),
    ...tracked('node', '', 'n', { action: 'ADDED', timestamp: at(0), resource: node('n') }),
    ...tracked(
      'pod',
      'default',
      'a',
      { action: 'ADDED', timestamp: at(1), resource: pod('a') },
      { action: 'MODIFIED', timestamp: at(3), resource: bound('a') },
      { action: 'DELETED', timestamp: at(9), resource: bound('a') },
    ),
  };
  t.true(isKarpenterRun(flat));
  t.deepEqual(steps(observationsOf(flat)), BOUND_RUN);
  t.deepEqual(steps(observationsOf({ run_id: 'x', audit_events: null, resource_history: flat })), BOUND_RUN);
});
