/** Reads the beginning of a stream of bytes, so that what it is shows before the rest is read. */

/** 64 KiB. */
export const HEAD_BYTES = 64 * 1024;

/** The first chunks, together at least {@link HEAD_BYTES} unless the stream is shorter. The rest stays in the stream. */
export async function firstChunks(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  return first;
}
