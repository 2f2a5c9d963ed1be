/** When pods of a SimKube trace ran, in each way in which traces record it. */
import test from 'ava';
import { emitSimkubeTrace, readSimkubeTraces } from '../../../../src/core/importers/simkube/simkube.ts';
import { keptHistory, steps } from '../history/kept-history.ts';

const SPEC = { containers: [{ name: 'c', resources: { requests: { cpu: '1' } } }] };
const JOB = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'a', namespace: 'b' },
  spec: { template: { spec: SPEC } },
};
const KEY = '["batch/v1.Job","b/a"]';

function read(pod_lifecycles: unknown, applied: readonly unknown[] = [JOB], more = {}) {
  const { history, observations } = keptHistory();
  const events = [{ ts: 100, applied_objs: applied }];
  const problems = emitSimkubeTrace({ events, pod_lifecycles, ...more }, 'x', history);
  return { observations: observations(), problems };
}

const runsOf = (lifecycles: unknown) =>
  steps(read(lifecycles).observations).filter(([, kind]) => /started|finished/.test(kind));

for (const key of [
  KEY,
  '("batch/v1.Job", "b/a")',
  'batch/v1.Job b/a',
  '"batch/v1.Job","b/a"',
  'batch/v1.Job,b/a',
]) {
  test(`an owner is found by the key ${key}`, (t) => {
    t.deepEqual(runsOf({ [key]: { 1: [{ Finished: [101, 103] }] } }), [
      [1, 'pod-started'],
      [3, 'pod-finished'],
    ]);
  });
}

test('keys that name no owner are ignored', (t) => {
  for (const key of [
    '["a"]',
    '["a","b","c"]',
    '7',
    'a',
    'a b c',
    'x(batch/v1.Job b/a',
    '(batch/v1.Job b/a)x',
  ])
    t.deepEqual(runsOf({ [key]: { 1: [{ Running: 101 }] } }), [], key);
});

test('runs of several templates of an owner are all read', (t) => {
  t.deepEqual(runsOf({ [KEY]: { 1: [{ Running: 101 }], 2: [{ start_ts: 102 }], 3: 'x' } }), [
    [1, 'pod-started'],
    [2, 'pod-started'],
  ]);
});

test('a run without a start is left out, and none ends before it starts', (t) => {
  const runs = [{}, { Running: -1 }, { Running: 1e11 }, { Running: '101' }, { Finished: [105, 101] }];
  t.deepEqual(runsOf({ [KEY]: { 1: runs } }), [
    [5, 'pod-started'],
    [5, 'pod-finished'],
  ]);
});

test('times may be fractions of a second', (t) => {
  t.deepEqual(runsOf({ [KEY]: { 1: [{ Running: 100.25 }] } }), [[0.25, 'pod-started']]);
});

test('a run that began before the first event is the start of the recording', (t) => {
  t.deepEqual(runsOf({ [KEY]: { 1: [{ Running: 0 }] } }), [[0, 'pod-started']]);
  t.is(read({ [KEY]: { 1: [{ Running: 0 }] } }).observations.at(-1)?.at, 100e6);
});

test('the recording ends with the last run', (t) => {
  const { observations } = read({ [KEY]: { 1: [{ Finished: [101, 190] }, { Running: 120 }] } });
  t.deepEqual(steps(observations).at(-1), [90, 'close']);
});

test('runs of an owner whose template is not in the trace are counted in a warning', (t) => {
  const { problems } = read({ '["batch/v1.Job","b/other"]': { 1: [{ Running: 101 }, { Running: 102 }] } });
  t.is(
    problems.find(({ message }) => message.includes('runs'))?.message,
    'left out: 2 pod runs of owners whose pod template is not in the trace',
  );
});

test('runs of an owner without containers are counted, too', (t) => {
  const { problems } = read({ [KEY]: { 1: [{ Running: 101 }] } }, [{ ...JOB, spec: {} }]);
  t.deepEqual(
    problems.map(({ message }) => message),
    ['left out: 1 pod run of owners whose pod template is not in the trace'],
  );
});

test('an owner whose runs are recorded has no pods by its replicas', (t) => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: { replicas: 3, template: { spec: SPEC } },
  };
  const { observations, problems } = read(
    { '["apps/v1.Deployment","default/d"]': { 1: [{ Running: 101 }] } },
    [deployment],
  );
  t.is(observations.filter(({ kind }) => kind === 'pod-created').length, 1);
  t.deepEqual(problems, []);
});

test('a bare pod has its own name and no group; a second one has a number', (t) => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: SPEC };
  const { observations } = read({ '["v1.Pod","default/p"]': { 1: [{ Running: 101 }, { Running: 102 }] } }, [
    pod,
  ]);
  t.deepEqual(
    observations.flatMap((each) => (each.kind === 'pod-created' ? [[each.name, each.group]] : [])),
    [
      ['p', undefined],
      ['p-1', undefined],
    ],
  );
});

test('a bare pod without a recorded run is created and deleted with its object', (t) => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: SPEC };
  const { history, observations } = keptHistory();
  emitSimkubeTrace(
    { version: 2, events: [{ ts: 1, applied_objs: [pod] }, { ts: 5, deleted_objs: [pod, {}] }, { ts: 'x' }] },
    'x',
    history,
  );
  t.deepEqual(steps(observations()), [
    [0, 'pod-created'],
    [0, 'pod-bound'],
    [4, 'pod-deleted'],
    [4, 'close'],
  ]);
});

test('objects without version, kind or name are no owners', (t) => {
  const objects = [
    { ...JOB, apiVersion: undefined },
    { ...JOB, kind: undefined },
    { ...JOB, metadata: {} },
  ];
  const { observations, problems } = read({}, objects);
  t.deepEqual([observations.length, problems], [1, []]);
});

test('the trace names the places of templates of other kinds', (t) => {
  const object = {
    apiVersion: 'a/v1',
    kind: 'Farm',
    metadata: { name: 'f' },
    spec: { replicas: 2, pods: [], worker: { spec: SPEC } },
  };
  const config = { trackedObjects: { 'a/v1.Farm': { podSpecTemplatePaths: ['/spec/worker'] } } };
  const { observations } = read({}, [object], { config });
  t.is(observations.filter(({ kind }) => kind === 'pod-created').length, 2);
});

test('a trace is JSON if it begins with a brace, else MessagePack', (t) => {
  const json = new TextEncoder().encode(JSON.stringify({ version: 2, events: [{ ts: 1 }] }));
  for (const bytes of [json, Uint8Array.from([0x81, 0xa6, ...new TextEncoder().encode('events'), 0x90])]) {
    const { history, observations } = keptHistory();
    const reader = readSimkubeTraces(history);
    reader.take({ file: 'x', bytes });
    t.deepEqual(reader.end(), []);
    t.is(observations().length, 1);
  }
});

test('warnings of all files are returned', (t) => {
  const { history } = keptHistory();
  const reader = readSimkubeTraces(history);
  const cron = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'c' } };
  const bytes = new TextEncoder().encode(JSON.stringify({ events: [{ ts: 1, applied_objs: [cron] }] }));
  reader.take({ file: 'x', bytes });
  reader.take({ file: 'y', bytes });
  t.is(reader.end().length, 2);
});
