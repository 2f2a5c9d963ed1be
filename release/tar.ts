/** Writes and reads tar archives (POSIX ustar). Equal files give equal bytes: order, owner and times are fixed. */

export interface ArchivedFile {
  /** With `/`, without a leading one. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable?: boolean;
}

const BLOCK = 512;
/** 1980-01-01T00:00:00Z, the earliest time that a zip archive can hold. */
const MODIFIED = 315_532_800;

/** @throws RangeError if a path is longer than 100 bytes. */
export function tar(files: readonly ArchivedFile[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const file of inOrder(files)) {
    const padding = (BLOCK - (file.content.length % BLOCK)) % BLOCK;
    parts.push(header(file), file.content, Buffer.alloc(padding));
  }
  parts.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(parts);
}

/** In the order of their paths, by code unit. */
export function inOrder(files: readonly ArchivedFile[]): ArchivedFile[] {
  return [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function header({ path, content, isExecutable }: ArchivedFile): Buffer {
  if (Buffer.byteLength(path) > 100) throw new RangeError(`the path is longer than 100 bytes: ${path}`);
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0);
  block.write(octal(isExecutable ? 0o755 : 0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(content.length, 12), 124);
  block.write(octal(MODIFIED, 12), 136);
  // The sum is taken with spaces in its own place.
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257, 'latin1');
  block.write('root', 265);
  block.write('root', 297);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\0 `, 148, 'latin1');
  return block;
}

/** `length` counts the zero byte at the end. */
function octal(number: number, length: number): string {
  return number.toString(8).padStart(length - 1, '0');
}

/** The plain files of an archive. Links, folders and other entries are left out. */
export function* untar(archive: Uint8Array): Generator<ArchivedFile> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  let offset = 0;
  while (offset + BLOCK <= bytes.length && bytes[offset] !== 0) {
    const field = (start: number, length: number): string =>
      bytes.toString('utf8', offset + start, offset + start + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8);
    const type = field(156, 1);
    const prefix = field(345, 155);
    const start = offset + BLOCK;
    if (type === '0' || type === '') {
      const path = prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`;
      const isExecutable = (Number.parseInt(field(100, 8), 8) & 0o100) !== 0;
      yield { path, content: bytes.subarray(start, start + size), isExecutable };
    }
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}
