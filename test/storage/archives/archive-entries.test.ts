/** Archives of tar and zip are read entry by entry, however their bytes arrive. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { tar } from '../../../release/tar.ts';
import { zip } from '../../../release/zip.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { type ArchiveEntry, isTar, tarEntries } from '../../../src/storage/archives/tar-entries.ts';
import { isZip, zipEntries } from '../../../src/storage/archives/zip-entries.ts';
import type { ReadableFile } from '../../../src/storage/storage.ts';
import fc from '../../seeded-properties.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

function fileOf(bytes: Uint8Array): ReadableFile {
  return {
    size: bytes.length,
    readAt: async (from, length) => bytes.subarray(from, from + length),
    close: async () => {},
  };
}

/** Paths and texts. Of an entry whose path is in `unread` nothing is read. */
async function contents(entries: AsyncIterable<ArchiveEntry>, unread: ReadonlySet<string> = new Set()) {
  const found: Record<string, string> = {};
  for await (const { path, content } of entries) {
    if (unread.has(path)) continue;
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    found[path] = Buffer.concat(parts).toString('latin1');
  }
  return found;
}

const FILES = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,9}(\/[a-z]{1,9}){0,2}$/),
  fc.uint8Array({ maxLength: 1_500 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  { maxKeys: 5 },
);
const archived = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text, 'latin1') }));

test('what tar packs comes out again, in pieces of any size, and unread entries are skipped', async (t) => {
  await fc.assert(
    fc.asyncProperty(FILES, fc.integer({ min: 1, max: 700 }), fc.boolean(), async (files, size, skips) => {
      const packed = tar(archived(files));
      const [first = ''] = Object.keys(files);
      const { [first]: _skipped, ...others } = files;
      const unread = new Set(skips ? [first] : []);
      t.deepEqual(await contents(tarEntries(pieces(packed, size), 'x.tar'), unread), skips ? others : files);
      t.is(isTar(packed), Object.keys(files).length > 0);
    }),
    { numRuns: 40 },
  );
});

test('what zip packs comes out again, stored or deflated', async (t) => {
  await fc.assert(
    fc.asyncProperty(FILES, fc.constantFrom(0, 6), async (files, level) => {
      const packed = zip(archived(files), level);
      t.deepEqual(await contents(zipEntries(fileOf(packed), 'x.zip')), files);
      t.is(isZip(packed), Object.keys(files).length > 0);
    }),
    { numRuns: 40 },
  );
});

test('long paths are read from GNU and pax headers, and links are left out', async (t) => {
  const folder = temporaryFolder(t);
  const long = `${'folder-with-a-long-name/'.repeat(7)}nodes.json`;
  mkdirSync(join(folder, long, '..'), { recursive: true });
  writeFileSync(join(folder, long), 'found');
  for (const format of ['gnu', 'pax', 'ustar']) {
    const archive = join(folder, `${format}.tar`);
    const { status } = spawnSync('tar', ['-cf', archive, `--format=${format}`, long], { cwd: folder });
    if (status !== 0) t.log(`this tar does not write ${format}`);
    else
      t.deepEqual(await contents(tarEntries(pieces(readFileSync(archive), 4_096), archive)), {
        [long]: 'found',
      });
  }
});

test('a tar archive that is cut short anywhere before its end is refused', async (t) => {
  const packed = tar(archived({ a: 'one', b: 'two'.repeat(400) }));
  const end = packed.length - 1024;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: end }), async (length) => {
      const cut = tarEntries(pieces(packed.subarray(0, length), 512), 'x.tar');
      await t.throwsAsync(contents(cut), { instanceOf: UserError, message: /is cut short/ });
    }),
    { numRuns: 40, examples: [[0], [512], [1536], [end]] },
  );
});

test('a zip archive that is cut short or encrypted is refused', async (t) => {
  const packed = zip(archived({ a: 'one' }), 6);
  const encrypted = Buffer.from(packed);
  encrypted[packed.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 8] = 1;
  for (const bytes of [packed.subarray(0, packed.length - 30), encrypted])
    await t.throwsAsync(contents(zipEntries(fileOf(bytes), 'x.zip')), { instanceOf: UserError });
});

test('a zip archive with damaged content is refused with the name of the entry', async (t) => {
  const packed = zip(archived({ a: 'one'.repeat(200) }), 6);
  packed.fill(0xff, 31, 40);
  await t.throwsAsync(contents(zipEntries(fileOf(packed), 'x.zip')), {
    instanceOf: UserError,
    message: 'the zip archive is damaged: a in it cannot be unpacked',
  });
});
