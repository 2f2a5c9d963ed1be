/** Objects that decide are imported from dumps and audit logs, as far as these contain them. */
import test from 'ava';
import { readAuditLog } from '../../../src/core/importers/audit-log/audit-log.ts';
import { readDump } from '../../../src/core/importers/dump/read-dump.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { keptHistory, node, pod } from './history/kept-history.ts';

const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default', uid: 's', creationTimestamp: '2025-01-01T00:00:00Z' },
  spec: { selector: { app: 'web' }, clusterIP: '10.0.0.1', ports: [{ port: 80 }] },
};
const CLASS = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'high' },
  value: 7,
};

function fromDump(value: unknown, isWithHistory = false) {
  const { history, observations } = keptHistory();
  const reader = readDump(history, { moment: undefined, isWithHistory, ownerOf: new Map() });
  reader.take({ file: 'dump', bytes: new TextEncoder().encode(JSON.stringify(value)) });
  const problems = reader.end();
  return { observations: observations(), problems };
}

const lines = (observations: readonly Observation[]) =>
  observations.map((each) => (each.kind === 'object-set' ? `set ${each.object.metadata.name}` : each.kind));

test('a dump gives nodes, then objects, then pods', (t) => {
  const items = [pod('a'), SERVICE, node('n'), CLASS];
  const { observations, problems } = fromDump({ kind: 'List', items });
  t.deepEqual(lines(observations), ['node-added', 'set web', 'set high', 'pod-created', 'close']);
  const [service, priority] = observations.flatMap((each) => (each.kind === 'object-set' ? each.object : []));
  t.deepEqual(service as unknown, {
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default', uid: 's' },
    spec: { selector: { app: 'web' } },
  });
  t.regex(priority!.metadata.uid!, /^i\d+$/);
  t.deepEqual(problems, []);
});

test('lists of one kind and dumps with history contain objects too', (t) => {
  const { metadata, spec } = SERVICE;
  const list = { kind: 'ServiceList', items: [{ metadata, spec }] };
  t.true(lines(fromDump([list, pod('a')]).observations).includes('set web'));
  t.true(lines(fromDump([list, pod('a')], true).observations).includes('set web'));
});

test('an object with a field of another type is left out, and counted', (t) => {
  const wrong = { ...SERVICE, spec: { selector: { app: ['web'] } } };
  const { observations, problems } = fromDump({ kind: 'List', items: [wrong, pod('a'), SERVICE.metadata] });
  t.false(lines(observations).includes('set web'));
  t.regex(problems[0]!.message, /^left out: 1 object not of the form/);
});

let second = 0;
function audited(verb: string, objectRef: object, more: object = {}): Record<string, unknown> {
  second += 1;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    stage: 'ResponseComplete',
    verb,
    user: { username: 'admin' },
    objectRef: { namespace: 'default', name: 'web', apiVersion: 'v1', ...objectRef },
    responseStatus: { code: 200 },
    stageTimestamp: `2025-01-01T00:00:${String(second).padStart(2, '0')}.000001Z`,
    ...more,
  };
}

function fromLog(...events: readonly Record<string, unknown>[]) {
  const { history, observations } = keptHistory();
  const reader = readAuditLog(history);
  for (const event of events) {
    if (!reader.concerns!(JSON.stringify(event))) throw new Error('not read');
    reader.take(event, { file: 'audit.log', line: 1 });
  }
  const problems = reader.end();
  return { observations: observations(), problems };
}

const services = { resource: 'services' };
const deployments = { resource: 'deployments', apiGroup: 'apps', apiVersion: 'v1' };
const DEPLOYMENT = {
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', uid: 'd' },
  spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: {} },
};

test('an audit log gives objects as they are created, patched, scaled and deleted', (t) => {
  const { observations, problems } = fromLog(
    audited('create', services, { responseObject: SERVICE }),
    audited('patch', services, { requestObject: { spec: { selector: { tier: 'a' } } } }),
    audited('patch', services, { requestObject: { status: { loadBalancer: {} } } }),
    audited('create', deployments, { responseObject: DEPLOYMENT }),
    audited(
      'update',
      { ...deployments, subresource: 'scale' },
      { responseObject: { kind: 'Scale', metadata: {}, spec: { replicas: 5 } } },
    ),
    audited('delete', services, { responseObject: { kind: 'Status', status: 'Success' } }),
  );
  t.deepEqual(lines(observations).slice(0, -1), [
    'set web',
    'set web',
    'set web',
    'set web',
    'object-removed',
  ]);
  const specs = observations.flatMap((each) =>
    each.kind === 'object-set' ? [(each.object as { spec?: unknown }).spec] : [],
  );
  t.deepEqual(specs.slice(1), [
    { selector: { app: 'web', tier: 'a' } },
    { replicas: 1, selector: { matchLabels: { app: 'web' } } },
    { replicas: 5, selector: { matchLabels: { app: 'web' } } },
  ]);
  t.deepEqual(problems, []);
});

test('objects of other groups and requests without a body are not read; the latter are counted', (t) => {
  const { observations, problems } = fromLog(
    audited('create', { resource: 'services', apiGroup: 'serving.example' }, { responseObject: SERVICE }),
    audited('create', services),
  );
  t.deepEqual(lines(observations), ['close']);
  t.regex(problems[0]!.message, /^left out: 1 request logged without the object that decides/);
});
