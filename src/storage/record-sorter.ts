/** Sorts records by their time in constant memory: those that memory does not hold are sorted in parts, in temporary files, and merged. */
import { join } from 'node:path';
import { openAtomicFile } from './atomic-file.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './local/temporary-folder.ts';
import { readBytes } from './read-bytes.ts';

export interface SortableRecord {
  /** Integer microseconds. */
  readonly at: number;
  /** JSON on one line. Records of one time are in the order of their texts. */
  readonly text: string;
  /** Where it stands, for errors. */
  readonly file: string;
  readonly line: number | undefined;
}

export interface RecordSorter {
  add(record: SortableRecord): void;
  /** All records in order. Call it once, after the last `add`. */
  sorted(): AsyncIterable<SortableRecord>;
  /** Removes temporary files. */
  close(): void;
}

/** Characters of text in memory. */
const MOST_TEXT = 16 * 1024 * 1024;
const BATCH = 256 * 1024;

export function createRecordSorter(mostText = MOST_TEXT): RecordSorter {
  let records: SortableRecord[] = [];
  let size = 0;
  let folder: TemporaryFolder | undefined;
  const parts: Promise<string>[] = [];

  async function writePart(part: readonly SortableRecord[], number: number): Promise<string> {
    folder ??= makeTemporaryFolder();
    const path = join(folder.path, `${number}.jsonl`);
    const file = openAtomicFile(path, { isPrivate: true });
    let lines = '';
    for (const { at, text, file: source, line } of part) {
      lines += `${JSON.stringify([at, source, line ?? null])}\t${text}\n`;
      if (lines.length < BATCH) continue;
      file.write(lines);
      lines = '';
    }
    file.write(lines);
    await file.commit();
    return path;
  }

  function spill(): void {
    parts.push(writePart(records.sort(inOrder), parts.length));
    records = [];
    size = 0;
  }

  return {
    add(record) {
      records.push(record);
      size += record.text.length;
      if (size > mostText) spill();
    },
    async *sorted() {
      const inMemory = records.sort(inOrder);
      const files = await Promise.all(parts);
      if (files.length === 0) yield* inMemory;
      else yield* merged([...files.map(recordsOf), inMemoryRecords(inMemory)]);
    },
    close() {
      folder?.remove();
    },
  };
}

function inOrder(one: SortableRecord, other: SortableRecord): number {
  if (one.at !== other.at) return one.at - other.at;
  if (one.text === other.text) return 0;
  return one.text < other.text ? -1 : 1;
}

async function* inMemoryRecords(records: readonly SortableRecord[]): AsyncGenerator<SortableRecord> {
  yield* records;
}

async function* recordsOf(path: string): AsyncGenerator<SortableRecord> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const bytes of readBytes(path)) {
    const lines = (pending + decoder.decode(bytes, { stream: true })).split('\n');
    pending = lines.pop()!;
    for (const line of lines) yield recordIn(line);
  }
}

function recordIn(line: string): SortableRecord {
  const cut = line.indexOf('\t');
  const [at, file, place] = JSON.parse(line.slice(0, cut)) as [number, string, number | null];
  return { at, file, line: place ?? undefined, text: line.slice(cut + 1) };
}

/** There are few parts, each of many megabytes, so the first of them is searched. */
async function* merged(parts: readonly AsyncGenerator<SortableRecord>[]): AsyncGenerator<SortableRecord> {
  const heads: { part: AsyncGenerator<SortableRecord>; record: SortableRecord }[] = [];
  for (const part of parts) {
    const first = await part.next();
    if (!first.done) heads.push({ part, record: first.value });
  }
  while (heads.length > 0) {
    const least = heads.reduce((best, each) => (inOrder(each.record, best.record) < 0 ? each : best));
    yield least.record;
    const next = await least.part.next();
    if (next.done) heads.splice(heads.indexOf(least), 1);
    else least.record = next.value;
  }
}
