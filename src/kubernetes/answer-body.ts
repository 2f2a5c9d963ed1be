/** Reads the body of an answer, also where it is compressed though keg does not ask for that: some proxies do so, and RFC 9110 (12.5.3) allows it. */
import { pipeline, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';

type Answer = Pick<Dispatcher.ResponseData, 'headers' | 'body'>;

export function answerText(answer: Answer): Promise<string> {
  const body = answerStream(answer);
  return body === answer.body ? answer.body.text() : text(body);
}

/** The body as it arrives, decompressed. */
export function answerStream({ headers, body }: Answer): Readable {
  const decoder = decoderOf(String(headers['content-encoding'] ?? '').toLowerCase());
  // The stream that is returned fails with the error of either.
  return decoder ? pipeline(body, decoder, () => {}) : body;
}

function decoderOf(encoding: string): (Readable & NodeJS.ReadWriteStream) | undefined {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  return encoding === 'br' ? createBrotliDecompress() : undefined;
}
