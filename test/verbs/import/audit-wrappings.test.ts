/** One audit log gives one recording: in every wrapping and encoding, from one API server or several, whatever the order of files and lines. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { node, pod } from '../../core/importers/history/kept-history.ts';
import fc from '../../seeded-properties.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported, ofKind } from './imported.ts';
import { type AuditEvent, GOOGLE_WRAPPINGS, WRAPPINGS } from './log-wrappings.ts';

const START = Date.UTC(2026, 2, 1, 12);
let made = 0;

/** `at` in milliseconds; the answer comes at once. */
function event(at: number, verb: string, ref: object, more: object = {}): AuditEvent {
  made += 1;
  const stamp = new Date(START + at).toISOString().replace('Z', '001Z');
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/pods',
    verb,
    user: { username: 'system:kube-scheduler' },
    objectRef: { resource: 'pods', namespace: 'default', apiVersion: 'v1', ...ref },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: stamp,
    stageTimestamp: stamp,
    ...more,
  };
}

const RUNNING = { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } };

/** A node, and pods that are created, bound, started and, each third of them, deleted. */
function auditLog(pods: number): AuditEvent[] {
  const nodeRef = { resource: 'nodes', namespace: undefined, name: 'n' };
  const log = [event(0, 'create', nodeRef, { responseObject: node('n') })];
  for (let index = 0; index < pods; index += 1) {
    const [at, name] = [1_000 + 700 * index, `web-${index}`];
    const text = `a "quoted" word, {a brace} and é\n`;
    const created = pod(name, { metadata: { uid: undefined, annotations: { text } } });
    const target = { kind: 'Binding', target: { kind: 'Node', name: 'n' } };
    log.push(
      event(at, 'create', { name }, { requestObject: created }),
      event(at + 100, 'create', { name, subresource: 'binding' }, { requestObject: target }),
      event(at + 1_600, 'patch', { name, subresource: 'status' }, { requestObject: RUNNING }),
    );
    if (index % 3 === 0)
      log.push(event(at + 5_000, 'delete', { name }, { requestObject: { gracePeriodSeconds: 0 } }));
  }
  return log.sort((one, other) => (String(one.stageTimestamp) < String(other.stageTimestamp) ? -1 : 1));
}

const LOG = auditLog(5);

async function recorded(t: ExecutionContext, files: readonly (string | Uint8Array)[]) {
  const folder = temporaryFolder(t);
  const paths = files.map((content, index) => {
    writeFileSync(join(folder, `log-${index}`), content);
    return join(folder, `log-${index}`);
  });
  return imported(t, paths, { output: join(folder, 'out.keg.jsonl') });
}

/** What was observed, without what the import says about the files. */
const observed = (observations: readonly Observation[]) =>
  observations.filter(({ kind }) => kind !== 'close');

const plain = (t: ExecutionContext) => recorded(t, [WRAPPINGS['one event a line']!(LOG)]);

test('the log itself has all its pods', async (t) => {
  const { result } = await plain(t);
  t.like(result, { from: 'audit-log', nodes: 1, pods: 5, bound: 5, deleted: 2, problems: [] });
});

for (const [name, wrap] of Object.entries({ ...WRAPPINGS, ...GOOGLE_WRAPPINGS })) {
  test(`${name}: the same recording`, async (t) => {
    const { observations } = await recorded(t, [wrap(LOG)]);
    t.deepEqual(observed(observations), observed((await plain(t)).observations));
  });
}

test('UTF-16 and gzip, also several gzip files in one, give the same recording', async (t) => {
  const expected = observed((await plain(t)).observations);
  const text = WRAPPINGS['one event a line']!(LOG);
  const middle = text.indexOf('\n', text.length / 2) + 1;
  const little = Buffer.from(text, 'utf16le');
  const big = Buffer.from(little).swap16();
  const ways = [
    little,
    Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
    Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    gzipSync(text),
    Buffer.concat([gzipSync(text.slice(0, middle)), gzipSync(text.slice(middle))]),
  ];
  for (const way of ways) t.deepEqual(observed((await recorded(t, [way])).observations), expected);
});

test('logs of several servers, in any order of files and lines, give the recording of one', async (t) => {
  const expected = observed((await plain(t)).observations);
  const ways = Object.values(WRAPPINGS);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(3), { minLength: LOG.length, maxLength: LOG.length }),
      fc.shuffledSubarray([...LOG.keys()], { minLength: LOG.length }),
      fc.array(fc.nat(ways.length - 1), { minLength: 4, maxLength: 4 }),
      async (servers, order, forms) => {
        const files = [0, 1, 2, 3].flatMap((server) => {
          const own = order.filter((index) => servers[index] === server).map((index) => LOG[index]!);
          return own.length === 0 ? [] : [ways[forms[server]!]!(own)];
        });
        t.deepEqual(observed((await recorded(t, files)).observations), expected);
      },
    ),
    { numRuns: 15 },
  );
});

test('an event that is in two files counts once, and the count is said', async (t) => {
  const { observations, result } = await recorded(t, [
    WRAPPINGS['one event a line']!(LOG),
    WRAPPINGS.Filebeat!(LOG.slice(3, 9)),
  ]);
  t.deepEqual(observed(observations), observed((await plain(t)).observations));
  t.like(result.problems[0], { code: 'duplicate' });
  t.regex(result.problems[0]!.message, /contain 6 audit events more than once/);
});

test('lines and records without an audit event are counted', async (t) => {
  const text = `${WRAPPINGS['the journal']!(LOG)}Mar 01 12:00:02 m kubelet[1]: started\n{"message":"pods: patch failed"}\n{"cut": "pods\n`;
  const { result } = await recorded(t, [text]);
  t.deepEqual(
    result.problems.map(({ message }) => message),
    ['left out: 3 lines or records without an audit event'],
  );
});

testWithShared('the reported wrappings and the logs of three API servers are read', async (t) => {
  const reports = (...names: string[]) => names.map((name) => sharedPath(`cases/reports/${name}`));
  const { observations } = await imported(t, reports('27-audit-plain.log'));
  const forms = ['27-eks-cloudwatch.json', '27-eks-filter-text.log', '27-journal-prefix.log'];
  for (const form of [...forms, '27-oc-node-logs.log', '27-pretty-array.json'])
    t.deepEqual((await imported(t, reports(form))).observations, observations, form);
  const { result } = await imported(t, reports('27-gke.json'));
  t.like(result, { from: 'audit-log', pods: 1 });
  const servers = reports('59-ha-api-1.log', '59-ha-api-2.log', '59-ha-api-3.log');
  for (const order of [servers, [...servers].reverse()]) {
    const merged = await imported(t, order);
    t.like(merged.result, { pods: 1, bound: 1, nodes: 1, problems: [] });
    t.is(ofKind(merged.observations, 'pod-started').length, 1);
  }
  t.like((await imported(t, reports('26-audit-request-generatename.log'))).result, { pods: 2, bound: 2 });
});
