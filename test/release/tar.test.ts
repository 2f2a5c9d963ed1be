/** Tar archives: what is written can be read, and equal files give equal bytes. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { tar, untar } from '../../release/tar.ts';
import { propertyRuns } from '../property-runs.ts';
import fc from '../seeded-properties.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const file = fc.record({
  path: fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}$/),
  content: fc.uint8Array({ maxLength: 1500 }),
  isExecutable: fc.boolean(),
});
const files = fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 6 });

test('untar returns the files that tar was given, in the order of their paths', (t) => {
  fc.assert(
    fc.property(files, (given) => {
      const read = [...untar(tar(given))];
      const sorted = [...given].sort((one, other) => (one.path < other.path ? -1 : 1));
      t.deepEqual(
        read.map(({ path, isExecutable }) => ({ path, isExecutable })),
        sorted.map(({ path, isExecutable }) => ({ path, isExecutable })),
      );
      for (const [index, { content }] of read.entries()) {
        t.true(Buffer.from(content).equals(Buffer.from(sorted[index]!.content)));
      }
    }),
    propertyRuns(50, 2000),
  );
});

test('the order of the files does not change the bytes', (t) => {
  const one = { path: 'a', content: Buffer.from('1') };
  const other = { path: 'b/c', content: Buffer.from('2') };
  t.deepEqual(tar([one, other]), tar([other, one]));
});

test('the tar of the system unpacks the files with their modes and the fixed time', (t) => {
  const folder = temporaryFolder(t);
  const archive = join(folder, 'files.tar');
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  writeFileSync(
    archive,
    tar([
      { path: 'program', content: Buffer.from('#!'), isExecutable: true },
      { path: 'texts/one.txt', content: Buffer.from('one') },
    ]),
  );
  execFileSync('tar', ['-xf', 'files.tar', '-C', 'unpacked'], { cwd: folder });
  t.is(readFileSync(join(unpacked, 'texts/one.txt'), 'utf8'), 'one');
  const { mode, mtime } = statSync(join(unpacked, 'program'));
  t.is(mtime.toISOString(), '1980-01-01T00:00:00.000Z');
  if (process.platform !== 'win32') t.is(mode & 0o777, 0o755);
});

test('a path of more than 100 bytes is refused', (t) => {
  t.throws(() => tar([{ path: 'é'.repeat(51), content: Buffer.alloc(0) }]), { instanceOf: RangeError });
});
