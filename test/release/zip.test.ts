/** Zip archives: the directory at their end leads to each file, and equal files give equal bytes. */

import { crc32, inflateRawSync } from 'node:zlib';
import test from 'ava';
import { zip } from '../../release/zip.ts';

const FILES = [
  { path: 'keg.exe', content: Buffer.from('program'.repeat(100)), isExecutable: true },
  { path: 'LICENSE', content: Buffer.from('licence') },
];

interface Entry {
  readonly name: string;
  readonly mode: number;
  readonly content: Buffer;
}

/** Reads as APPNOTE 4.3.6 describes: from the end to the directory, from there to each file. */
function unzip(archive: Buffer): Entry[] {
  const end = archive.length - 22;
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: archive.readUInt16LE(end + 10) }, () => {
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 20)));
    if (crc32(content) !== archive.readUInt32LE(at + 16)) throw new Error(`${name} has another sum`);
    const mode = archive.readUInt32LE(at + 38) >>> 16;
    at += 46 + nameLength;
    return { name, mode, content };
  });
}

test('the archive holds the files in the order of their paths, with their modes', (t) => {
  const entries = unzip(zip(FILES, 9));
  t.deepEqual(
    entries.map(({ name, mode }) => [name, mode.toString(8)]),
    [
      ['LICENSE', '100644'],
      ['keg.exe', '100755'],
    ],
  );
  t.deepEqual(entries[1]?.content, FILES[0]?.content);
});

test('the order of the files does not change the bytes', (t) => {
  t.deepEqual(zip(FILES, 9), zip(FILES.toReversed(), 9));
});

test('the directory gives the lengths and the place of the end', (t) => {
  const archive = zip(FILES, 9);
  const end = archive.length - 22;
  t.is(archive.readUInt32LE(end), 0x06054b50);
  t.is(archive.readUInt32LE(end + 16) + archive.readUInt32LE(end + 12), end);
});
