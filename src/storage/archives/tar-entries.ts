/** Reads the plain files of a tar archive (POSIX ustar and pax, GNU long names) as a stream, in constant memory. */
import { UserError } from '../../core/errors/user-error.ts';

export interface ArchiveEntry {
  /** As the archive has it. */
  readonly path: string;
  /** Its bytes. What is not read of them is skipped. */
  readonly content: AsyncIterable<Uint8Array>;
}

const BLOCK = 512;
const MAGIC_AT = 257;

/** Whether the first bytes of a file are those of a tar archive. */
export function isTar(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(MAGIC_AT, MAGIC_AT + 5)).toString('latin1') === 'ustar';
}

/**
 * Links, folders and devices are left out.
 *
 * @throws {UserError} at the end of an archive that is cut short. Every archive ends with a block of zeros.
 */
export async function* tarEntries(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<ArchiveEntry> {
  const bytes = createByteReader(chunks);
  let longName: string | undefined;
  let isOver = false;
  for (;;) {
    const header = await bytes.take(BLOCK);
    if (header.length < BLOCK) {
      if (isOver) return;
      throw new UserError('the tar archive is cut short', {
        position: { file: name },
        next: 'copy it again; or unpack what is whole of it with tar, and give the folder',
      });
    }
    isOver = header[0] === 0;
    if (isOver) continue;
    const size = sizeIn(header);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    const type = textIn(header, 156, 1);
    if (type === 'L') longName = cleanText(await bytes.take(size));
    else if (type === 'x') longName = paxPath(await bytes.take(size)) ?? longName;
    else {
      const rest = { length: size };
      if (type === '0' || type === '' || type === '7')
        yield { path: longName ?? pathIn(header), content: bytes.upTo(rest) };
      await bytes.skip(rest.length);
      longName = undefined;
    }
    await bytes.skip(padding);
  }
}

function textIn(header: Buffer, from: number, length: number): string {
  return cleanText(header.subarray(from, from + length));
}

function cleanText(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\0.*$/s, '');
}

function pathIn(header: Buffer): string {
  const [name, prefix] = [textIn(header, 0, 100), textIn(header, 345, 155)];
  return prefix !== '' && textIn(header, MAGIC_AT, 6) === 'ustar' ? `${prefix}/${name}` : name;
}

/** Octal, or binary where the first bit is set (GNU, for more than 8 GiB). */
function sizeIn(header: Buffer): number {
  if ((header[124]! & 0x80) !== 0) return Number(header.readBigUInt64BE(128));
  const size = Number.parseInt(textIn(header, 124, 12).trim(), 8);
  return Number.isFinite(size) ? size : 0;
}

/** Records of a pax header: `LENGTH KEY=VALUE\n`. */
function paxPath(bytes: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(bytes.toString('utf8'))?.[1];
}

/** Takes bytes from a stream in the lengths that are asked for. */
function createByteReader(chunks: AsyncIterable<Uint8Array>) {
  const source = chunks[Symbol.asyncIterator]();
  let pending: Buffer = Buffer.alloc(0);

  async function fill(): Promise<boolean> {
    const next = await source.next();
    if (next.done) return false;
    pending = Buffer.concat([pending, next.value]);
    return true;
  }

  /** A piece of at most that length; empty at the end. */
  async function piece(most: number): Promise<Buffer> {
    if (pending.length === 0 && !(await fill())) return pending;
    const part = pending.subarray(0, most);
    pending = pending.subarray(part.length);
    return part;
  }

  return {
    async take(length: number): Promise<Buffer> {
      while (pending.length < length && (await fill()));
      const part = pending.subarray(0, length);
      pending = pending.subarray(part.length);
      return part;
    },
    async *upTo(rest: { length: number }): AsyncGenerator<Uint8Array> {
      while (rest.length > 0) {
        const part = await piece(rest.length);
        if (part.length === 0) return;
        rest.length -= part.length;
        yield part;
      }
    },
    async skip(length: number): Promise<void> {
      for (let rest = length; rest > 0; ) {
        const part = await piece(rest);
        if (part.length === 0) return;
        rest -= part.length;
      }
    },
  };
}
