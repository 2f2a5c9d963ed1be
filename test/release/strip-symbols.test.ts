/** A stripped program keeps what it has in memory and loses its symbols. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { stripSymbols } from '../../release/strip-symbols.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const [HEADER, PROGRAM_HEADER, SECTION_HEADER] = [64, 56, 64];
const NAMES = '\0.text\0.symtab\0.shstrtab\0';

/** A program of one loaded section, with a table of symbols and the names of the sections behind it. */
function program(): Buffer {
  const loaded = HEADER + PROGRAM_HEADER;
  const symbols = loaded + 8;
  const names = symbols + 24;
  const bytes = Buffer.alloc(names + NAMES.length);
  bytes.write('\x7fELF\x02\x01\x01', 'latin1');
  bytes.writeBigUInt64LE(BigInt(HEADER), 32);
  bytes.writeBigUInt64LE(BigInt(bytes.length), 40);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt16LE(4, 60);
  bytes.writeUInt16LE(3, 62);
  bytes.writeUInt32LE(1, HEADER);
  bytes.writeBigUInt64LE(BigInt(symbols), HEADER + 32);
  bytes.write('loaded..', loaded);
  bytes.write('symbols', symbols);
  bytes.write(NAMES, names);
  const sections = [
    section(0, 0, 0, 0),
    section(1, 2, loaded, 8),
    section(7, 0, symbols, 24),
    section(15, 0, names, NAMES.length),
  ];
  return Buffer.concat([bytes, ...sections]);
}

function section(name: number, flags: number, offset: number, size: number): Buffer {
  const header = Buffer.alloc(SECTION_HEADER);
  header.writeUInt32LE(name, 0);
  header.writeBigUInt64LE(BigInt(flags), 8);
  header.writeBigUInt64LE(BigInt(offset), 24);
  header.writeBigUInt64LE(BigInt(size), 32);
  return header;
}

/** The names of the sections and their contents. */
function sections(bytes: Buffer): Record<string, string> {
  const start = Number(bytes.readBigUInt64LE(40));
  const headers = Array.from({ length: bytes.readUInt16LE(60) }, (_, index) =>
    bytes.subarray(start + index * SECTION_HEADER, start + (index + 1) * SECTION_HEADER),
  );
  const content = (header: Buffer): string => {
    const offset = Number(header.readBigUInt64LE(24));
    return bytes.toString('latin1', offset, offset + Number(header.readBigUInt64LE(32)));
  };
  const names = content(headers[bytes.readUInt16LE(62)]!);
  return Object.fromEntries(
    headers.map((header) => [names.slice(header.readUInt32LE(0)).split('\0')[0], content(header)]),
  );
}

test('loaded sections and the names of sections stay, and symbols go', (t) => {
  t.deepEqual(sections(stripSymbols(program())), { '': '', '.text': 'loaded..', '.shstrtab': NAMES });
});

test('stripping twice changes nothing more in what is loaded', (t) => {
  const once = stripSymbols(program());
  t.deepEqual(sections(stripSymbols(once)), sections(once));
});

test('a file of another format is refused', (t) => {
  t.throws(() => stripSymbols(Buffer.from('MZ'.padEnd(100))), { message: /no 64-bit little-endian ELF/ });
});

if (process.platform === 'linux') {
  test('a stripped Node still runs, and is smaller', (t) => {
    const whole = readFileSync(process.execPath);
    const stripped = stripSymbols(whole);
    const path = join(temporaryFolder(t), 'node');
    writeFileSync(path, stripped, { mode: 0o755 });
    t.is(execFileSync(path, ['-p', '6 * 7'], { encoding: 'utf8' }).trim(), '42');
    t.true(stripped.length < whole.length);
  });
} else {
  test.skip('a stripped Node still runs, and is smaller', (t) => t.fail());
}
