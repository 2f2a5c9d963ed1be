/** Tests with kill -9 while a run changes files: no acknowledged line is lost, every file is readable, and the run resumes. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import test from 'ava';
import { createRedaction } from '../../../src/core/recording/redaction/redaction.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { startFakeCluster } from './fake-cluster.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { readBack } from './read-back.ts';

/** A few by default; KEG_KILLS=50 tests more. */
const KILLS = Number(process.env.KEG_KILLS ?? 6);

interface Ended {
  /** Lines acknowledged in this run, by file. */
  readonly acknowledged: ReadonlyMap<string, number>;
  readonly isClean: boolean;
  readonly errors: string;
}

function record(argv: readonly string[], how: 'kill' | 'ask', wait: number): Promise<Ended> {
  const program = join(import.meta.dirname, 'parts-program.ts');
  const child = spawn(process.execPath, [program, ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  let errors = '';
  let isArmed = false;
  child.stdin.on('error', () => {});
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    if (isArmed) return;
    isArmed = true;
    setTimeout(() => (how === 'kill' ? child.kill('SIGKILL') : child.stdin.end('end\n')), wait);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const acknowledged = new Map<string, number>();
      const lines = printed.split('\n').slice(0, -1);
      for (const line of lines) {
        const observed = JSON.parse(line) as { file?: string; acknowledged?: number };
        if (observed.file !== undefined) acknowledged.set(observed.file, observed.acknowledged!);
      }
      resolve({ acknowledged, isClean: code === 0, errors });
    });
  });
}

function wholeLines(file: string): string[] {
  const bytes = readFileSync(file);
  if (bytes.length === 0) return [];
  return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString().split('\n').slice(0, -1);
}

test(`killed ${KILLS} times in changes of files, a run keeps acknowledged lines`, async (t) => {
  // A change takes a while: the watch of the current file delivers late what the next file lists at once.
  const fake = await startFakeCluster({ bookmarks: 20, behind: (watch) => (watch % 2 === 0 ? 120 : 0) });
  t.teardown(() => fake.stop());
  const folder = temporaryFolder(t);
  const kubeconfig = kubeconfigFor(fake.server.url, folder);
  const run = join(folder, 'prod.keg.jsonl.gz');
  const files = (): string[] =>
    readdirSync(folder)
      .filter((name) => /^prod\.\d{4}\.keg\.jsonl\.gz$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  let before = new Map<string, readonly string[]>();
  let inAll = 0;
  let midChange = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const argv = [kubeconfig, run, before.size > 0 ? 'resume' : 'begin'];
    const { acknowledged, errors } = await record(argv, 'kill', Math.random() * 700);
    t.is(errors, '', `kill ${kill}`);
    const now = new Map(files().map((file) => [file, wholeLines(file)]));
    for (const [file, lines] of now) {
      const earlier = (before.get(file) ?? []).filter((line) => !line.includes('"kind":"close"'));
      t.deepEqual(lines.slice(0, earlier.length), earlier, `kill ${kill} took something away`);
      const more = acknowledged.get(file) ?? 0;
      inAll += more;
      t.true(lines.length >= earlier.length + more, `kill ${kill}: ${file} lost lines`);
      if (lines.length > 0) t.is((await readBack(file)).end.unknown, 0);
    }
    const open = [...now].filter(
      ([file, lines]) =>
        lines.length > (before.get(file)?.length ?? 0) && !lines.at(-1)!.includes('"kind":"close"'),
    );
    if (open.length > 1) midChange += 1;
    before = now;
  }
  const { uid: recorded } = createRedaction({
    names: { salt: readFileSync(`${run}.salt`, 'utf8').trim() },
  });
  const last = await record([kubeconfig, run, 'resume'], 'ask', 500);
  t.true(last.isClean, last.errors);
  const real = new Set(fake.history.map(({ uid }) => recorded(uid)));
  for (const file of files()) {
    const part = await readBack(file);
    t.is(part.ignored, 0);
    const created = part.of('pod-created');
    t.is(new Set(created).size, created.length, 'no pod is recorded twice');
    t.true(
      created.every((uid) => real.has(uid)),
      'no pod is invented',
    );
  }
  t.true((await readBack(files().at(-1)!)).end.isClosed);
  t.false(existsSync(`${run}.salt`));
  t.log(
    `${KILLS} kills, ${midChange} with more than one file open, ${files().length} files, ${inAll} lines acknowledged`,
  );
});
