/** Tests with kill -9 at random moments on one recording: no acknowledged line is lost, and every resume is clean. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import { createRedaction } from '../../../src/core/recording/redaction/redaction.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type FakeCluster, startFakeCluster } from './fake-cluster.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { readBack } from './read-back.ts';

/** A few by default; KEG_KILLS=100 kills 100 times each, plain and compressed. */
const KILLS = Number(process.env.KEG_KILLS ?? 6);
const FLUSH_EVERY = 15_000;

interface Killed {
  /** Lines acknowledged in this run. */
  readonly acknowledged: number;
  readonly ended: boolean;
  readonly errors: string;
}

function startRecorder(kubeconfig: string, file: string): ChildProcess {
  const program = join(import.meta.dirname, 'recorder-program.ts');
  return spawn(process.execPath, [program, kubeconfig, file, String(FLUSH_EVERY)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Kills the recorder, or requests its end, some milliseconds after its start, its first flush or its first sync. */
function run(
  child: ChildProcess,
  end: { readonly after: 'start' | 'flush' | 'sync'; readonly wait: number; readonly how: 'kill' | 'ask' },
) {
  return new Promise<Killed>((resolve, reject) => {
    let printed = '';
    let errors = '';
    let isArmed = false;
    const arm = (): void => {
      if (isArmed) return;
      isArmed = true;
      setTimeout(() => (end.how === 'kill' ? child.kill('SIGKILL') : child.stdin!.end('end\n')), end.wait);
    };
    if (end.after === 'start') arm();
    child.stdout!.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (end.after === 'flush' || printed.includes('"isSynced":true')) arm();
    });
    child.stderr!.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdin!.on('error', () => {});
    child.on('error', reject);
    child.on('close', () => {
      const lines = printed.split('\n').slice(0, -1);
      const observed = lines.map((line) => JSON.parse(line) as { acknowledged?: number; ended?: boolean });
      resolve({
        acknowledged: observed.findLast(({ acknowledged }) => acknowledged !== undefined)?.acknowledged ?? 0,
        ended: observed.at(-1)?.ended === true,
        errors,
      });
    });
  });
}

function wholeLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const isGzip = file.endsWith('.gz') && bytes.length > 0;
  const text = isGzip ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
  return text.toString().split('\n').slice(0, -1);
}

function checkWhole(
  t: ExecutionContext,
  fake: FakeCluster,
  header: RecordingHeader,
  observed: readonly Observation[],
  salt: string,
): void {
  const { uid: recorded } = createRedaction({ names: { salt } });
  const { ignored } = measure(header, observed);
  t.is(ignored.total, 0, JSON.stringify(ignored));
  const of = (kind: Observation['kind']) =>
    observed.flatMap((each) => (each.kind === kind && 'uid' in each ? [each.uid as string] : []));
  const created = of('pod-created');
  t.is(new Set(created).size, created.length, 'no pod is recorded twice');
  const real = new Set(fake.history.map(({ uid }) => recorded(uid)));
  t.true(
    created.every((uid) => real.has(uid)),
    'no pod is invented',
  );
  const gone = new Set(of('pod-deleted'));
  t.is(gone.size, of('pod-deleted').length);
  const reallyGone = new Set(
    fake.history.filter(({ step }) => step === 'DELETED').map(({ uid }) => recorded(uid)),
  );
  t.true(
    [...gone].every((uid) => reallyGone.has(uid)),
    'no living pod is recorded as gone',
  );
}

for (const name of ['day.keg.jsonl', 'day.keg.jsonl.gz']) {
  test.serial(
    `${name}: killed ${KILLS} times, a recording keeps every acknowledged line and resumes`,
    async (t) => {
      const fake = await startFakeCluster();
      t.teardown(() => fake.stop());
      const folder = temporaryFolder(t);
      const kubeconfig = kubeconfigFor(fake.server.url, folder);
      const file = join(folder, name);
      let before: readonly string[] = [];
      let acknowledgedInAll = 0;
      let pauses = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const after = Math.random() < 0.3 ? 'start' : 'flush';
        const wait = Math.random() * (after === 'start' ? 900 : 250);
        const { acknowledged, errors } = await run(startRecorder(kubeconfig, file), {
          after,
          wait,
          how: 'kill',
        });
        t.is(errors, '', `kill ${kill}`);
        const lines = wholeLines(file);
        t.deepEqual(lines.slice(0, before.length), [...before], `kill ${kill} took something away`);
        t.true(
          lines.length >= before.length + acknowledged,
          `kill ${kill}: ${lines.length} lines, ${before.length} before, ${acknowledged} acknowledged`,
        );
        if (lines.length > 0) {
          const { end } = await readBack(file);
          t.is(end.unknown, 0);
          t.false(end.isClosed);
        }
        if (before.length > 0 && lines.length > before.length) {
          t.regex(lines[before.length]!, /"kind":"gap".*"the recorder was not running"/);
          pauses += 1;
        }
        before = lines;
        acknowledgedInAll += acknowledged;
      }
      const salt = readFileSync(`${file}.salt`, 'utf8').trim();
      const last = await run(startRecorder(kubeconfig, file), { after: 'sync', wait: 300, how: 'ask' });
      t.true(last.ended, last.errors);
      const { header, observations, end } = await readBack(file);
      t.true(end.isClosed && !end.isTorn);
      checkWhole(t, fake, header, observations, salt);
      t.false(existsSync(`${file}.salt`));
      t.log(
        `${KILLS} kills, ${pauses} resumes observed, ${acknowledgedInAll} lines acknowledged, ${observations.length} in the end`,
      );
    },
  );
}
