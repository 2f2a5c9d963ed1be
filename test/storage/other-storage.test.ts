/** Tests that a storage is one object and one line: the verbs work on a storage in memory as on local files. */
import { readdirSync } from 'node:fs';
import test from 'ava';
import { STORAGES, storageFor } from '../../src/storage/index.ts';
import { localFiles } from '../../src/storage/local/local-files.ts';
import { importFiles } from '../../src/verbs/import/import-files.ts';
import { recordInto } from '../../src/verbs/record/record-in-parts.ts';
import { reportRecording } from '../../src/verbs/report/report-recording.ts';
import { validateFiles } from '../../src/verbs/validate/validate-files.ts';
import { readBack } from '../verbs/record/read-back.ts';
import { gapsOf, inShort, nodeOf, podOf, trial } from '../verbs/record/recorder-trial.ts';
import { replayEmbedded } from '../verbs/replay/replay-embedded.ts';
import { createMemoryStorage } from './memory-storage.ts';

const memory = createMemoryStorage();
STORAGES.unshift(memory);

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: small}
seed: 5
cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}
templates: {task: {spec: {containers: [{name: main, resources: {requests: {cpu: 1}}}]}}}
events:
  pods:
    - {name: task, template: task, arrivals: {type: exponential, mean: 10s}, lifetime: {type: exponential, mean: 80s}, until: 10m}
`;

test('a path chooses its storage', (t) => {
  t.is(storageFor('memory:/a'), memory);
  t.is(storageFor('/tmp/a'), localFiles);
  t.is(storageFor('a'), localFiles);
});

for (const name of ['day.keg.jsonl', 'day.keg.jsonl.gz'])
  test(`${name}: a scenario in memory is validated, replayed and reported`, async (t) => {
    const scenario = `memory:/replay-${name}/small.yaml`;
    const recording = `memory:/replay-${name}/${name}`;
    memory.files.set(scenario, Buffer.from(SCENARIO));
    for await (const { problems } of validateFiles([scenario])) t.deepEqual(problems, []);
    const { figures } = await replayEmbedded({ file: scenario, recording });
    t.true(figures.pods.created > 10);
    const report = await reportRecording({ file: recording, keepObservations: false });
    t.deepEqual(report.figures, figures);
    await t.throwsAsync(replayEmbedded({ file: scenario, recording }), { message: /already exists/ });
  });

for (const name of ['prod.keg.jsonl', 'prod.keg.jsonl.gz'])
  test(`${name}: a cluster is recorded into memory, resumed and reported`, async (t) => {
    const { cluster, folder, request, begin } = await trial(t);
    const file = `memory:/record-${name}/${name}`;
    cluster.put('nodes', nodeOf('a'));
    const going = await begin({ file, names: 'pseudonymised' });
    t.true(memory.files.has(`${file}.salt`));
    cluster.put('pods', podOf('p', { node: 'a', phase: 'Running' }));
    await going.until(({ events, acknowledged }) => events === 2 && acknowledged > 3);
    await going.end();
    t.false(memory.files.has(`${file}.salt`));
    await t.throwsAsync(begin({ file, names: 'kept' }), { message: /already exists/ });
    cluster.remove('pods', 'p');
    const other = `memory:/record-${name}/salted-${name}`;
    const salted = { file: other, names: { salt: 'pepper' } } as const;
    await (await begin(salted)).end();
    cluster.put('pods', podOf('q', { node: 'a' }));
    await (await begin({ ...salted, resume: true })).end();
    const { observations, end, ignored } = await readBack(other);
    t.deepEqual([end.isClosed, ignored, gapsOf(observations).length], [true, 0, 1]);
    t.is(inShort(observations).filter((line) => line.startsWith('pod-created ')).length, 1);
    const { figures } = await reportRecording({ file, keepObservations: false });
    t.is(figures.pods.created, 1);
    t.deepEqual(readdirSync(folder), ['kubeconfig'], request.file);
  });

test('a run of several files is recorded into memory', async (t) => {
  const { cluster, request } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  const stop = new AbortController();
  const { parts } = await recordInto({
    ...request,
    file: 'memory:/parts/prod.keg.jsonl',
    rotation: { every: 300_000 },
    catchUpWithin: 100_000,
    signal: stop.signal,
    onClosed: () => stop.abort(),
  });
  t.true(parts.length > 1);
  for (const { file } of parts) t.true((await readBack(file)).end.isClosed);
  t.is(parts[0]!.file, 'memory:/parts/prod.0001.keg.jsonl');
});

test('a dump in memory is imported', async (t) => {
  const pod = {
    metadata: { name: 'web-0', namespace: 'default', uid: 'p', creationTimestamp: '2026-03-02T08:00:00Z' },
    spec: { containers: [{ name: 'main', resources: { requests: { cpu: '1' } } }] },
    status: { phase: 'Pending' },
  };
  const dump = { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Pod', ...pod }] };
  memory.files.set('memory:/import/pods.json', Buffer.from(JSON.stringify(dump)));
  const output = 'memory:/import/day.keg.jsonl';
  await importFiles({
    files: ['memory:/import/pods.json'],
    from: undefined,
    output,
    force: false,
    redaction: { names: 'kept' },
    moment: Date.parse('2026-03-02T09:00:00Z') * 1000,
    tool: { name: 'kubectl-keg', version: 'test' },
  });
  t.is((await readBack(output)).of('pod-created').length, 1);
});
