/** Importing the openb trace: all files are written, or none. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { readRecordingFile } from '../../../src/storage/recording-file.ts';
import { importOpenbFiles, type OpenbImportOptions } from '../../../src/verbs/import/import-openb.ts';
import { sharedPath, testWithShared } from '../../shared.ts';

const NODES = 'sn,cpu_milli,memory_mib,gpu,model\nb,104000,786432,8,G3\n';
const PODS = `name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
p,6000,12288,1,460,,LS,Running,3,9,4
q,6000,12288,1,460,,LS,Running,3,10,4
`;

function prepared(t: ExecutionContext, pods = PODS): OpenbImportOptions & { folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'keg-openb-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'nodes.csv'), NODES);
  writeFileSync(join(folder, 'pods.csv'), pods);
  return {
    folder,
    nodes: join(folder, 'nodes.csv'),
    pods: join(folder, 'pods.csv'),
    output: join(folder, 'small.yaml'),
    recording: join(folder, 'small.keg.jsonl'),
    force: false,
    toolVersion: '0.1.0',
  };
}

async function kinds(path: string): Promise<string[]> {
  const seen: string[] = [];
  const end = await readRecordingFile(path, { header: () => {}, observe: (o) => seen.push(o.kind) });
  if (!end.isClosed) throw new Error(`${path} is not closed`);
  return seen;
}

test('a scenario is written with its pod list, and with the history on request', async (t) => {
  const options = prepared(t);
  const result = await importOpenbFiles(options);
  t.deepEqual(
    result.files,
    ['small.yaml', 'small.pods.keg.jsonl', 'small.keg.jsonl'].map((name) => join(options.folder, name)),
  );
  const scenario = parse(readFileSync(options.output, 'utf8'));
  t.is(scenario.metadata.recorded, 'small.pods.keg.jsonl');
  t.is(scenario.cluster.nodes[0].template.allocatable.memory, '786432Mi');
  const pods = await kinds(result.files[1]!);
  t.false(pods.includes('node-added'));
  t.deepEqual(await kinds(result.files[2]!), ['node-added', ...pods]);
});

test('without --recording only the scenario and its pod list are written', async (t) => {
  const options = prepared(t);
  await importOpenbFiles({ ...options, recording: undefined });
  t.deepEqual(readdirSync(options.folder).sort(), [
    'nodes.csv',
    'pods.csv',
    'small.pods.keg.jsonl',
    'small.yaml',
  ]);
});

test('the same lists give the same bytes', async (t) => {
  const options = prepared(t);
  const { files } = await importOpenbFiles(options);
  const before = files.map((file) => readFileSync(file, 'utf8'));
  await importOpenbFiles({ ...options, force: true });
  t.deepEqual(
    files.map((file) => readFileSync(file, 'utf8')),
    before,
  );
});

for (const name of ['small.yaml', 'small.pods.keg.jsonl', 'small.keg.jsonl']) {
  test(`${name} is not replaced without --force, and nothing else is written`, async (t) => {
    const options = prepared(t);
    writeFileSync(join(options.folder, name), 'mine');
    await t.throwsAsync(() => importOpenbFiles(options), {
      instanceOf: UserError,
      message: / already exists$/,
    });
    t.deepEqual(readdirSync(options.folder).sort(), ['nodes.csv', 'pods.csv', name].sort());
    t.is(readFileSync(join(options.folder, name), 'utf8'), 'mine');
    await importOpenbFiles({ ...options, force: true });
    t.not(readFileSync(join(options.folder, name), 'utf8'), 'mine');
  });
}

test('a wrong list leaves nothing behind', async (t) => {
  const options = prepared(t, PODS.replace('460', 'half'));
  const error = await t.throwsAsync(() => importOpenbFiles(options), { instanceOf: UserError });
  t.deepEqual((error as UserError).position, { file: options.pods, line: 2, column: 16 });
  t.deepEqual(readdirSync(options.folder).sort(), ['nodes.csv', 'pods.csv']);
});

test('a missing output folder leaves nothing behind', async (t) => {
  const options = prepared(t);
  const recording = join(options.folder, 'none', 'x.keg.jsonl');
  await t.throwsAsync(() => importOpenbFiles({ ...options, recording }), { message: /^there is no folder / });
  t.deepEqual(readdirSync(options.folder).sort(), ['nodes.csv', 'pods.csv']);
});

test('two outputs, or an input and an output, cannot be one file', async (t) => {
  const options = prepared(t);
  await t.throwsAsync(
    () =>
      importOpenbFiles({ ...options, recording: join(options.folder, 'small.pods.keg.jsonl'), force: true }),
    {
      instanceOf: UserError,
      message: / name the same file: /,
    },
  );
  await t.throwsAsync(() => importOpenbFiles({ ...options, output: options.pods, force: true }), {
    instanceOf: UserError,
  });
  t.is(readFileSync(options.pods, 'utf8'), PODS);
});

test('a missing list is refused by name', async (t) => {
  const options = prepared(t);
  await t.throwsAsync(() => importOpenbFiles({ ...options, nodes: join(options.folder, 'none.csv') }), {
    instanceOf: UserError,
    message: /^there is no file /,
  });
  t.false(existsSync(options.output));
});

testWithShared('the whole trace is imported', async (t) => {
  const options = prepared(t);
  const result = await importOpenbFiles({
    ...options,
    nodes: sharedPath('data/openb/openb_node_list_all_node.csv'),
    pods: sharedPath('data/openb/openb_pod_list_default.csv'),
  });
  t.is(result.pods, 8152);
  t.is(result.nodes, 1523);
});
