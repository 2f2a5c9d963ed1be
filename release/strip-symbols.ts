/**
 * Removes symbols and debugging sections from a 64-bit ELF program: a tenth of the packed size of Node. It is done here and not by
 * binutils, so that the bytes do not depend on the version that a machine has.
 *
 * Source: System V Application Binary Interface, chapter 4 (Object Files).
 */

const SECTION_HEADER = 64;
const PROGRAM_HEADER = 56;
const LOADED = 1;
/** The flag of a section that is in memory at run time. */
const ALLOCATED = 2;

interface Section {
  readonly header: Buffer;
  readonly isAllocated: boolean;
  readonly offset: number;
  readonly size: number;
}

/**
 * Keeps what a running program has in memory, and the names of its sections.
 *
 * @throws Error if it is no 64-bit little-endian ELF file.
 */
export function stripSymbols(program: Buffer): Buffer {
  if (program.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') {
    throw new Error('this is no 64-bit little-endian ELF file');
  }
  const sections = sectionsOf(program);
  const names = sections[program.readUInt16LE(62)]!;
  const kept = sections.slice(0, sections.findLastIndex(({ isAllocated }) => isAllocated) + 1);
  const end = endOfLoadedContent(program);
  // The headers of the kept sections do not change: none of them moves, and none refers to a removed one.
  const namesHeader = Buffer.from(names.header);
  namesHeader.writeBigUInt64LE(BigInt(end), 24);
  const padding = Buffer.alloc((8 - ((end + names.size) % 8)) % 8);
  const stripped = Buffer.concat([
    program.subarray(0, end),
    program.subarray(names.offset, names.offset + names.size),
    padding,
    ...kept.map(({ header }) => header),
    namesHeader,
  ]);
  stripped.writeBigUInt64LE(BigInt(end + names.size + padding.length), 40);
  stripped.writeUInt16LE(kept.length + 1, 60);
  stripped.writeUInt16LE(kept.length, 62);
  return stripped;
}

function sectionsOf(program: Buffer): Section[] {
  const start = Number(program.readBigUInt64LE(40));
  return Array.from({ length: program.readUInt16LE(60) }, (_, index) => {
    const header = program.subarray(start + index * SECTION_HEADER, start + (index + 1) * SECTION_HEADER);
    return {
      header,
      isAllocated: (Number(header.readBigUInt64LE(8)) & ALLOCATED) !== 0,
      offset: Number(header.readBigUInt64LE(24)),
      size: Number(header.readBigUInt64LE(32)),
    };
  });
}

function endOfLoadedContent(program: Buffer): number {
  const start = Number(program.readBigUInt64LE(32));
  const ends = Array.from({ length: program.readUInt16LE(56) }, (_, index) => {
    const header = program.subarray(start + index * PROGRAM_HEADER, start + (index + 1) * PROGRAM_HEADER);
    const isLoaded = header.readUInt32LE(0) === LOADED;
    return isLoaded ? Number(header.readBigUInt64LE(8) + header.readBigUInt64LE(32)) : 0;
  });
  return Math.max(...ends);
}
