/** Reads the part of a journal that a resume keeps. It does not read the rest, because the resume cuts it off. */
import {
  type RecordingEnd,
  type RecordingSink,
  recordingReader,
} from '../core/recording/recording-reader.ts';
import { inflated } from './gzip.ts';
import { storageFor } from './index.ts';

/**
 * @param bytes how much of the file to read, up to the end of a flush (see findJournalEnd).
 * @throws {UserError} (usage) if it is not a recording, with its line.
 */
export async function readJournal(path: string, bytes: number, sink: RecordingSink): Promise<RecordingEnd> {
  const reader = recordingReader(sink, path);
  const decoder = new TextDecoder();
  for await (const chunk of inflated(storageFor(path).read(path, bytes)))
    reader.read(decoder.decode(chunk, { stream: true }));
  reader.read(decoder.decode());
  return reader.end();
}
