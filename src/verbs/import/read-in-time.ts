/** Reads logs of any layout, in any order of files and lines, and passes their records on in the order of time. */
import type { Problem } from '../../core/errors/problem.ts';
import type { TimedReader } from '../../core/importers/import-format.ts';
import { isCsvOfJson, readCsvOfJson } from '../../core/importers/text/csv-json.ts';
import { createJsonScanner, type JsonScanner } from '../../core/importers/text/json-values.ts';
import { decodedText } from '../../core/importers/text/text-encoding.ts';
import { yamlDocuments } from '../../core/importers/text/yaml-documents.ts';
import { createRecordSorter, type RecordSorter } from '../../storage/record-sorter.ts';
import { type SourceFile, textOf } from '../../storage/source-file.ts';

/** Under these keys the APIs and exports of clouds have their entries. */
const PAGES: ReadonlySet<string> = new Set([
  'Events',
  'Records',
  'entries',
  'events',
  'items',
  'logEvents',
  'records',
  'results',
  'value',
]);

/** @returns warnings. */
export async function readInTime(
  reader: TimedReader,
  sources: readonly SourceFile[],
): Promise<readonly Problem[]> {
  const sorter = createRecordSorter();
  try {
    for (const source of sources) await readSource(reader, source, sorter);
    let before = '';
    for await (const { text, file, line } of sorter.sorted()) {
      const record: unknown = JSON.parse(text);
      if (text === before && reader.isOnce(record)) reader.repeated();
      else reader.take(record, line === undefined ? { file } : { file, line });
      before = text;
    }
    return reader.end();
  } finally {
    sorter.close();
  }
}

async function readSource(reader: TimedReader, source: SourceFile, sorter: RecordSorter): Promise<void> {
  const { file } = source;
  function add(value: unknown, text: string | undefined, line: number): void {
    for (const { at, record } of reader.pick(value)) {
      const own = record === value ? text : undefined;
      sorter.add({ at, text: own ?? JSON.stringify(record), file, line });
    }
  }
  const head = decodedText(source.head);
  if (isYaml(head)) {
    for await (const { value, line } of yamlDocuments(textOf(source), file)) add(value, undefined, line);
    return;
  }
  const lines = isCsvOfJson(head) ? csvReader(reader, add) : jsonReader(reader, add);
  for await (const text of textOf(source)) lines.read(text);
  lines.end();
}

type Add = (value: unknown, text: string | undefined, line: number) => void;

function jsonReader(reader: TimedReader, add: Add): JsonScanner {
  /** Fluent Bit writes arrows for colons. */
  function take(text: string, line: number): boolean {
    if (reader.concerns?.(text) === false) return true;
    const value = parsed(text) ?? parsed(text.replaceAll('"=>', '":'));
    if (value !== undefined) add(value, text.includes('\n') ? undefined : text, line);
    return value !== undefined;
  }
  return createJsonScanner(
    {
      wholeLine: take,
      value: (text, line) => {
        if (!take(text, line)) reader.other();
      },
      other: () => reader.other(),
    },
    { opens: PAGES },
  );
}

function csvReader(reader: TimedReader, add: Add): JsonScanner {
  return readCsvOfJson(
    (text, line) => {
      if (reader.concerns?.(text) === false) return;
      const value = parsed(text);
      if (value === undefined) reader.other();
      else add(value, text, line);
    },
    () => reader.other(),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `gcloud logging read` prints YAML. */
function isYaml(head: string): boolean {
  return /^(?:protoPayload|protopayload_auditlog|apiVersion|insertId|kind):(?:\s|$)/m.test(head);
}
