/** A long choice of requests is written as a table beside the scenario: both files or neither, and none is replaced unasked. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { expandScenario } from '../../../src/core/timeline/expand-scenario.ts';
import { wroteLines } from '../../../src/render/fit/print-fit.ts';
import { loadScenarioFile } from '../../../src/storage/scenario-file.ts';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { loadWritten } from '../../../src/verbs/fit/written-side.ts';
import { keg } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const SIZES = Array.from({ length: 30 }, (_, index) => `{value: {cpu: ${index + 1}00m}}`).join(', ');
const MANY_SIZES = `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster: {nodes: [{name: n, count: 20, template: {capacity: {cpu: 64, memory: 256Gi, pods: 500}}}]}
templates: {web: {spec: {containers: [{name: main, resources: {requests: {cpu: 1}}}]}}}
duration: 30m
events:
  pods:
    - name: web
      template: web
      arrivals: {type: exponential, mean: 10s}
      until: 30m
      lifetime: {type: exponential, mean: 2m}
      end: succeeded
      requests: {type: choice, options: [${SIZES}]}
`;

async function recordingOf(t: ExecutionContext): Promise<{ folder: string; recording: string }> {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'made.yaml'), MANY_SIZES);
  const recording = join(folder, 'web.keg.jsonl');
  const { code, stderr } = await keg(['replay', join(folder, 'made.yaml'), '-o', recording]);
  t.is(code, 0, stderr);
  mkdirSync(join(folder, 'fitted'));
  return { folder: join(folder, 'fitted'), recording };
}

const fitted = (recording: string, scenario: string, force = false) =>
  fitRecording({ recordings: [recording], scenario, seed: 1, force });

test('many sizes become a table that is read as they are drawn', async (t) => {
  const { folder, recording } = await recordingOf(t);
  const path = join(folder, 'prod.yaml');
  const fit = await fitted(recording, path);
  t.deepEqual(fit.files, [path, join(folder, 'prod.web.csv')]);
  const text = readFileSync(path, 'utf8');
  t.regex(text, /table: prod\.web\.csv/);
  const { scenario, problems } = await loadScenarioFile(text, path);
  t.deepEqual(problems, []);
  t.deepEqual(
    JSON.parse(JSON.stringify(expandScenario(scenario!, 1))),
    JSON.parse(JSON.stringify(expandScenario(loadWritten(fit.scenario), 1))),
  );

  const cli = await keg(['validate', path]);
  t.is(cli.code, 0, cli.stderr);
  mkdirSync(join(folder, 'deep'));
  const moved = join(folder, 'deep', 'day.yaml');
  const made = await keg(['generate', path, '--amplify', '2', '-o', moved]);
  t.is(made.code, 0, made.stderr);
  t.regex(readFileSync(moved, 'utf8'), /table: \.\.\/prod\.web\.csv/);
  t.is((await keg(['replay', moved, '-o', 'json'])).code, 0);

  writeFileSync(join(folder, 'prod.web.csv'), 'weight,cpu\n1,two\n');
  const wrong = await keg(['replay', path]);
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /prod\.web\.csv:2:3/);
});

test('a table that exists is replaced only with force, and nothing else is written', async (t) => {
  const { folder, recording } = await recordingOf(t);
  const [path, table] = [join(folder, 'prod.yaml'), join(folder, 'prod.web.csv')];
  writeFileSync(table, 'mine');
  await t.throwsAsync(() => fitted(recording, path), { message: /prod\.web\.csv already exists/ });
  t.deepEqual(readdirSync(folder), ['prod.web.csv']);
  t.is(readFileSync(table, 'utf8'), 'mine');
  await fitted(recording, path, true);
  t.true(existsSync(path));
  t.regex(readFileSync(table, 'utf8'), /^weight,cpu\n/);
});

test('without the ending of a scenario, the sizes stay in the file', async (t) => {
  const { folder, recording } = await recordingOf(t);
  await fitted(recording, join(folder, 'prod'));
  t.deepEqual(readdirSync(folder), ['prod']);
});

test('many tables of requests stand in one line, after the scenario', (t) => {
  const tables = ['web-4', 'web-3', 'web-2', 'web-1'].map((name) => `prod.${name}.csv`);
  t.deepEqual(wroteLines(['prod.yaml', ...tables, 'prod.html']), [
    'wrote prod.yaml',
    'wrote 4 tables of requests beside it, such as prod.web-1.csv',
    'wrote prod.html',
  ]);
  t.deepEqual(wroteLines(['prod.yaml', 'prod.web.csv']), ['wrote prod.yaml', 'wrote prod.web.csv']);
});
