/** Tests of recordings in several files: each file is whole, and nothing is lost between them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { createRedaction } from '../../../src/core/recording/redaction/redaction.ts';
import { partLines } from '../../../src/render/recording/print-parts.ts';
import { EXECUTABLE, finished, keg, start } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { startFakeCluster } from './fake-cluster.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { begin, podOf, putMany, quietCluster, recordingsIn } from './parts-trial.ts';
import { readBack } from './read-back.ts';
import { scriptedCluster } from './scripted-cluster.ts';

test.serial(
  'each creation, binding and deletion of a steady load is in a file, despite slow watches',
  async (t) => {
    // The watch of every other recorder delivers late what the next recorder lists at once.
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
    const observed = await Promise.all(parts.map(({ file }) => readBack(file)));
    for (const { end, ignored, observations } of observed) {
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
      const seen = new Set(observed.flatMap((part) => part.of(kinds[step])));
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

test('a pod that lives across a change has no end in one file and an age in the next', async (t) => {
  const cluster = await quietCluster(t);
  cluster.put('pods', podOf('old'));
  const going = begin(t, cluster.url, { rotation: { every: 1_200_000 } });
  await going.until(() => going.now()?.progress.pods === 1, 'the first file');
  cluster.put('pods', podOf('stays'));
  await going.until(() => going.closed.length === 1, 'a change');
  cluster.put('pods', podOf('late'));
  await going.until(() => going.now()?.progress.pods === 3, 'the third pod');
  const { parts } = await going.end();
  const [first, second] = await Promise.all(parts.map(({ file }) => readBack(file)));
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

test('all files of a run use one salt, which is removed at the end', async (t) => {
  const cluster = await quietCluster(t);
  cluster.put('pods', podOf('p', 'secret-pod'));
  const going = begin(t, cluster.url, { rotation: { every: 200_000 }, names: 'pseudonymised' });
  await going.until(() => going.closed.length === 2, 'two changes');
  t.true(existsSync(`${going.run}.salt`));
  const { parts } = await going.end();
  const observed = await Promise.all(parts.map(({ file }) => readBack(file)));
  const names = observed.map(({ observations }) =>
    observations.flatMap((each) =>
      each.kind === 'pod-created' || each.kind === 'node-added' ? [each.name] : [],
    ),
  );
  t.is(names[0]!.length, 2);
  t.true(names.every((each) => each.join() === names[0]!.join() && !each.includes('secret-pod')));
  t.is(new Set(observed.map(({ header }) => header.redaction)).size, 1);
  t.deepEqual(
    recordingsIn(going.folder).filter((name) => name.endsWith('.salt')),
    [],
  );
});

test('while the cluster is away the current file continues, until the next is in step', async (t) => {
  const cluster = await quietCluster(t);
  const going = begin(t, cluster.url, { rotation: { every: 200_000 } });
  await going.until(() => going.now()?.progress.isSynced === true, 'the first file');
  cluster.forbid('pods');
  await going.until(
    () => going.problems.some(({ message }) => /cannot be started/.test(message)),
    'a warning',
  );
  cluster.put('pods', podOf('during'));
  await going.until(() => going.now()?.progress.pods === 1, 'the pod');
  t.is(going.now()?.file, 'prod.0001.keg.jsonl.gz');
  t.is(going.problems.filter(({ message }) => /cannot be started/.test(message)).length, 1, 'reported once');
  cluster.allow('pods');
  await going.until(() => going.closed.length === 1, 'the change');
  const { parts, failure } = await going.end();
  t.is(failure, undefined);
  for (const { file } of parts) t.true((await readBack(file)).of('pod-created').includes('during'));
});

test('a foreign file with the next name is not touched, and recording waits for it', async (t) => {
  const cluster = await quietCluster(t);
  const going = begin(t, cluster.url, { rotation: { size: 4_000 } });
  const next = join(going.folder, 'prod.0002.keg.jsonl.gz');
  await going.until(() => going.now()?.progress.isSynced === true, 'the first file');
  writeFileSync(next, 'mine');
  putMany(cluster);
  await going.until(() => going.problems.some(({ message }) => /already exists/.test(message)), 'a warning');
  await going.end();
  t.is(readFileSync(next, 'utf8'), 'mine');
});

test('a run that ends during a change leaves one complete file', async (t) => {
  const cluster = await scriptedCluster();
  t.teardown(() => cluster.close());
  const names = { salt: 'pepper' };
  const going = begin(t, cluster.url, { rotation: { size: 4_000 }, names });
  await going.until(() => going.now()?.progress.isSynced === true, 'the first file');
  // Its watch of nodes receives no bookmark.
  const put = putMany(cluster);
  await going.until(() => cluster.watches('pods') === 2, 'the second file');
  await sleep(50);
  t.deepEqual(going.closed, []);
  const { parts, failure } = await going.end();
  t.is(failure, undefined);
  t.is(parts.length, 1);
  t.deepEqual(recordingsIn(going.folder), ['prod.0001.keg.jsonl.gz']);
  const { end, ...observed } = await readBack(parts[0]!.file);
  t.true(end.isClosed);
  t.deepEqual(observed.of('pod-created'), put.map(createRedaction({ names }).uid));
});

test('a watch without bookmarks delays a change only for a limited time', async (t) => {
  const cluster = await scriptedCluster();
  t.teardown(() => cluster.close());
  const going = begin(t, cluster.url, { rotation: { every: 100_000 }, catchUpWithin: 200_000 });
  await going.until(() => going.now()?.progress.isSynced === true, 'the first file');
  cluster.put('pods', podOf('p'));
  await going.until(() => going.closed.length === 1, 'the change');
  t.is((await going.end()).failure, undefined);
});

test.serial('the duration limits the whole run', async (t) => {
  const cluster = await quietCluster(t);
  const going = begin(t, cluster.url, { rotation: { every: 100_000 }, duration: 3_000_000 });
  const { parts } = await going.recording;
  t.true(parts.length >= 2 && parts.length <= 30);
  for (const { file } of parts) t.true((await readBack(file)).end.isClosed);
});

test.serial('files change at a size', async (t) => {
  const fake = await startFakeCluster({ bookmarks: 20, every: 4 });
  t.teardown(() => fake.stop());
  const going = begin(t, fake.server.url, { rotation: { size: 8_000 } });
  await going.until(() => going.closed.length === 2, 'two changes');
  const { parts } = await going.end();
  for (const { progress } of parts.slice(0, -1)) t.true(progress.bytes >= 8_000);
});

test('a run is not started if one of its files exists', async (t) => {
  const cluster = await quietCluster(t);
  const folder = temporaryFolder(t);
  const rotation = { every: 1_000_000 };
  writeFileSync(join(folder, 'prod.0003.keg.jsonl.gz'), 'mine');
  const refused = begin(t, cluster.url, { rotation }, folder).recording;
  const error = await t.throwsAsync(refused, {
    instanceOf: UserError,
    message: /prod\.0003\.keg\.jsonl\.gz already exists/,
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

test('the table at the end lists the content of each file', async (t) => {
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

const posix = process.platform === 'win32' ? test.skip : test;

posix('the command prints files on stderr, their table on stdout, and no fit', async (t) => {
  const cluster = await quietCluster(t);
  const folder = temporaryFolder(t);
  const run = join(folder, 'prod.keg.jsonl.gz');
  const argv = ['record', '-o', run, '-A', '--kubeconfig', kubeconfigFor(cluster.url, folder)];
  const child = start([EXECUTABLE, ...argv, '--rotate', '200ms', '--duration', '2m']);
  t.teardown(() => child.kill('SIGKILL'));
  let seen = '';
  const endAfterTwo = (text: string): void => {
    seen += text;
    if (!seen.includes('prod.0002.keg.jsonl.gz: recorded')) return;
    child.stderr?.off('data', endAfterTwo);
    child.kill('SIGINT');
  };
  child.stderr?.setEncoding('utf8').on('data', endAfterTwo);
  const { code, stdout, stderr } = await finished(child);
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
  t.regex(
    again.stderr,
    /prod\.0001\.keg\.jsonl\.gz already exists \(.*--resume .* --rotate 24h, .*--force\)/,
  );
});
