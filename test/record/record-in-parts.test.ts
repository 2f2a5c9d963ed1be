/** One recording in several files: each is whole, and nothing falls between them. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { partLines } from '../../src/cli/print-parts.ts';
import { UserError } from '../../src/errors/user-error.ts';
import type { Recorded, RecordProgress } from '../../src/record/record-cluster.ts';
import { type PartsRequest, type RecordedParts, recordInParts } from '../../src/record/record-in-parts.ts';
import { keg } from '../cli/run-keg.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeNode, fakePod, startFakeCluster } from './fake-cluster.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { readPart } from './recorded-part.ts';
import { type ScriptedCluster, type ScriptedObject, scriptedCluster } from './scripted-cluster.ts';

const PATIENCE = 20_000;

interface Going {
  readonly folder: string;
  readonly run: string;
  readonly closed: readonly Recorded[];
  readonly warnings: readonly string[];
  /** Base name of the file that is being written, and how it goes. */
  now(): { readonly file: string; readonly progress: RecordProgress } | undefined;
  until(isThere: () => boolean, what: string): Promise<void>;
  end(): Promise<RecordedParts>;
  readonly recording: Promise<RecordedParts>;
}

function begin(
  t: ExecutionContext,
  server: string,
  more: Partial<PartsRequest> & Pick<PartsRequest, 'rotation'>,
  folder = temporaryFolder(t),
): Going {
  const stop = new AbortController();
  const run = join(folder, 'prod.keg.jsonl.gz');
  const closed: Recorded[] = [];
  const warnings: string[] = [];
  let now: ReturnType<Going['now']>;
  let failure: unknown;
  const recording = recordInParts({
    choice: { kubeconfig: kubeconfigFor(server, folder) },
    timeout: undefined,
    file: run,
    resume: false,
    selection: () => ({ namespaces: undefined }),
    names: 'kept',
    keep: [],
    tool: { name: 'kubectl-keg', version: 'test' },
    signal: stop.signal,
    warn: (warning) => warnings.push(warning),
    flushEvery: 5_000,
    retryAfter: 20_000,
    onProgress: (progress, file = '') => {
      now = { file: file.slice(folder.length + 1), progress };
    },
    onClosed: (recorded) => closed.push(recorded),
    ...more,
  });
  recording.catch((error: unknown) => {
    failure = error;
  });
  t.teardown(async () => {
    stop.abort();
    await recording.catch(() => {});
  });
  return {
    folder,
    run,
    closed,
    warnings,
    now: () => now,
    async until(isThere, what) {
      const deadline = performance.now() + PATIENCE;
      while (!isThere()) {
        if (failure !== undefined) throw failure;
        if (performance.now() > deadline)
          throw new Error(`waited for ${what} in vain: ${JSON.stringify(now)}`);
        await sleep(2);
      }
    },
    async end() {
      stop.abort();
      return await recording;
    },
    recording,
  };
}

function recordingsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('prod.'))
    .sort();
}

test.serial(
  'of a steady load every creation, binding and deletion is in at least one file, each file is whole, and watches that lag behind change nothing',
  async (t) => {
    // Every other recorder is told late by its watch what the next one is told at once by its listing.
    const fake = await startFakeCluster({ bookmarks: 30, behind: (watch) => (watch % 2 === 0 ? 150 : 0) });
    t.teardown(() => fake.stop());
    const going = begin(t, fake.server.url, { rotation: { every: 300_000 } });
    await going.until(() => going.now()?.progress.isSynced === true, 'the first file');
    const from = fake.history.length;
    await going.until(() => going.closed.length === 6, 'six changes');
    const to = fake.history.length;
    await sleep(400);
    const { parts, failure } = await going.end();
    t.is(failure, undefined);
    t.true(parts.length >= 7);
    t.deepEqual(
      recordingsIn(going.folder),
      parts.map((_, index) => `prod.000${index + 1}.keg.jsonl.gz`),
    );
    const told = await Promise.all(parts.map(({ file }) => readPart(file)));
    for (const { end, ignored, observations } of told) {
      t.true(end.isClosed && !end.isTorn && end.unknown === 0);
      t.is(ignored, 0);
      t.is(observations.filter(({ kind }) => kind === 'gap').length, 0);
    }
    const kinds = {
      ADDED: 'pod-created',
      BOUND: 'pod-bound',
      RUNNING: 'pod-started',
      DELETED: 'pod-deleted',
    } as const;
    const happened = fake.history.slice(from, to);
    for (const step of ['ADDED', 'BOUND', 'RUNNING', 'DELETED'] as const) {
      const seen = new Set(told.flatMap((part) => part.of(kinds[step])));
      const real = happened.filter((each) => each.step === step);
      t.true(real.length > 30);
      t.deepEqual(
        real.filter(({ uid }) => !seen.has(uid)),
        [],
        `${step} of no file`,
      );
    }
    for (let index = 1; index < parts.length; index += 1) {
      const before = parts[index - 1]!;
      const end = Date.parse(before.start) * 1000 + before.progress.at;
      t.true(Date.parse(parts[index]!.start) * 1000 < end, 'files overlap');
    }
    t.log(`${happened.length} steps of pods, ${parts.length} files, 0 lost`);
  },
);

