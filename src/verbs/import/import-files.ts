/** Turns files of other tools into a recording: finds out what they are, reads them, and writes the recording whole or not at all. */
import { basename } from 'node:path';
import { UserError } from '../../core/errors/user-error.ts';
import { type DetectedSource, detectSource, type ImportSource } from '../../core/importers/detect-source.ts';
import { createImportHistory, type ImportCounts } from '../../core/importers/history/import-history.ts';
import type { Observation, PodOwner, RecordingHeader } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { recordingWriter } from '../../core/recording/recording-writer.ts';
import { createRedaction, type RedactionPolicy } from '../../core/recording/redaction/redaction.ts';
import { formatMoment } from '../../core/time/moment.ts';
import { openRecordingFile } from '../../storage/recording-file.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import { openSourceFile, type SourceFile } from '../../storage/source-file.ts';
import { readSources, SOURCES } from './read-sources.ts';

export interface ImportRequest {
  readonly files: readonly string[];
  /** What the files are; undefined: to be found out. */
  readonly from: ImportSource | undefined;
  /** The recording to write; `.gz` compresses it. */
  readonly output: string;
  /** Replace a file that is there already. */
  readonly force: boolean;
  /** What does not get into the recording. */
  readonly redaction: RedactionPolicy;
  /** When a dump was taken, in microseconds since the Unix epoch; undefined: its latest stamp. */
  readonly moment: number | undefined;
  /** Of a dump: tell what its stamps say of the past, too. */
  readonly history?: boolean;
  readonly tool: { readonly name: string; readonly version: string };
}

export interface ImportResult extends ImportCounts {
  readonly from: ImportSource;
  readonly output: string;
  /** They are kept, and not pseudonyms. */
  readonly hasNames: boolean;
  /** RFC 3339. */
  readonly start: string;
  readonly nodes: number;
  readonly removed: number;
  readonly pods: number;
  readonly bound: number;
  readonly deleted: number;
  readonly gaps: number;
  /** What is to be said of the source, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads the files in the order in which they are given and writes the recording.
 *
 * @throws {UserError} (exit code 2) for files that cannot be read, are of no known kind or of several, or hold something wrong (with file
 *         and line), and for an output that is there already and `force` is not given. Nothing is written then.
 */
export async function importFiles(request: ImportRequest): Promise<ImportResult> {
  const { output, force, files } = request;
  refuseUnsafeOutputs({ inputs: files, outputs: [{ flag: '-o', path: output, kind: 'recording' }], force });
  const sources: SourceFile[] = [];
  const recording = openRecordingFile(output, { overwrite: force });
  try {
    for (const file of files) sources.push(await openSourceFile(file));
    const from = request.from ?? kindOfAll(sources);
    const redaction = createRedaction(request.redaction);
    const tally = createTally();
    let start = 0;
    const begin = (moment: number): Observer => {
      start = moment;
      const header = headerOf(request, from, moment, redaction.summary);
      const writer = recordingWriter((line) => recording.emit(line), header);
      return tally.counting(redaction.before(writer));
    };
    const ownerOf = new Map<string, PodOwner>();
    const { keepsLabels, keepsImages } = redaction;
    const { lookahead } = SOURCES[from];
    const history = createImportHistory(begin, { lookahead, keepsLabels, keepsImages, ownerOf });
    const notes = await readSources(from, sources, history, {
      ownerOf,
      moment: request.moment,
      history: request.history ?? false,
    });
    const counts = history.end();
    const { pods, nodes } = tally.counts;
    if (pods + nodes === 0) {
      throw new UserError(`${files.join(', ')}: holds no pods and no nodes`, {
        next: notes[0] ?? 'docs/how-to/import-files.md says what each kind of file must hold',
      });
    }
    recording.commit();
    return {
      ...counts,
      ...tally.counts,
      from,
      output,
      start: formatMoment(start),
      hasNames: request.redaction.names === 'kept',
      notes,
    };
  } finally {
    for (const source of sources) source.close();
    recording.discard();
  }
}

function kindOfAll(sources: readonly SourceFile[]): ImportSource {
  const kinds = new Map<DetectedSource, string>();
  for (const { head, file } of sources) {
    const kind = detectSource(head, file);
    if (kind === undefined) {
      throw new UserError(`${file} is of no known kind`, {
        next: `say what it is with --from ${Object.keys(SOURCES).join('|')}; docs/how-to/import-files.md describes each`,
      });
    }
    kinds.set(kind, file);
  }
  const [[kind, file] = [undefined, '']] = kinds;
  if (kind === 'recording') {
    throw new UserError(`${file} is a recording already`, {
      next: 'print it with kubectl keg report, or play it with kubectl keg replay',
    });
  }
  if (kinds.size > 1 || kind === undefined) {
    const list = [...kinds].map(([each, at]) => `${at}: ${each}`).join(', ');
    throw new UserError(`the files are of several kinds (${list})`, {
      next: 'import each kind into a recording of its own',
    });
  }
  return kind;
}

function headerOf(
  request: ImportRequest,
  from: ImportSource,
  moment: number,
  redaction: string,
): RecordingHeader {
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    name: basename(request.output).replace(/(?:\.keg)?\.jsonl(?:\.gz)?$/, ''),
    source: { kind: 'import', from },
    start: formatMoment(moment),
    tool: request.tool,
    clock: {
      kind: 'stamps',
      resolution: SOURCES[from].resolution,
      ...(SOURCES[from].hasStamps && { stamps: '1s' }),
    },
    redaction,
  };
}

function createTally() {
  const counts = { pods: 0, nodes: 0, bound: 0, removed: 0, deleted: 0, gaps: 0 };
  const count = ({ kind }: Observation): void => {
    if (kind === 'pod-created') counts.pods += 1;
    else if (kind === 'node-added') counts.nodes += 1;
    else if (kind === 'pod-bound') counts.bound += 1;
    else if (kind === 'pod-deleted') counts.deleted += 1;
    else if (kind === 'node-removed') counts.removed += 1;
    else if (kind === 'gap') counts.gaps += 1;
  };
  return {
    counts,
    counting: (observer: Observer): Observer => ({
      templateHash: observer.templateHash,
      observe(observation) {
        count(observation);
        observer.observe(observation);
      },
    }),
  };
}
