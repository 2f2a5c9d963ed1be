/** How each kind of foreign file is read: line by line, document by document, or whole. */
import { parseAllDocuments } from 'yaml';
import { UserError } from '../../core/errors/user-error.ts';
import { readAuditLog } from '../../core/importers/audit-log/audit-log.ts';
import type { ImportSource } from '../../core/importers/detect-source.ts';
import { tellDumpHistory } from '../../core/importers/dump/dump-history.ts';
import { createObjectDump, tellDump } from '../../core/importers/dump/object-lists.ts';
import type { ImportHistory } from '../../core/importers/history/import-history.ts';
import { tellKarpenterRun } from '../../core/importers/karpenter/driver-run.ts';
import {
  isEventHistory,
  isNodeHistory,
  tellEventHistory,
} from '../../core/importers/keg-go/event-history.ts';
import { readKwokRecording } from '../../core/importers/kwok/kwok-recording.ts';
import { readSchedRecorder } from '../../core/importers/sched-recorder/sched-recorder.ts';
import { readMessagePack } from '../../core/importers/simkube/message-pack.ts';
import { tellSimkubeTrace } from '../../core/importers/simkube/simkube.ts';
import { type LineReader, readJsonLines } from '../../core/importers/text/json-lines.ts';
import { yamlDocuments } from '../../core/importers/text/yaml-documents.ts';
import type { PodOwner } from '../../core/recording/observation.ts';
import { bytesOf, type SourceFile, textOf } from '../../storage/source-file.ts';

export interface SourceFacts {
  /** How many things told are held back to be put in order. */
  readonly lookahead: number;
  /** How fine its times are. */
  readonly resolution: string;
  /** Its objects carry Kubernetes' own stamps. */
  readonly hasStamps: boolean;
}

const EVERYTHING = Number.POSITIVE_INFINITY;

export const SOURCES: Readonly<Record<ImportSource, SourceFacts>> = {
  dump: { lookahead: EVERYTHING, resolution: '1s', hasStamps: true },
  // Requests are logged when they are answered: those under way at once are logged in no order.
  'audit-log': { lookahead: 2_000, resolution: '1us', hasStamps: true },
  'sched-recorder': { lookahead: 1_000, resolution: '1us', hasStamps: true },
  kwok: { lookahead: 2_000, resolution: '1us', hasStamps: true },
  simkube: { lookahead: EVERYTHING, resolution: '1s', hasStamps: false },
  'keg-go': { lookahead: EVERYTHING, resolution: '1ms', hasStamps: false },
  karpenter: { lookahead: EVERYTHING, resolution: '1s', hasStamps: true },
};

export interface ReadContext {
  /** Filled with the controllers of controllers that the source tells. */
  readonly ownerOf: Map<string, PodOwner>;
  readonly moment: number | undefined;
  /** Of a dump: its past, too. */
  readonly history: boolean;
}

/** @returns what is to be said of the files, a sentence each. */
export async function readSources(
  from: ImportSource,
  sources: readonly SourceFile[],
  history: ImportHistory,
  context: ReadContext,
): Promise<string[]> {
  switch (from) {
    case 'dump':
      return readDump(sources, history, context);
    case 'audit-log':
      return readLines(sources, readAuditLog(history));
    case 'sched-recorder':
      return readLines(sources, readSchedRecorder(history));
    case 'kwok':
      return readKwok(sources, history);
    case 'simkube':
      return forEach(sources, async (source) => {
        const bytes = await bytesOf(source);
        const isText = bytes[0] === 0x7b;
        const trace = isText ? parseJson(decoded(bytes), source.file) : readMessagePack(bytes, source.file);
        return tellSimkubeTrace(trace, source.file, history);
      });
    case 'karpenter':
      return forEach(sources, async (source) =>
        tellKarpenterRun(parseJson(decoded(await bytesOf(source)), source.file), source.file, history),
      );
    case 'keg-go':
      return readEventHistory(sources, history);
  }
}

async function readLines(sources: readonly SourceFile[], reader: LineReader): Promise<string[]> {
  for (const source of sources) {
    const lines = readJsonLines(reader, source.file);
    for await (const text of textOf(source)) lines.read(text);
    lines.end();
  }
  return reader.notes();
}

async function readDump(
  sources: readonly SourceFile[],
  history: ImportHistory,
  context: ReadContext,
): Promise<string[]> {
  const dump = createObjectDump();
  for (const source of sources) {
    const text = decoded(await bytesOf(source));
    const { file } = source;
    if (/^\s*[[{]/.test(text)) dump.add(parseJson(text, file), { file });
    else
      for (const document of parseAllDocuments(text)) {
        const [error] = document.errors;
        if (error)
          throw new UserError(error.message.split('\n', 1)[0]!, {
            position: { file, line: error.linePos?.[0].line },
          });
        dump.add(document.toJS(), { file });
      }
  }
  const moment = context.moment ?? dump.moment();
  if (moment === undefined) {
    throw new UserError('the dump has no stamps: when was it taken?', {
      next: 'say it with --moment 2026-03-01T12:00:00Z',
    });
  }
  for (const [uid, owner] of dump.ownerOf) context.ownerOf.set(uid, owner);
  (context.history ? tellDumpHistory : tellDump)(dump, moment, history);
  const { duplicates } = dump.counts;
  return duplicates > 0
    ? [`${duplicates} pods or nodes were in the files more than once, and count once`]
    : [];
}

async function readKwok(sources: readonly SourceFile[], history: ImportHistory): Promise<string[]> {
  const reader = readKwokRecording(history);
  for (const source of sources) {
    for await (const { value, line } of yamlDocuments(textOf(source), source.file)) {
      reader.document(value, { file: source.file, line });
    }
  }
  return [];
}

async function readEventHistory(sources: readonly SourceFile[], history: ImportHistory): Promise<string[]> {
  const files = await Promise.all(
    sources.map(async (source) => ({ file: source.file, text: decoded(await bytesOf(source)) })),
  );
  const [events, ...more] = files.filter(({ text }) => isEventHistory(text));
  if (!events || more.length > 0) {
    throw new UserError(
      events
        ? 'several event_history.csv: they are of several runs'
        : 'none of the files is an event_history.csv',
      {
        next: 'give the event_history.csv of one run, and if you like its NODE_free_resource_history.csv and NODE_allocation_history.csv',
      },
    );
  }
  return tellEventHistory(
    events,
    files.filter(({ file }) => isNodeHistory(file)),
    history,
  );
}

async function forEach(
  sources: readonly SourceFile[],
  read: (source: SourceFile) => Promise<string[]>,
): Promise<string[]> {
  const notes: string[] = [];
  for (const source of sources) notes.push(...(await read(source)));
  return notes;
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /line (\d+) column (\d+)/.exec(error instanceof Error ? error.message : '');
    throw new UserError('this is no JSON', {
      position: {
        file,
        line: position ? Number(position[1]) : undefined,
        column: position ? Number(position[2]) : undefined,
      },
    });
  }
}
