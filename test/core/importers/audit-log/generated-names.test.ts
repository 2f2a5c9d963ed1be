/** Pods that were created with generateName get their names from later requests, at level Request. */
import test from 'ava';
import { readAuditLog } from '../../../../src/core/importers/audit-log/audit-log.ts';
import fc from '../../../seeded-properties.ts';
import { keptHistory, pod } from '../history/kept-history.ts';

type Fields = Readonly<Record<string, unknown>>;

function request(
  second: number,
  verb: string,
  ref: Fields,
  requestObject: unknown,
  more: Fields = {},
): Fields {
  const stamp = new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    stage: 'ResponseComplete',
    verb,
    user: { username: 'system:kube-scheduler' },
    objectRef: { resource: 'pods', namespace: 'default', ...ref },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: stamp,
    stageTimestamp: stamp,
    requestObject,
    ...more,
  };
}

const created = (second: number, generateName = 'web-6d4cf-') =>
  request(second, 'create', {}, pod('', { metadata: { name: undefined, uid: undefined, generateName } }));
const bound = (second: number, name: string) =>
  request(second, 'create', { name, subresource: 'binding' }, { kind: 'Binding', target: { name: 'n' } });
const refused = (second: number, name: string) => {
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
  return request(second, 'patch', { name, subresource: 'status' }, { status: { conditions } });
};
const gone = (second: number, name: string) =>
  request(second, 'delete', { name }, { gracePeriodSeconds: 0 }, { user: { username: 'system:node:n' } });

function read(...events: readonly Fields[]) {
  const { history, observations } = keptHistory();
  const reader = readAuditLog(history);
  for (const event of events) reader.take(event, { file: 'audit.log' });
  const problems = reader.end();
  const pods = new Map<string, Record<string, unknown>>();
  for (const each of observations()) {
    if (each.kind === 'pod-created') pods.set(each.uid, { name: each.name, created: each.at / 1e6 });
    if (each.kind === 'pod-bound') pods.get(each.uid)!.bound = each.at / 1e6;
    if (each.kind === 'pod-deleted') pods.get(each.uid)!.gone = each.at / 1e6;
  }
  return { pods: [...pods.values()], codes: problems.map(({ code }) => code), problems };
}

test('a creation without a name gets the name of the binding that follows, and this is said', (t) => {
  const { pods, problems } = read(
    created(0),
    created(1),
    bound(2, 'web-6d4cf-abcde'),
    bound(3, 'web-6d4cf-x2z4q'),
  );
  t.deepEqual(pods, [
    { name: 'web-6d4cf-abcde', created: 0, bound: 2 },
    { name: 'web-6d4cf-x2z4q', created: 1, bound: 3 },
  ]);
  t.is(problems.length, 1);
  t.regex(problems[0]!.message, /generateName, logged at level Request.*: 2 pods, linked/);
});

test('a refusal by the scheduler names a pod, too, and its deletion ends that pod', (t) => {
  const name = 'web-6d4cf-abcde';
  t.deepEqual(read(created(0), refused(1, name), bound(20, name), gone(30, name)).pods, [
    { name, created: 0, bound: 20, gone: 30 },
  ]);
});

test('a pod that no request names has a number for a name', (t) => {
  const { pods, problems } = read(created(0), created(1, 'other-'));
  t.deepEqual(pods, [
    { name: 'web-6d4cf-00001', created: 0 },
    { name: 'other-00002', created: 1 },
  ]);
  t.regex(problems[0]!.message, /names 2 of them: a number ends their names/);
});

test('a name that comes more than 500 requests later still has its own pod', (t) => {
  const name = 'web-6d4cf-abcde';
  const between = Array.from({ length: 600 }, (_, index) => bound(1 + index, `old-${index}`));
  const { pods } = read(created(0), ...between, bound(700, name), gone(800, name));
  t.deepEqual(pods, [{ name: 'web-6d4cf-00001', created: 0, bound: 700, gone: 800 }]);
});

test('requests about pods that are older than the log take no creation, and are counted', (t) => {
  const old = 'web-6d4cf-22222';
  const patched = request(1, 'patch', { name: old, subresource: 'status' }, { status: { phase: 'Running' } });
  const { pods, problems } = read(created(0), patched, gone(2, old), bound(3, 'web-6d4cf-abcde'));
  t.deepEqual(pods, [{ name: 'web-6d4cf-abcde', created: 0, bound: 3 }]);
  t.regex(problems[1]!.message, /^left out: 1 pod and 0 nodes that the log changes and never shows whole/);
});

test('a uid that comes later does not make another pod, and a second uid does', (t) => {
  const name = 'a';
  const whole = (uid: string) => ({ responseObject: pod(name, { metadata: { uid } }) });
  const status = (second: number, uid: string) =>
    request(second, 'patch', { name, subresource: 'status' }, {}, whole(uid));
  const create = request(0, 'create', { name }, pod(name, { metadata: { uid: undefined } }));
  t.is(read(create, status(1, 'u1'), status(2, 'u1')).pods.length, 1);
  t.is(read(create, status(1, 'u1'), status(2, 'u2')).pods.length, 2);
});

test('an object besides pods that is created without a name is counted', (t) => {
  const job = { kind: 'Job', metadata: { generateName: 'run-' }, spec: {} };
  const { codes } = read(request(0, 'create', { resource: 'jobs', apiGroup: 'batch' }, job));
  t.deepEqual(codes, ['left-out']);
});

test('however creations and bindings interleave, no pod is lost and no wait is negative', (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 20 }), (drawn) => {
      const events = drawn.flatMap(([at, wait], index) => [
        created(at),
        bound(at + wait, `web-6d4cf-${String(index).padStart(5, '0')}`),
      ]);
      events.sort((one, other) => (String(one.stageTimestamp) < String(other.stageTimestamp) ? -1 : 1));
      const { pods } = read(...events);
      t.is(pods.filter((each) => each.bound !== undefined).length, drawn.length);
      const waits = pods.map((each) => Number(each.bound) - Number(each.created));
      t.true(waits.every((wait) => wait >= 0));
      const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
      t.is(sum(waits), sum(drawn.map(([, wait]) => wait)));
    }),
    { numRuns: 100 },
  );
});
