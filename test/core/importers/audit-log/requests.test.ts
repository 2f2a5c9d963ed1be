/** Requests of an audit log that few servers log: held nodes, JSON patches, collections of all namespaces. */
import test from 'ava';
import { isAuditEvent } from '../../../../src/core/importers/audit-log/audit-event.ts';
import { readAuditLog } from '../../../../src/core/importers/audit-log/audit-log.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const PLACE = { file: 'audit.log', line: 1 };
type Fields = Readonly<Record<string, unknown>>;

const NODE_REF = { resource: 'nodes', name: 'n' };
const POD_REF = { resource: 'pods', namespace: 'default', name: 'a' };

/** Audit events, one second apart. */
function read(...events: readonly Fields[]) {
  const { history, observations } = keptHistory();
  const reader = readAuditLog(history);
  for (const [index, event] of events.entries())
    reader.take(
      {
        kind: 'Event',
        apiVersion: 'audit.k8s.io/v1',
        stage: 'ResponseComplete',
        objectRef: POD_REF,
        responseStatus: { code: 200 },
        stageTimestamp: `2025-01-01T00:00:0${index}Z`,
        ...event,
      },
      PLACE,
    );
  const problems = reader.end();
  return { steps: steps(observations()), messages: problems.map(({ message }) => message) };
}

const create = { verb: 'create', responseObject: pod('a') };
const createNode = { verb: 'create', objectRef: NODE_REF, responseObject: node('n') };
const CREATED = [0, 'pod-created'] as const;
const ADDED = [0, 'node-added'] as const;

test('an audit event and a list of them are recognised', (t) => {
  t.true(isAuditEvent({ kind: 'Event', apiVersion: 'audit.k8s.io/v1' }));
  t.true(isAuditEvent({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1beta1' }));
  for (const other of [
    { kind: 'Event', apiVersion: 'v1' },
    { kind: 'Policy', apiVersion: 'audit.k8s.io/v1' },
    { kind: 'Event', apiVersion: 'my.audit.k8s.io/v1' },
    { kind: 'Event' },
    null,
  ])
    t.false(isAuditEvent(other));
});

test('only lines about changes of pods or nodes are parsed', (t) => {
  const { concerns } = readAuditLog(keptHistory().history);
  t.deepEqual(
    ['create pods', 'patch nodes', 'get pods', 'create secrets'].map((line) => concerns?.(line)),
    [true, true, false, false],
  );
});

test('a node that a finalizer holds is removed when the finalizer is gone', (t) => {
  const held = (finalizers: readonly string[]) => ({
    ...node('n'),
    metadata: {
      name: 'n',
      uid: 'uid-n',
      deletionTimestamp: '2025-01-01T00:00:01Z',
      deletionGracePeriodSeconds: 0,
      finalizers,
    },
  });
  const remove = { verb: 'delete', objectRef: NODE_REF, responseObject: held(['x']) };
  const release = { verb: 'patch', objectRef: NODE_REF, responseObject: held([]) };
  t.deepEqual(read(createNode, remove, release).steps, [ADDED, [2, 'node-removed'], [2, 'close']]);
});

test('a node whose deletion answers with the node is removed at once', (t) => {
  const remove = { verb: 'delete', objectRef: NODE_REF, responseObject: node('n') };
  t.deepEqual(read(createNode, remove).steps, [ADDED, [1, 'node-removed'], [1, 'close']]);
});

test('a JSON patch is counted in a warning', (t) => {
  const patch = { verb: 'patch', requestObject: [{ op: 'add', path: '/a', value: 1 }] };
  t.deepEqual(read(create, patch, patch).messages, ['left out: 2 JSON patches']);
});

test('a patch without its body is a request without its object', (t) => {
  t.regex(read(create, { verb: 'patch' }).messages[0]!, /^left out: 1 request logged without the object/);
});

test('a binding without its node is a request without its object', (t) => {
  const bind = { verb: 'create', objectRef: { ...POD_REF, subresource: 'binding' }, requestObject: {} };
  t.regex(read(create, bind).messages[0]!, /^left out: 1 request logged without the object/);
});

test('the deletion of an unknown object is ignored', (t) => {
  t.deepEqual(read({ verb: 'delete', requestObject: {} }).steps, [[0, 'close']]);
});

test('a request that is answered with 300 or more did nothing, one below did', (t) => {
  const remove = (code: number) => ({ verb: 'delete', responseStatus: { code } });
  t.is(read(create, remove(300)).steps.length, 2);
  t.is(read(create, remove(299)).steps.length, 3);
});

test('a request without stage, code and stage time counts when it was received', (t) => {
  const early = {
    ...create,
    stage: undefined,
    responseStatus: undefined,
    stageTimestamp: undefined,
    requestReceivedTimestamp: '2025-01-01T00:00:05Z',
  };
  t.deepEqual(read({ ...createNode, stageTimestamp: '2025-01-01T00:00:00Z' }, early).steps, [
    ADDED,
    [5, 'pod-created'],
    [5, 'close'],
  ]);
});

test('a request without any time, and one without a name, are ignored', (t) => {
  t.is(read({ ...create, stageTimestamp: undefined }).steps.length, 1);
  t.is(read({ verb: 'create', objectRef: { resource: 'pods' }, requestObject: {} }).steps.length, 1);
});

test('the core group may be written as empty text', (t) => {
  t.deepEqual(read({ ...create, objectRef: { ...POD_REF, apiGroup: '' } }).steps[0], CREATED);
});

test('a pod without a namespace is in the namespace default', (t) => {
  const anywhere = { ...create, objectRef: { resource: 'pods', name: 'a' } };
  t.is(read(anywhere, { verb: 'delete' }).steps.length, 3);
});

test('a pod on a node is gone by a deletion that succeeded, or once it has ended', (t) => {
  const onNode = (phase: string) => ({
    verb: 'create',
    responseObject: pod('a', { spec: { nodeName: 'n' }, status: { phase } }),
  });
  const isGone = (phase: string, answer?: unknown) =>
    read(onNode(phase), { verb: 'delete', responseObject: answer }).steps.some(
      ([, kind]) => kind === 'pod-deleted',
    );
  t.deepEqual(
    ['Running', 'Succeeded', 'Failed'].map((phase) => isGone(phase)),
    [false, true, true],
  );
  t.true(isGone('Running', { kind: 'Status', status: 'Success' }));
  t.false(isGone('Running', { kind: 'Status', status: 'Failure' }));
});

test('a collection of all namespaces ends the pods that its answer lists', (t) => {
  const all = {
    verb: 'deletecollection',
    objectRef: { resource: 'pods' },
    responseObject: { items: [pod('a'), { metadata: {} }, pod('b')] },
  };
  t.is(read(create, all).steps.filter(([, kind]) => kind === 'pod-deleted').length, 1);
});

test('items of an EventList that are no maps are skipped', (t) => {
  t.notThrows(() => read({ kind: 'EventList', items: [1, null] }));
});

test('a body of another kind is not the object', (t) => {
  const other = { ...pod('a'), kind: 'Binding' };
  t.regex(read({ verb: 'update', requestObject: other }).messages[0]!, /^left out: 1 request/);
  t.deepEqual(read({ verb: 'update', requestObject: { ...pod('a'), kind: undefined } }).steps[0], CREATED);
});
