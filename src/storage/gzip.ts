/** Inflates gzip streams and passes on all others. The content of a file decides, not its name. */
import { pipeline } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

/** A gzip stream that was cut short is no error here: everything readable is read, and the reader above decides whether it is enough. */
const TOLERANT = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 256 * 1024 };

/** @throws an error that {@link isDamagedGzip} recognises. */
export async function* inflated(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    const first = await chunks.next();
    if (first.done) return;
    const all = startingWith(first.value, chunks);
    // The errors come out of the iteration; pipeline needs a callback all the same.
    if (isGzip(first.value))
      yield* pipeline(all, createGunzip(TOLERANT), () => {}) as AsyncIterable<Uint8Array>;
    else yield* all;
  } finally {
    await chunks.return?.();
  }
}

export function isDamagedGzip(error: unknown): boolean {
  return ((error as NodeJS.ErrnoException | undefined)?.code ?? '').startsWith('Z_');
}

async function* startingWith(
  first: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => chunks };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