async function quietCluster(t: ExecutionContext): Promise<ScriptedCluster> {
  const cluster = await scriptedCluster();
  const marking = setInterval(() => cluster.bookmark(), 20);
  t.teardown(() => {
    clearInterval(marking);
    return cluster.close();
  });
  cluster.put('nodes', fakeNode(1) as ScriptedObject);
  return cluster;
}

function podOf(uid: string, name = uid): ScriptedObject {
  return fakePod(uid, name, 1, 'RUNNING') as ScriptedObject;
}

/** So many that the file grows by some 4 kB. Gives their uids. */
function putMany(cluster: ScriptedCluster): string[] {
  const uids = Array.from({ length: 300 }, (_, index) => `many-${index}`);
  for (const uid of uids) cluster.put('pods', podOf(uid));
  return uids;
}

test('a pod that is alive across the change is not ended in the first file, and in the second from its start on with its age', async (t) => {
  const cluster = await quietCluster(t);
  cluster.put('pods', podOf('old'));
  const going = begin(t, cluster.url, { rotation: { every: 1_200_000 } });
  await going.until(() => going.now()?.progress.pods === 1, 'the first file');
  cluster.put('pods', podOf('stays'));
  await going.until(() => going.closed.length === 1, 'a change');
  cluster.put('pods', podOf('late'));
  await going.until(() => going.now()?.progress.pods === 3, 'the third pod');
  const { parts } = await going.end();
  const [first, second] = await Promise.all(parts.map(({ file }) => readPart(file)));
  const created = (part: typeof first, uid: string) =>
    part!.observations.find((each) => each.kind === 'pod-created' && each.uid === uid) as
      | { age?: number }
      | undefined;
  t.is(created(first, 'stays')?.age, undefined);
  t.deepEqual(first!.of('pod-deleted'), []);
  t.deepEqual(first!.of('pod-finished'), []);
  t.is(created(first, 'late'), undefined);
  // Stamps are whole seconds.
  t.true(created(second, 'stays')!.age! >= 100_000);
  t.true(created(second, 'old')!.age! >= 1_000_000);
  t.is(created(second, 'late')?.age, undefined);
  t.deepEqual(second!.of('node-added'), first!.of('node-added'));
  t.true(Date.parse(second!.header.start) > Date.parse(first!.header.start));
});

test('names have the same pseudonyms in all files, under a salt that is gone when the run has ended', async (t) => {
  const cluster = await quietCluster(t);
  cluster.put('pods', podOf('p', 'secret-pod'));
  const going = begin(t, cluster.url, { rotation: { every: 200_000 }, names: 'pseudonymised' });
  await going.until(() => going.closed.length === 2, 'two changes');
  t.true(existsSync(`${going.run}.salt`));
  const { parts } = await going.end();
  const told = await Promise.all(parts.map(({ file }) => readPart(file)));
  const names = told.map(({ observations }) =>
    observations.flatMap((each) =>
      each.kind === 'pod-created' || each.kind === 'node-added' ? [each.name] : [],
    ),
  );
  t.is(names[0]!.length, 2);
  t.true(names.every((each) => each.join() === names[0]!.join() && !each.includes('secret-pod')));
  t.is(new Set(told.map(({ header }) => header.redaction)).size, 1);
  t.deepEqual(
    recordingsIn(going.folder).filter((name) => name.endsWith('.salt')),
    [],
  );
});

