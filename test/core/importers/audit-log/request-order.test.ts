/** Requests of a busy API server, logged in another order than the server did them. */
import test from 'ava';
import { readAuditLog } from '../../../../src/core/importers/audit-log/audit-log.ts';
import fc from '../../../seeded-properties.ts';
import { keptHistory, pod } from '../history/kept-history.ts';

const PLACE = { file: 'audit.log', line: 1 };
const BINDING = { kind: 'Binding', target: { kind: 'Node', name: 'n' } };
const RUNNING = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };

/** `received` and `done`: milliseconds. At level Request, as only there an order is lost. */
function logged(verb: string, received: number, done: number, more: Readonly<Record<string, unknown>>) {
  const stamp = (ms: number) => new Date(Date.UTC(2025, 0, 1) + ms).toISOString();
  const { subresource, ...others } = more;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    stage: 'ResponseComplete',
    verb,
    user: { username: 'system:node:n' },
    objectRef: {
      resource: 'pods',
      namespace: 'default',
      name: 'a',
      ...(subresource !== undefined && { subresource }),
    },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: stamp(received),
    stageTimestamp: stamp(done),
    ...others,
  };
}

const created = (at: number, done: number) =>
  logged('create', at, done, { requestObject: pod('a', { metadata: { uid: undefined } }) });
const bound = (at: number, done: number) =>
  logged('create', at, done, { subresource: 'binding', requestObject: BINDING });
const status = (at: number, done: number) =>
  logged('patch', at, done, { subresource: 'status', requestObject: { status: RUNNING } });
const deleted = (at: number, done: number) =>
  logged('delete', at, done, { requestObject: { gracePeriodSeconds: 0 } });

/** The kinds of what was observed of each pod, in the order of their creation. */
function lives(events: readonly object[]): string[][] {
  const { history, observations } = keptHistory();
  const reader = readAuditLog(history);
  for (const event of events) reader.take(event, PLACE);
  reader.end();
  const byUid = new Map<string, string[]>();
  for (const each of observations())
    if ('uid' in each) byUid.set(each.uid, [...(byUid.get(each.uid) ?? []), each.kind]);
  return [...byUid.values()];
}

const LIFE = ['pod-created', 'pod-bound', 'pod-started', 'pod-ready', 'pod-deleted'];

test('a pod whose creation is logged after its binding and its status keeps both', (t) => {
  t.deepEqual(lives([bound(5, 8), status(9, 11), created(0, 12), deleted(100, 103)]), [LIFE]);
});

test('the deletion of a pod is not that of the next pod with its name', (t) => {
  const first = [created(0, 2), bound(5, 8), status(9, 11)];
  const second = [created(102, 103), bound(104, 106), status(107, 109)];
  const late = deleted(100, 120);
  t.deepEqual(lives([...first, ...second, late]), [LIFE, LIFE.slice(0, -1)]);
});

test('a status that a deletion without grace overtakes is no start: the update removes the pod', (t) => {
  const metadata = { name: 'a', namespace: 'default', uid: 'u' };
  const ending = { ...metadata, deletionTimestamp: '2025-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 };
  const answer = pod('a', { metadata: ending, spec: { nodeName: 'n' }, status: RUNNING });
  const first = logged('create', 0, 2, { requestObject: pod('a'), responseObject: pod('a', { metadata }) });
  const late = logged('patch', 40, 43, {
    subresource: 'status',
    requestObject: { status: RUNNING },
    responseObject: answer,
  });
  const gone = logged('delete', 39, 45, {
    requestObject: { gracePeriodSeconds: 0 },
    responseObject: { kind: 'Status', status: 'Success' },
  });
  t.deepEqual(lives([first, bound(5, 8), late, gone]), [['pod-created', 'pod-bound', 'pod-deleted']]);
});

test('the order in which answered requests are logged does not matter', (t) => {
  const requests = [
    created(0, 30),
    bound(5, 8),
    status(9, 11),
    deleted(40, 43),
    created(44, 80),
    bound(50, 52),
    status(55, 90),
    deleted(100, 101),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(requests, { minLength: requests.length }), (order) => {
      t.deepEqual(lives(order), [LIFE, LIFE]);
    }),
    { numRuns: 50 },
  );
});
