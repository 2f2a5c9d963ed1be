/** Tests of a full disk: the recorder ends with an error, and the file contains every acknowledged line. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { temporaryFolder } from '../../temporary-folder.ts';
import { startFakeCluster } from './fake-cluster.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { readBack } from './read-back.ts';

/** The largest file of the recorder, in KiB; the kernel then refuses writes as on a full disk. */
const LIMITS = { 'day.keg.jsonl': 64, 'day.keg.jsonl.gz': 12 } as const;

/** Where there is no such limit the test is listed as skipped, and says why. */
function testWithLimit(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  if (process.platform === 'win32')
    test.skip(`skipped on Windows, which has no limit of file sizes: ${title}`, body);
  else test(title, body);
}

for (const [name, limit] of Object.entries(LIMITS)) {
  testWithLimit(`${name}: a full disk ends the recording and loses no acknowledged line`, async (t) => {
    const fake = await startFakeCluster();
    t.teardown(() => fake.stop());
    const folder = temporaryFolder(t);
    const file = join(folder, name);
    const recorder = join(import.meta.dirname, 'recorder-program.ts');
    const child = spawn(
      'bash',
      [
        '-c',
        `ulimit -f ${limit}; exec "$@"`,
        'bash',
        process.execPath,
        recorder,
        kubeconfigFor(fake.server.url, folder),
        file,
        '20000',
        'pepper',
      ],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    let printed = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    t.is(code, 1);
    t.regex(errors, /no space is left for /);
    const { acknowledged } = JSON.parse(printed.trim().split('\n').at(-1)!) as { acknowledged: number };
    const bytes = readFileSync(file);
    const text = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    const lines = text.toString().split('\n');
    t.is(lines.pop(), '');
    // The last flush may be in the file without its acknowledgement having been read.
    t.true(acknowledged > 10 && lines.length >= acknowledged);
    t.notThrows(() => lines.map((line) => JSON.parse(line) as unknown));
  });
}

testWithLimit(
  'a run of several files keeps its salt on a full disk, and resumes when there is room',
  async (t) => {
    const fake = await startFakeCluster({ bookmarks: 20 });
    t.teardown(() => fake.stop());
    const folder = temporaryFolder(t);
    const run = join(folder, 'day.keg.jsonl.gz');
    const program = [process.execPath, join(import.meta.dirname, 'parts-program.ts')];
    const argv = [...program, kubeconfigFor(fake.server.url, folder), run];
    const record = (limit: number | 'unlimited', resume: string, isAsked: boolean) => {
      const script = `ulimit -f ${limit}; exec "$@"`;
      const child = spawn('bash', ['-c', script, 'bash', ...argv, resume, '3600000000']);
      let errors = '';
      child.stdin.on('error', () => {});
      child.stdout.on('data', () => isAsked && child.stdin.end('end\n'));
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString();
      });
      return new Promise<{ code: number | null; errors: string }>((resolve) =>
        child.on('close', (code) => resolve({ code, errors })),
      );
    };
    const full = await record(12, 'begin', false);
    t.is(full.code, 1);
    t.regex(full.errors, /no space is left for .*day\.0001\.keg\.jsonl\.gz/);
    t.true(existsSync(`${run}.salt`));
    t.false((await readBack(join(folder, 'day.0001.keg.jsonl.gz'))).end.isTorn);
    t.deepEqual(await record('unlimited', 'resume', true), { code: 0, errors: '' });
    const { end, ignored } = await readBack(join(folder, 'day.0001.keg.jsonl.gz'));
    t.true(end.isClosed);
    t.is(ignored, 0);
    t.false(existsSync(`${run}.salt`));
  },
);
