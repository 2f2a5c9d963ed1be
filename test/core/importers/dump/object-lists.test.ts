/** Reading dumps of kubectl get, in every shape that kubectl and other tools write. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { createObjectDump, emitDump } from '../../../../src/core/importers/dump/object-lists.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const PLACE = { file: 'dump.json' };

function dumped(...values: readonly unknown[]) {
  const dump = createObjectDump();
  for (const value of values) dump.add(value, PLACE);
  return dump;
}

test('a List, a PodList, items without a kind and single objects give the same pods', (t) => {
  const { kind: _kind, apiVersion: _version, ...bare } = pod('a');
  const shapes = [
    [{ kind: 'List', items: [pod('a'), node('n')] }],
    [
      { kind: 'PodList', items: [bare] },
      { kind: 'NodeList', items: [node('n')] },
    ],
    [{ items: [bare, node('n')] }],
    [[pod('a'), node('n')]],
    [pod('a'), node('n')],
    [
      {
        kind: 'List',
        items: [
          { kind: 'PodList', items: [bare] },
          { kind: 'NodeList', items: [node('n')] },
        ],
      },
    ],
  ];
  for (const shape of shapes) {
    const dump = dumped(...shape);
    t.deepEqual(
      [[...dump.pods.keys()], [...dump.nodes.keys()]],
      [['uid-a'], ['uid-n']],
      JSON.stringify(shape).slice(0, 60),
    );
  }
});

test('a list whose items are null or missing is empty', (t) => {
  const dump = dumped(
    { kind: 'PodList', items: null },
    { kind: 'NodeList' },
    { kind: 'EventList', items: [] },
  );
  t.is(dump.pods.size + dump.nodes.size, 0);
});

test('a pod in several files counts once, in its latest state', (t) => {
  const early = pod('a', { metadata: { resourceVersion: '9' } });
  const late = pod('a', { metadata: { resourceVersion: '10' }, spec: { nodeName: 'n' } });
  for (const order of [
    [early, late],
    [late, early],
  ]) {
    const dump = dumped({ items: order });
    t.is(dump.pods.get('uid-a')?.spec.nodeName, 'n');
    t.is(dump.counts.duplicates, 1);
  }
});

test('the moment is the latest stamp, except the deadline of a deletion', (t) => {
  const deleting = pod('a', {
    metadata: { creationTimestamp: '2025-01-01T00:00:00Z', deletionTimestamp: '2025-01-01T09:00:00Z' },
  });
  const dump = dumped(deleting, {
    ...node('n'),
    status: { conditions: [{ type: 'Ready', lastHeartbeatTime: '2025-01-01T00:05:00Z' }] },
  });
  t.is(dump.taken()?.moment, Date.parse('2025-01-01T00:05:00Z') * 1000);
});

test('eventTime and the last time of a repeated Event count for the moment', (t) => {
  const event = {
    kind: 'Event',
    involvedObject: { kind: 'Pod' },
    reason: 'Pulled',
    metadata: { name: 'e' },
    firstTimestamp: null,
    eventTime: '2025-01-01T00:00:07.5Z',
  };
  t.is(dumped(event).taken()?.moment, Date.parse('2025-01-01T00:00:07.500Z') * 1000);
  const counted = {
    ...event,
    eventTime: null,
    firstTimestamp: '2025-01-01T00:00:00Z',
    lastTimestamp: '2025-01-01T01:00:00Z',
    count: 40,
  };
  t.is(dumped(counted).taken()?.moment, Date.parse('2025-01-01T01:00:00Z') * 1000);
  t.is(dumped(counted).events.size, 1);
});

test('pods have the ages and stamps that a recorder started at that moment would record', (t) => {
  const { history, observations, start } = keptHistory();
  const running = pod('a', {
    metadata: { creationTimestamp: '2025-01-01T00:00:00Z' },
    spec: { nodeName: 'n' },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: '2025-01-01T00:00:03Z' },
        { type: 'Ready', status: 'True', lastTransitionTime: '2025-01-01T00:00:09Z' },
      ],
      containerStatuses: [{ restartCount: 0, state: { running: { startedAt: '2025-01-01T00:00:08Z' } } }],
    },
  });
  const moment = Date.parse('2025-01-01T00:01:00Z') * 1000;
  emitDump(dumped(running, node('n')), moment, history);
  const seen = observations();
  t.is(start(), moment);
  t.deepEqual(steps(seen), [
    [0, 'node-added'],
    [0, 'pod-created'],
    [0, 'pod-bound'],
    [0, 'pod-started'],
    [0, 'pod-ready'],
    [1, 'close'],
  ]);
  const seconds = (value: number) => value * 1e6;
  t.like(seen[1], { age: seconds(60), stamp: seconds(-60) });
  t.deepEqual(
    seen.slice(2, 5).map((each) => (each as { stamp?: number }).stamp),
    [seconds(-57), seconds(-52), seconds(-51)],
  );
});

test('the owner of a ReplicaSet is taken from the dump, else from the name of the ReplicaSet', (t) => {
  const owned = (name: string, kind: string, uid: string, labels = {}) =>
    pod('a', { metadata: { labels, ownerReferences: [{ kind, name, uid, controller: true }] } });
  const groupOf = (dump: ReturnType<typeof dumped>) => {
    const { history, observations } = keptHistory();
    for (const each of dump.pods.values()) history.pod(each, 0);
    return observations().flatMap((each) => (each.kind === 'pod-created' ? each.group : []))[0];
  };
  t.is(
    groupOf(dumped(owned('web-7d9f', 'ReplicaSet', 'r', { 'pod-template-hash': '7d9f' }))),
    'Deployment/web',
  );
  t.is(groupOf(dumped(owned('nightly-28123456', 'Job', 'j'))), 'CronJob/nightly');
  t.is(groupOf(dumped(owned('db', 'StatefulSet', 's'))), 'StatefulSet/db');
  t.is(groupOf(dumped(pod('a'))), undefined);
});

test('a missing name, missing containers and a wrong request are refused with the file', (t) => {
  const wrong = [
    { kind: 'Pod', metadata: {}, spec: { containers: [] } },
    { kind: 'Pod', metadata: { name: 'a' }, spec: {} },
    { kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [null] } },
    pod('a', { spec: { containers: [{ resources: { requests: { cpu: 'much' } } }] } }),
    { kind: 'Node', metadata: { name: 'n' }, status: { allocatable: { cpu: {} } } },
  ];
  for (const value of wrong) {
    const error = t.throws(() => dumped(value), { instanceOf: UserError }, JSON.stringify(value));
    t.is(error?.position?.file, 'dump.json');
  }
});

test('objects without uids are distinguished by name, and get numbers as uids', (t) => {
  const { metadata, ...others } = pod('a');
  const { uid: _uid, ...bare } = metadata as Record<string, unknown>;
  const { history, observations } = keptHistory();
  emitDump(
    dumped({ ...others, metadata: bare }, { ...others, metadata: { ...bare, namespace: 'b' } }),
    0,
    history,
  );
  const uids = observations().flatMap((each) => (each.kind === 'pod-created' ? each.uid : []));
  t.is(new Set(uids).size, 2);
  t.false(uids.some((uid) => uid.includes('a') || uid.includes('b')));
});

test('a Node of another group is not a node of the cluster', (t) => {
  const dump = createObjectDump();
  dump.add(
    { apiVersion: 'mock.zhizuqiu.cn/v1alpha1', kind: 'Node', metadata: { name: 'm', uid: 'u' } },
    { file: 'x' },
  );
  t.is(dump.nodes.size, 0);
  t.deepEqual([...dump.counts.others], [['Node', 1]]);
});
