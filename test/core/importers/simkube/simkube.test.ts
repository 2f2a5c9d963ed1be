/** Reading SimKube traces, in MessagePack and in JSON. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { readMessagePack } from '../../../../src/core/importers/simkube/message-pack.ts';
import { emitSimkubeTrace } from '../../../../src/core/importers/simkube/simkube.ts';
import { sharedPath, testWithShared } from '../../../shared.ts';
import { keptHistory, steps } from '../history/kept-history.ts';

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const read = (...values: readonly number[]) => readMessagePack(bytes(...values), 'x');

test('MessagePack is read as its specification says', (t) => {
  t.deepEqual(
    [read(0xc0), read(0xc2), read(0xc3), read(0x7f), read(0xff), read(0xe0)],
    [null, false, true, 127, -1, -32],
  );
  t.deepEqual(
    [read(0xcd, 1, 0), read(0xce, 0, 1, 0, 0), read(0xcf, 0, 0, 0, 1, 0, 0, 0, 0)],
    [256, 65_536, 2 ** 32],
  );
  t.deepEqual(
    [
      read(0xd0, 0x80),
      read(0xd1, 0xff, 0),
      read(0xd2, 0xff, 255, 255, 254),
      read(0xd3, 255, 255, 255, 255, 255, 255, 255, 255),
    ],
    [-128, -256, -2, -1],
  );
  t.deepEqual([read(0xca, 0x3f, 0xc0, 0, 0), read(0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)], [1.5, 1.5]);
  t.deepEqual(
    [read(0xa2, 0xc3, 0xa9), read(0xd9, 1, 97), read(0xda, 0, 1, 97), read(0xdb, 0, 0, 0, 1, 97)],
    ['é', 'a', 'a', 'a'],
  );
  t.deepEqual([read(0x92, 1, 2), read(0xdc, 0, 1, 3), read(0xdd, 0, 0, 0, 1, 4)], [[1, 2], [3], [4]]);
  t.deepEqual([read(0x81, 0xa1, 97, 1), read(0xde, 0, 1, 0xa1, 97, 1)], [{ a: 1 }, { a: 1 }]);
});

test('keys that are pairs or numbers become text', (t) => {
  t.deepEqual(read(0x81, 0x92, 0xa1, 97, 0xa1, 98, 1), { '["a","b"]': 1 });
  t.deepEqual(read(0x81, 5, 1), { 5: 1 });
});

test('a file that is cut short, too long, too deep or of an unknown type is refused', (t) => {
  for (const wrong of [
    bytes(0xce, 0),
    bytes(0xa5, 97),
    bytes(0x92, 1),
    bytes(1, 1),
    bytes(0xc1),
    new Uint8Array(10_000).fill(0x91),
  ])
    t.throws(() => readMessagePack(wrong, 'x'), { instanceOf: UserError });
});

function deployment(replicas: number | undefined, image = 'a', name = 'web') {
  const spec = {
    containers: [{ name: 'main', image, resources: { requests: { cpu: image === 'a' ? '1' : '2' } } }],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'default', name },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      template: { metadata: { labels: { app: name } }, spec },
    },
  };
}

function readEvents(
  ...events: readonly { ts: number; applied_objs?: unknown[]; deleted_objs?: unknown[] }[]
) {
  return lived({}, ...events);
}

function lived(
  pod_lifecycles: unknown,
  ...events: readonly { ts: number; applied_objs?: unknown[]; deleted_objs?: unknown[] }[]
) {
  const history = keptHistory();
  const problems = emitSimkubeTrace(
    { version: 2, config: { trackedObjects: {} }, events, pod_lifecycles },
    'x',
    history.history,
  );
  return { observations: history.observations(), problems };
}

test('a Deployment has as many pods as its replicas; the youngest end first', (t) => {
  const { observations } = readEvents(
    { ts: 100, applied_objs: [deployment(2)] },
    { ts: 110, applied_objs: [deployment(3)] },
    { ts: 120, applied_objs: [deployment(1)] },
    { ts: 130, deleted_objs: [deployment(undefined)] },
  );
  const counts = (kind: string) =>
    observations.filter((each) => each.kind === kind).map(({ at }) => at / 1e6);
  t.deepEqual(counts('pod-created'), [0, 0, 10]);
  t.deepEqual(counts('pod-deleted'), [20, 20, 30]);
  t.deepEqual(
    observations.flatMap((each) => (each.kind === 'pod-deleted' ? each.uid : [])),
    ['i3', 'i2', 'i1'],
  );
  t.true(observations.every((each) => each.kind !== 'pod-bound' || each.node === null));
  t.like(observations[0], { group: 'Deployment/web', namespace: 'default', name: 'web-0' });
});

test('missing replicas are one, and a new template replaces all pods', (t) => {
  const { observations } = readEvents(
    { ts: 100, applied_objs: [deployment(undefined)] },
    { ts: 110, applied_objs: [deployment(1, 'b')] },
  );
  t.deepEqual(steps(observations), [
    [0, 'pod-created'],
    [0, 'pod-bound'],
    [10, 'pod-deleted'],
    [10, 'pod-created'],
    [10, 'pod-bound'],
    [10, 'close'],
  ]);
});

test('recorded lifecycles are used, in the written form and in the documented one', (t) => {
  const job = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick' },
    spec: { jobTemplate: { spec: { template: deployment(1).spec.template } } },
  };
  const runs = [{ Finished: [105, 107] }, { start_ts: 110, end_ts: 111 }, { Running: 120 }];
  const { observations } = lived(
    { '["batch/v1.CronJob","default/tick"]': { 77: runs } },
    { ts: 100, applied_objs: [job] },
    { ts: 130 },
  );
  t.deepEqual(
    steps(observations).filter(([, kind]) => kind !== 'pod-bound' && kind !== 'pod-created'),
    [
      [5, 'pod-started'],
      [7, 'pod-finished'],
      [10, 'pod-started'],
      [11, 'pod-finished'],
      [20, 'pod-started'],
      [30, 'close'],
    ],
  );
});

test('owners whose pods the trace does not contain are counted in a warning', (t) => {
  const { problems } = readEvents({
    ts: 1,
    applied_objs: [
      deployment(1),
      { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'tick' }, spec: {} },
    ],
  });
  t.regex(problems[0]!.message, /^the trace does not contain the pods of 1 object:/);
});

test('a trace of another version is refused', (t) => {
  const { history } = keptHistory();
  t.throws(() => emitSimkubeTrace({ version: 3, events: [] }, 'x', history), {
    instanceOf: UserError,
    message: /version 3/,
  });
});

testWithShared("SimKube's own traces give the pods of an application, a CronJob and bare pods", (t) => {
  const traceOf = (name: string) => readMessagePack(readFileSync(sharedPath(`data/simkube/${name}`)), name);
  const countsOf = (name: string) => {
    const { history, observations: observed } = keptHistory();
    emitSimkubeTrace(traceOf(name), name, history);
    return observed();
  };
  const count = (observations: ReturnType<typeof countsOf>, kind: string) =>
    observations.filter((each) => each.kind === kind).length;
  const scaling = countsOf('dsb-scaling.sktrace');
  t.is(scaling.at(-1)!.at, 1_134e6);
  t.is(count(scaling, 'pod-created') - count(scaling, 'pod-deleted'), 42);
  const cron = countsOf('cronjob.sktrace');
  t.deepEqual(
    cron.flatMap((each) => (each.kind === 'pod-finished' ? each.at / 1e6 : [])),
    [68, 128, 188],
  );
  const bare = countsOf('bare-pods.sktrace');
  t.deepEqual([count(bare, 'pod-created'), count(bare, 'pod-finished')], [4, 3]);
});