test('a cluster that goes away is no end: the file before goes on until the next one is in step', async (t) => {
  const cluster = await quietCluster(t);
  const going = begin(t, cluster.url, { rotation: { every: 200_000 } });
  await going.until(() => going.now()?.progress.isSynced === true, 'the first file');
  cluster.forbid('pods');
  await going.until(() => going.warnings.some((text) => /can't be begun/.test(text)), 'a warning');
  cluster.put('pods', podOf('meanwhile'));
  await going.until(() => going.now()?.progress.pods === 1, 'the pod');
  t.is(going.now()?.file, 'prod.0001.keg.jsonl.gz');
  t.is(going.warnings.filter((text) => /can't be begun/.test(text)).length, 1, 'said once');
  cluster.allow('pods');
  await going.until(() => going.closed.length === 1, 'the change');
  const { parts, failure } = await going.end();
  t.is(failure, undefined);
  for (const { file } of parts) t.true((await readPart(file)).of('pod-created').includes('meanwhile'));
});

test('a file of the next name that somebody else put there is waited for, and not touched', async (t) => {
  const cluster = await quietCluster(t);
  const going = begin(t, cluster.url, { rotation: { size: 4_000 } });
  const next = join(going.folder, 'prod.0002.keg.jsonl.gz');
  await going.until(() => going.now()?.progress.isSynced === true, 'the first file');
  writeFileSync(next, 'mine');
  putMany(cluster);
  await going.until(() => going.warnings.some((text) => /is there already/.test(text)), 'a warning');
  await going.end();
  t.is(readFileSync(next, 'utf8'), 'mine');
});

test('an end in the middle of a change is clean: one file, which has it all', async (t) => {
  const cluster = await scriptedCluster();
  t.teardown(() => cluster.close());
  const going = begin(t, cluster.url, { rotation: { size: 4_000 }, names: 'pseudonymised' });
  await going.until(() => going.now()?.progress.isSynced === true, 'the first file');
  // Its watch of nodes is not told that there is nothing to tell.
  const put = putMany(cluster);
  await going.until(() => cluster.watches('pods') === 2, 'the second file');
  await sleep(50);
  t.deepEqual(going.closed, []);
  const { parts, failure } = await going.end();
  t.is(failure, undefined);
  t.is(parts.length, 1);
  t.deepEqual(recordingsIn(going.folder), ['prod.0001.keg.jsonl.gz']);
  const { end, ...told } = await readPart(parts[0]!.file);
  t.true(end.isClosed);
  t.deepEqual(told.of('pod-created'), put);
});

test('a watch that never says how far it is holds the change up only so long', async (t) => {
  const cluster = await scriptedCluster();
  t.teardown(() => cluster.close());
  const going = begin(t, cluster.url, { rotation: { every: 100_000 }, catchUpWithin: 200_000 });
  await going.until(() => going.now()?.progress.isSynced === true, 'the first file');
  cluster.put('pods', podOf('p'));
  await going.until(() => going.closed.length === 1, 'the change');
  t.is((await going.end()).failure, undefined);
});

test.serial('the duration is that of the whole', async (t) => {
  const cluster = await quietCluster(t);
  const going = begin(t, cluster.url, { rotation: { every: 100_000 }, duration: 3_000_000 });
  const { parts } = await going.recording;
  t.true(parts.length >= 2 && parts.length <= 30);
  for (const { file } of parts) t.true((await readPart(file)).end.isClosed);
});

test.serial('files are changed at a size too', async (t) => {
  const fake = await startFakeCluster({ bookmarks: 20, every: 4 });
  t.teardown(() => fake.stop());
  const going = begin(t, fake.server.url, { rotation: { size: 8_000 } });
  await going.until(() => going.closed.length === 2, 'two changes');
  const { parts } = await going.end();
  for (const { progress } of parts.slice(0, -1)) t.true(progress.bytes >= 8_000);
});

test('nothing is begun where a file of such a run is there already', async (t) => {
  const cluster = await quietCluster(t);
  const folder = temporaryFolder(t);
  const rotation = { every: 1_000_000 };
  writeFileSync(join(folder, 'prod.0003.keg.jsonl.gz'), 'mine');
  const refused = begin(t, cluster.url, { rotation }, folder).recording;
  const error = await t.throwsAsync(refused, {
    instanceOf: UserError,
    message: /prod\.0003\.keg\.jsonl\.gz is there already/,
  });
  t.regex(error.next!, /--resume .*prod\.keg\.jsonl\.gz/);
  t.deepEqual(recordingsIn(folder), ['prod.0003.keg.jsonl.gz']);
});

test('a cluster that may not be read leaves neither file nor salt behind', async (t) => {
  const cluster = await quietCluster(t);
  cluster.forbid('pods');
  const going = begin(t, cluster.url, { rotation: { every: 1_000_000 }, names: 'pseudonymised' });
  const error = await t.throwsAsync(going.recording, {
    instanceOf: UserError,
    message: /pods is not for you/,
  });
  t.is(error.exitCode, 3);
  t.deepEqual(recordingsIn(going.folder), []);
});

for (const named of ['prod.keg.jsonl.gz', 'prod.0002.keg.jsonl.gz']) {
  test(`a run is gone on with by the name ${named}: its last file first, with a gap, then the next number`, async (t) => {
    const cluster = await quietCluster(t);
    cluster.put('pods', podOf('goes'));
    const rotation = { every: 400_000 };
    const names = { salt: 'pepper' };
    const first = begin(t, cluster.url, { rotation, names });
    await first.until(() => first.closed.length === 1, 'a change');
    await first.end();
    cluster.remove('pods', 'goes');
    const { folder } = first;
    const second = begin(
      t,
      cluster.url,
      { rotation, names, resume: true, file: join(folder, named) },
      folder,
    );
    await second.until(() => second.closed.length === 1, 'a change');
    await second.end();
    t.deepEqual(
      recordingsIn(folder),
      [1, 2, 3].map((number) => `prod.000${number}.keg.jsonl.gz`),
    );
    const last = await readPart(join(folder, 'prod.0002.keg.jsonl.gz'));
    t.deepEqual(last.of('pod-deleted'), ['goes']);
    t.true(last.observations.some((each) => each.kind === 'gap' && /gone on with/.test(each.reason)));
    t.is(last.ignored, 0);
  });
}

test('the size of a file that is gone on with counts from its beginning', async (t) => {
  const cluster = await quietCluster(t);
  const first = begin(t, cluster.url, { rotation: { size: 1e9 } });
  await first.until(() => first.now()?.progress.isSynced === true, 'the first file');
  putMany(cluster);
  await first.until(() => first.now()?.progress.pods === 300, 'its pods');
  const { parts } = await first.end();
  const size = parts[0]!.progress.bytes + 1;
  const second = begin(t, cluster.url, { rotation: { size }, resume: true }, first.folder);
  await second.until(() => second.closed.length === 1, 'a change');
  const [whole] = (await second.end()).parts;
  t.true(whole!.progress.bytes >= size && whole!.progress.bytes < 2 * size);
});

for (const [why, named, message] of [
  ['that is not there', 'other.keg.jsonl.gz', /^there is no .*other\.0001\.keg\.jsonl\.gz to go on with/],
  ['by a file in its middle', 'prod.0001.keg.jsonl.gz', /0001\.keg\.jsonl\.gz is not the last of its files/],
  ['whose salt is gone', 'prod.keg.jsonl.gz', /^the salt of .* is gone/],
] as const) {
  test(`a run ${why} is not gone on with`, async (t) => {
    const cluster = await quietCluster(t);
    const rotation = { every: 200_000 };
    const first = begin(t, cluster.url, { rotation, names: 'pseudonymised' });
    await first.until(() => first.closed.length === 1, 'a change');
    await first.end();
    const more = { rotation, names: 'pseudonymised', resume: true, file: join(first.folder, named) } as const;
    const second = begin(t, cluster.url, more, first.folder);
    const error = await t.throwsAsync(second.recording, { instanceOf: UserError, message });
    t.is(error.exitCode, 2);
  });
}

test('the end tells which file holds what', async (t) => {
  const cluster = await quietCluster(t);
  const going = begin(t, cluster.url, { rotation: { every: 1_000_000 } });
  await going.until(() => going.closed.length === 1, 'a change');
  cluster.put('pods', podOf('p'));
  await going.until(() => going.now()?.progress.pods === 1, 'the pod');
  const { parts } = await going.end();
  const lines = partLines(parts);
  const [head, first, second] = lines;
  t.regex(head!, /^File +From +To +Events +Gaps$/);
  t.regex(first!, /prod\.0001\.keg\.jsonl\.gz +\d{4}-\S+Z +\d{4}-\S+Z +1 +0$/);
  t.regex(second!, /prod\.0002\.keg\.jsonl\.gz /);
  t.regex(lines.at(-1)!, /kubectl keg fit .*prod\.0002\.keg\.jsonl\.gz$/);
});

test('as a command it says on stderr which file is written, on stdout which file holds what, and fits none of several', async (t) => {
  const cluster = await quietCluster(t);
  const folder = temporaryFolder(t);
  const run = join(folder, 'prod.keg.jsonl.gz');
  const argv = ['record', '-o', run, '-A', '--kubeconfig', kubeconfigFor(cluster.url, folder)];
  const { code, stdout, stderr } = await keg([...argv, '--rotate', '200ms', '--duration', '5s']);
  t.is(code, 0, stderr);
  t.regex(stderr, /^prod\.0001\.keg\.jsonl\.gz: recorded /m);
  t.regex(stderr, /prod\.0001\.keg\.jsonl\.gz: \S+ recorded, /);
  t.regex(stdout, /^File .*\n.*prod\.0001.*\n.*prod\.0002/);
  t.notRegex(stdout, /arrivals/);
  const refused = await keg([...argv, '--rotate', 'daily']);
  t.is(refused.code, 2);
  t.regex(refused.stderr, /^error: --rotate daily is neither a time nor a size for a file \(.*\)\n$/);
  const again = await keg([...argv, '--rotate', '24h']);
  t.is(again.code, 2);
  t.regex(again.stderr, /prod\.0001\.keg\.jsonl\.gz is there already \(.*--resume .* --rotate 24h\)/);
});
