/** Reading audit logs of API servers: each request that changed a pod or node counts once the server has done it. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { readAuditLog } from '../../../../src/core/importers/audit-log/audit-log.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const PLACE = { file: 'audit.log', line: 1 };
let second = 0;

function audited(verb: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  second += 1;
  const { objectRef, ...others } = more as { objectRef?: object };
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    stage: 'ResponseComplete',
    verb,
    user: { username: 'system:kube-scheduler' },
    objectRef: { resource: 'pods', namespace: 'default', name: 'a', apiVersion: 'v1', ...objectRef },
    responseStatus: { code: verb === 'create' ? 201 : 200 },
    stageTimestamp: `2025-01-01T00:00:${String(second).padStart(2, '0')}.000001Z`,
    ...others,
  };
}

function read(...events: readonly Record<string, unknown>[]) {
  const { history, observations } = keptHistory();
  const reader = readAuditLog(history);
  for (const event of events) reader.take(event, PLACE);
  const problems = reader.end();
  return { observations: observations(), problems };
}

const BINDING = { kind: 'Binding', target: { kind: 'Node', name: 'n' } };
const bound = () => audited('create', { objectRef: { subresource: 'binding' }, requestObject: BINDING });
const running = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };

test.beforeEach(() => {
  second = 0;
});

test('a pod is created, bound, started by its status, and gone with the deletion without grace', (t) => {
  const onNode = pod('a', { spec: { nodeName: 'n' }, status: running });
  const leaving = { ...(onNode.metadata as object), deletionTimestamp: '2025-01-01T00:00:34Z' };
  const { observations } = read(
    audited('create', { responseObject: pod('a') }),
    bound(),
    audited('patch', { objectRef: { subresource: 'status' }, responseObject: onNode }),
    audited('delete', {
      responseObject: { ...onNode, metadata: { ...leaving, deletionGracePeriodSeconds: 30 } },
    }),
    audited('delete', {
      responseObject: { ...onNode, metadata: { ...leaving, deletionGracePeriodSeconds: 0 } },
    }),
  );
  t.deepEqual(steps(observations), [
    [0, 'pod-created'],
    [1, 'pod-bound'],
    [2, 'pod-started'],
    [2, 'pod-ready'],
    [3, 'pod-terminating'],
    [4, 'pod-deleted'],
    [4, 'close'],
  ]);
});

test('at level Request patches are applied, and the deletion by the kubelet ends the pod', (t) => {
  const { observations, problems } = read(
    audited('create', { requestObject: pod('a', { metadata: { uid: undefined } }) }),
    bound(),
    audited('patch', { objectRef: { subresource: 'status' }, requestObject: { status: running } }),
    audited('delete', { requestObject: { kind: 'DeleteOptions' } }),
    audited('delete', { user: { username: 'system:node:n' }, requestObject: { gracePeriodSeconds: 0 } }),
  );
  t.deepEqual(
    observations.map(({ kind }) => kind),
    ['pod-created', 'pod-bound', 'pod-started', 'pod-ready', 'pod-deleted', 'close'],
  );
  t.deepEqual(problems, []);
});

test('a pod that is on no node is gone with the first deletion', (t) => {
  const { observations } = read(
    audited('create', { requestObject: pod('a') }),
    audited('delete', { requestObject: { kind: 'DeleteOptions' } }),
  );
  t.deepEqual(steps(observations), [
    [0, 'pod-created'],
    [1, 'pod-deleted'],
    [1, 'close'],
  ]);
});

test('a deletion without grace, in its body or its URI, ends the pod', (t) => {
  const ways = [
    { requestObject: { gracePeriodSeconds: 0 } },
    { requestURI: '/api/v1/namespaces/default/pods/a?gracePeriodSeconds=0' },
  ];
  for (const way of ways) {
    const { observations } = read(
      audited('create', { requestObject: pod('a') }),
      bound(),
      audited('delete', way),
    );
    t.is(observations.filter(({ kind }) => kind === 'pod-deleted').length, 1);
  }
});

test('a creation without its answer is a new pod, even if the end of the old one was not logged', (t) => {
  const create = () => audited('create', { requestObject: pod('a', { metadata: { uid: undefined } }) });
  t.deepEqual(
    read(create(), create()).observations.map(({ kind }) => kind),
    ['pod-created', 'pod-deleted', 'pod-created', 'close'],
  );
});

test('refusals, dry runs, other stages, reads and other resources are ignored', (t) => {
  const { observations } = read(
    audited('create', { responseObject: pod('a') }),
    audited('delete', { responseStatus: { code: 404 } }),
    audited('delete', { requestURI: '/api/v1/namespaces/default/pods/a?dryRun=All' }),
    audited('delete', { stage: 'RequestReceived' }),
    audited('get', { responseObject: pod('a', { spec: { nodeName: 'n' } }) }),
    audited('delete', { objectRef: { resource: 'configmaps' } }),
    audited('delete', { objectRef: { apiGroup: 'metrics.k8s.io' } }),
  );
  t.deepEqual(steps(observations), [
    [0, 'pod-created'],
    [0, 'close'],
  ]);
});

test('a name given by generateName is read from the answer', (t) => {
  const made = audited('create', { responseObject: pod('web-x7k2p') });
  const { name: _name, ...objectRef } = made.objectRef as Record<string, unknown>;
  const { observations } = read({ ...made, objectRef });
  t.like(observations[0], { kind: 'pod-created', name: 'web-x7k2p' });
});

test('an evicted pod is deleted with the reason of its eviction', (t) => {
  const { observations } = read(
    audited('create', { responseObject: pod('a') }),
    audited('create', { objectRef: { subresource: 'eviction' }, requestObject: { kind: 'Eviction' } }),
    audited('delete', { requestObject: {} }),
  );
  t.like(
    observations.find(({ kind }) => kind === 'pod-deleted'),
    { reason: 'EvictionByEvictionAPI' },
  );
});

test('the answer to a deletion of a collection lists the pods that end', (t) => {
  const all = { name: undefined };
  const answer = { responseObject: { kind: 'PodList', items: [pod('a')] } };
  const two = () => [
    audited('create', { responseObject: pod('a') }),
    audited('create', { objectRef: { name: 'b' }, responseObject: pod('b') }),
  ];
  const gone = (...events: readonly Record<string, unknown>[]) =>
    read(...events).observations.filter(({ kind }) => kind === 'pod-deleted').length;
  t.is(gone(...two(), audited('deletecollection', { objectRef: all, ...answer })), 1);
  t.is(
    gone(...two(), audited('deletecollection', { objectRef: all })),
    2,
    'without an answer: all of the namespace',
  );
  const chosen = { objectRef: all, requestURI: '/api/v1/namespaces/default/pods?labelSelector=app%3Dweb' };
  t.is(gone(...two(), audited('deletecollection', chosen)), 0, 'without an answer: which ones is not known');
  t.is(read(...two(), audited('deletecollection', chosen)).problems.length, 1);
});

test('a pod that a finalizer holds is gone when the finalizer is removed', (t) => {
  const held = {
    deletionTimestamp: '2025-01-01T00:00:03Z',
    deletionGracePeriodSeconds: 0,
    finalizers: ['x'],
  };
  const { observations } = read(
    audited('create', { responseObject: pod('a') }),
    audited('delete', { responseObject: pod('a', { metadata: held }) }),
    audited('patch', { responseObject: pod('a', { metadata: { ...held, finalizers: [] } }) }),
  );
  t.deepEqual(
    steps(observations).filter(([, kind]) => kind === 'pod-deleted'),
    [[2, 'pod-deleted']],
  );
});

test('a name that is used again is a new pod', (t) => {
  const { observations } = read(
    audited('create', { responseObject: pod('a') }),
    audited('delete', { requestObject: {} }),
    audited('create', { responseObject: pod('a', { metadata: { uid: 'second' } }) }),
  );
  t.deepEqual(
    observations.flatMap((each) => (each.kind === 'pod-created' ? each.uid : [])),
    ['uid-a', 'second'],
  );
});

test('nodes are added, changed and removed', (t) => {
  const nodes = { objectRef: { resource: 'nodes', name: 'n', namespace: undefined } };
  const cordoned = { ...node('n'), spec: { unschedulable: true } };
  const { observations } = read(
    audited('create', { ...nodes, responseObject: node('n') }),
    audited('patch', { ...nodes, responseObject: cordoned }),
    audited('delete', { ...nodes, responseObject: { kind: 'Status', status: 'Success' } }),
  );
  t.deepEqual(steps(observations), [
    [0, 'node-added'],
    [1, 'node-changed'],
    [2, 'node-removed'],
    [2, 'close'],
  ]);
});

test('requests without their objects are counted in a warning with the policy to use', (t) => {
  const { problems } = read(
    audited('create', { responseObject: pod('b'), objectRef: { name: 'b' } }),
    audited('create', {}),
    bound(),
  );
  t.is(problems.length, 1);
  t.regex(problems[0]!.message, /^left out: 1 request logged without the object.*level Request/);
});

test('the items of an EventList of the webhook backend are read', (t) => {
  const { observations } = read({
    kind: 'EventList',
    apiVersion: 'audit.k8s.io/v1',
    items: [audited('create', { responseObject: pod('a') })],
  });
  t.like(observations[0], { kind: 'pod-created' });
});

test('answers that are logged out of order are put in order', (t) => {
  const first = audited('create', { responseObject: pod('a') });
  const second = audited('create', { objectRef: { name: 'b' }, responseObject: pod('b') });
  const { observations } = read(second, first);
  t.deepEqual(
    observations.flatMap((each) => (each.kind === 'pod-created' ? each.name : [])),
    ['a', 'b'],
  );
});

test('a line that is not an audit event is refused with its place', (t) => {
  const error = t.throws(() => read({ kind: 'Pod' }), { instanceOf: UserError });
  t.like(error?.position, PLACE);
});
