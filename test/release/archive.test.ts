/** An archive has what a user and krew-index need, whatever the platform. */
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { packArchive } from '../../release/archive.ts';
import { LINUX_AMD64, PLATFORMS } from '../../release/platforms.ts';
import { untar } from '../../release/tar.ts';

const OPTIONS = { program: Buffer.from('program'), notices: 'notices', manual: 'manual', level: 1 };

test('an archive for Linux has program, licence, notices, manual page and scenarios', (t) => {
  const files = [...untar(gunzipSync(packArchive(LINUX_AMD64, OPTIONS)))];
  const paths = files.map(({ path }) => path);
  for (const path of ['LICENSE', 'THIRD-PARTY-NOTICES', 'kubectl-keg.1', 'fixtures/gpu-day.yaml']) {
    t.true(paths.includes(path), path);
  }
  t.deepEqual(
    files.filter(({ isExecutable }) => isExecutable).map(({ path, content }) => [path, String(content)]),
    [['kubectl-keg', 'program']],
  );
});

test('two archives of the same files have the same bytes, on each platform', (t) => {
  for (const platform of PLATFORMS) {
    t.true(packArchive(platform, OPTIONS).equals(packArchive(platform, OPTIONS)), platform.os);
  }
});

test('the header of a gzipped archive has no time', (t) => {
  t.is(packArchive(LINUX_AMD64, OPTIONS).readUInt32LE(4), 0);
});
