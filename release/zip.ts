/** Writes zip archives (PKWARE APPNOTE 6.3). Equal files give equal bytes: order, modes and times are fixed. */
import { crc32, deflateRawSync } from 'node:zlib';
import { type ArchivedFile, inOrder } from './tar.ts';

/** Written by a Unix system by version 2.0, so that the modes of files count. */
const MADE_BY = (3 << 8) | 20;
const NEEDED = 20;
const NAMES_IN_UTF8 = 1 << 11;
const DEFLATED = 8;
/** 1980-01-01, as DOS writes dates. */
const DATE = (1 << 5) | 1;
const PLAIN_FILE = 0o100000;

/** @param level zlib's, from 0 to 9. */
export function zip(files: readonly ArchivedFile[], level: number): Buffer {
  const parts: Uint8Array[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const file of inOrder(files)) {
    const name = Buffer.from(file.path);
    const packed = deflateRawSync(file.content, { level });
    const fields = commonFields(file, name, packed);
    const local = Buffer.concat([signature(0x04034b50), fields, name, packed]);
    parts.push(local);
    entries.push(directoryEntry(file, fields, name, offset));
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  return Buffer.concat([...parts, directory, endOfDirectory(entries.length, directory.length, offset)]);
}

/** The 26 bytes that both headers of a file have. */
function commonFields({ content }: ArchivedFile, name: Buffer, packed: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(NEEDED, 0);
  fields.writeUInt16LE(NAMES_IN_UTF8, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt16LE(DATE, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function directoryEntry(
  { isExecutable }: ArchivedFile,
  fields: Buffer,
  name: Buffer,
  offset: number,
): Buffer {
  const rest = Buffer.alloc(14);
  const mode = PLAIN_FILE | (isExecutable ? 0o755 : 0o644);
  rest.writeUInt32LE((mode << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(MADE_BY);
  return Buffer.concat([signature(0x02014b50), madeBy, fields, rest, name]);
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([signature(0x06054b50), end]);
}

function signature(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
