/** Reading runs of the Karpenter scenario driver, in the files of each of its branches. */
import test from 'ava';
import { emitKarpenterRun } from '../../../../src/core/importers/karpenter/driver-run.ts';
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
