import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { createRedaction } from '../../../src/core/recording/redaction/redaction.ts';
import { begin, podOf, putMany, quietCluster, recordingsIn } from './parts-trial.ts';
import { readBack } from './read-back.ts';

for (const named of ['prod.keg.jsonl.gz', 'prod.0002.keg.jsonl.gz']) {
  test(`a run resumed as ${named} continues its last file with a gap, then the next number`, async (t) => {
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
    const last = await readBack(join(folder, 'prod.0002.keg.jsonl.gz'));
    t.deepEqual(last.of('pod-deleted'), [createRedaction({ names }).uid('goes')]);
    t.true(last.observations.some((each) => each.kind === 'gap' && /later resumed/.test(each.reason)));
    t.is(last.ignored, 0);
  });
}

test('the size of a resumed file counts from its beginning', async (t) => {
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
  ['that is not there', 'other.keg.jsonl.gz', /^there is no .*other\.0001\.keg\.jsonl\.gz to continue/],
  [
    'by a file in its middle',
    'prod.0001.keg.jsonl.gz',
    /0001\.keg\.jsonl\.gz is not the last file of its recording/,
  ],
  ['whose salt is gone', 'prod.keg.jsonl.gz', /^the salt of .* is gone/],
] as const) {
  test(`a run ${why} is not resumed`, async (t) => {
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
