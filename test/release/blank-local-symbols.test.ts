/** A Mach-O program loses its local symbols and their names, and every other byte stays in its place. */
import test from 'ava';
import { blankLocalSymbols } from '../../release/blank-local-symbols.ts';

const SYMBOLS = 32 + 24 + 80;
const NAMES = SYMBOLS + 3 * 16;
const TEXT = ' \0_local\0_shared\0';

function writeWords(bytes: Buffer, start: number, words: readonly number[]): void {
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, start + 4 * index);
}

/** Three symbols: two local ones, and a global one whose name a local one shares the end of. */
function program(): Buffer {
  const bytes = Buffer.alloc(NAMES + TEXT.length + 4);
  bytes.writeUInt32LE(0xfeedfacf, 0);
  bytes.writeUInt32LE(2, 16);
  writeWords(bytes, 32, [0x2, 24, SYMBOLS, 3, NAMES, TEXT.length]);
  writeWords(bytes, 56, [0xb, 80, 0, 2, 2, 1]);
  [2, 11, 9].forEach((name, index) => {
    bytes.writeUInt32LE(name, SYMBOLS + 16 * index);
    bytes.writeUInt32LE(0xf00, SYMBOLS + 16 * index + 8);
  });
  bytes.write(TEXT, NAMES);
  bytes.write('tail', NAMES + TEXT.length);
  return bytes;
}

test('local symbols and their names become zeros', (t) => {
  const blanked = blankLocalSymbols(program());
  t.true(blanked.subarray(SYMBOLS, SYMBOLS + 32).equals(Buffer.alloc(32)));
  t.is(blanked.toString('latin1', NAMES, NAMES + TEXT.length), ' \0\0\0\0\0\0\0\0_shared\0');
});

test('all that is not a local symbol stays as it is, in its place', (t) => {
  const [whole, blanked] = [program(), blankLocalSymbols(program())];
  t.is(blanked.length, whole.length);
  t.deepEqual(blanked.subarray(0, SYMBOLS), whole.subarray(0, SYMBOLS));
  t.deepEqual(blanked.subarray(SYMBOLS + 32, NAMES), whole.subarray(SYMBOLS + 32, NAMES));
  t.is(blanked.toString('latin1', NAMES + TEXT.length), 'tail');
});

test('a program of another format, or without symbols, is refused', (t) => {
  t.throws(() => blankLocalSymbols(Buffer.from('\x7fELF'.padEnd(64))), {
    message: /no 64-bit little-endian Mach-O/,
  });
  const bare = program().fill(0, 16, 20);
  t.throws(() => blankLocalSymbols(bare), { message: /has no load command 2/ });
});
