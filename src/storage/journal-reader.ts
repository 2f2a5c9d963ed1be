/** Reads a journal as far as it is gone on with: what comes after that will be cut off, so nothing may be learnt from it. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  type RecordingEnd,
  type RecordingSink,
  recordingReader,
} from '../core/recording/recording-reader.ts';

/**
 * @param bytes of the file, up to the end of a flush (see findJournalEnd).
 * @throws {UserError} (usage) for what is no recording, with its line.
 */
export async function readJournal(path: string, bytes: number, sink: RecordingSink): Promise<RecordingEnd> {
  const reader = recordingReader(sink, path);
  const decoder = new TextDecoder();
  const source = createReadStream(path, { end: bytes - 1 });
  const chunks = path.endsWith('.gz') ? pipeline(source, createGunzip(), () => {}) : source;
  try {
    for await (const chunk of chunks as AsyncIterable<Uint8Array>)
      reader.read(decoder.decode(chunk, { stream: true }));
  } finally {
    source.destroy();
  }
  reader.read(decoder.decode());
  return reader.end();
}
