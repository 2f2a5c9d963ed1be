/**
 * Writes zeros over the local symbols of a 64-bit Mach-O program and over their names, so that it packs better. Nothing moves: macOS loads
 * a program without these symbols, and a mistake in an offset cannot be made.
 *
 * Source: mach-o/loader.h and mach-o/nlist.h of Apple's xnu.
 */

const MAGIC = 0xfeedfacf;
const HEADER = 32;
const SYMBOL = 16;
const SYMTAB = 0x2;
const DYSYMTAB = 0xb;

/** @throws Error if it is no 64-bit little-endian Mach-O file with tables of symbols. */
export function blankLocalSymbols(program: Buffer): Buffer {
  if (program.readUInt32LE(0) !== MAGIC) throw new Error('this is no 64-bit little-endian Mach-O file');
  const table = commandAt(program, SYMTAB);
  const parts = commandAt(program, DYSYMTAB);
  const [symbols, count] = [program.readUInt32LE(table + 8), program.readUInt32LE(table + 12)];
  const [names, namesSize] = [program.readUInt32LE(table + 16), program.readUInt32LE(table + 20)];
  const [firstLocal, locals] = [program.readUInt32LE(parts + 8), program.readUInt32LE(parts + 12)];
  const isLocal = (index: number): boolean => index >= firstLocal && index < firstLocal + locals;
  const blanked = Buffer.from(program);
  blanked.fill(0, symbols + firstLocal * SYMBOL, symbols + (firstLocal + locals) * SYMBOL);
  blanked.fill(0, names, names + namesSize);
  for (let index = 0; index < count; index++) {
    if (isLocal(index)) continue;
    const start = names + program.readUInt32LE(symbols + index * SYMBOL);
    program.copy(blanked, start, start, program.indexOf(0, start));
  }
  // The first name is that of symbols without one: a space in files of Apple's linker.
  program.copy(blanked, names, names, program.indexOf(0, names));
  return blanked;
}

/** The offset of the first load command of a kind. */
function commandAt(program: Buffer, kind: number): number {
  let at = HEADER;
  for (let left = program.readUInt32LE(16); left > 0; left--) {
    if (program.readUInt32LE(at) === kind) return at;
    at += program.readUInt32LE(at + 4);
  }
  throw new Error(`this Mach-O file has no load command ${kind}`);
}
