/** Converts files of other tools into a recording: recognises their format, reads them, and writes the whole recording or nothing. */
import { basename } from 'node:path';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { FileHead } from '../../core/importers/file-kinds/file-head.ts';
import { kindOfFile, wrongFile } from '../../core/importers/file-kinds/name-file.ts';
import { formatNamed } from '../../core/importers/find-format.ts';
import { createImportHistory, type ImportCounts } from '../../core/importers/history/import-history.ts';
import type { ImportFormat } from '../../core/importers/import-format.ts';
import { IMPORT_FORMATS } from '../../core/importers/import-formats.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import type { PodOwner } from '../../core/recording/pod-observation.ts';
import { recordingWriter } from '../../core/recording/recording-writer.ts';
import { createRedaction, type RedactionPolicy } from '../../core/recording/redaction/redaction.ts';
import { formatMoment } from '../../core/time/moment.ts';
import { openRecordingFile } from '../../storage/recording-file.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import { type FoundFiles, findFiles } from './found-files.ts';
import { readFiles } from './read-files.ts';

export interface ImportRequest {
  readonly files: readonly string[];
  /** Name of the files' format; undefined: it is recognised. */
  readonly from: string | undefined;
  /** The recording to write; `.gz` compresses it. */
  readonly output: string;
  /** Replace a file that is there already. */
  readonly force: boolean;
  /** What the recording leaves out. */
  readonly redaction: RedactionPolicy;
  /** When a dump was taken, in microseconds since the Unix epoch; undefined: its latest stamp. */
  readonly moment: number | undefined;
  /** Of a dump: report the past that its stamps contain, too. */
  readonly history?: boolean;
  readonly tool: { readonly name: string; readonly version: string };
}

export interface ImportResult extends ImportCounts {
  /** Name of the format. */
  readonly from: string;
  readonly output: string;
  /** Whether names are kept; else they are pseudonyms. */
  readonly hasNames: boolean;
  /** RFC 3339. */
  readonly start: string;
  readonly nodes: number;
  readonly removed: number;
  readonly pods: number;
  readonly bound: number;
  readonly deleted: number;
  readonly gaps: number;
}

/**
 * Reads the files in the order in which they are given and writes the recording.
 *
 * @param formats the formats that are known.
 * @throws {UserError} (exit code 2) for files that cannot be read, are of no known format or of several, or contain an error (with file
 *         and line), and for an output that exists already if `force` is not given. Nothing is written then.
 */
export async function importFiles(
  request: ImportRequest,
  formats: readonly ImportFormat[] = IMPORT_FORMATS,
): Promise<ImportResult> {
  const { output, force, files } = request;
  refuseUnsafeOutputs({ inputs: files, outputs: [{ flag: '-o', path: output, kind: 'recording' }], force });
  const chosen = request.from === undefined ? undefined : formatNamed(request.from, formats);
  let found: FoundFiles | undefined;
  let discard = (): void => {};
  try {
    // The output may be in a folder that is read, so it is opened after the files are found.
    found = await findFiles(files, formats, chosen);
    const recording = openRecordingFile(output, { overwrite: force });
    discard = () => recording.discard();
    const { sources, heads, format } = found;
    const redaction = createRedaction(request.redaction);
    const tally = createTally();
    let start = 0;
    const begin = (moment: number): Observer => {
      start = moment;
      const header = headerOf(request, format, moment, redaction.summary);
      const writer = recordingWriter((line) => recording.emit(line), header);
      return tally.counting(redaction.before(writer));
    };
    const ownerOf = new Map<string, PodOwner>();
    const { lookahead } = format;
    const history = createImportHistory(begin, { lookahead, ownerOf });
    const read = await readFiles(format, sources, history, {
      ownerOf,
      moment: request.moment,
      isWithHistory: request.history ?? false,
    });
    const problems = [...found.problems, ...read];
    const counts = history.end(problems);
    const { pods, nodes } = tally.counts;
    if (pods + nodes === 0) {
      throw nothingIn(heads, format, problems);
    }
    await recording.commit();
    return {
      ...counts,
      problems: pods === 0 ? [...counts.problems, NO_PODS] : counts.problems,
      ...tally.counts,
      from: format.name,
      output,
      start: formatMoment(start),
      hasNames: request.redaction.names === 'kept',
    };
  } finally {
    found?.close();
    discard();
  }
}

const NO_PODS: Problem = {
  code: 'nothing-to-play',
  severity: 'warning',
  message: 'the files contain no pods: the recording has nodes alone',
};

/** The first file names the reason: it may be another kind of file than its format says. */
function nothingIn(
  heads: readonly FileHead[],
  format: ImportFormat,
  [problem]: readonly Problem[],
): UserError {
  const [first] = heads;
  const kind = first && kindOfFile(first);
  if (heads.length === 1 && kind && kind.title !== format.title) {
    return wrongFile(first, `${format.title} with pods or nodes`);
  }
  return new UserError(`${heads.map(({ file }) => file).join(', ')}: contains no pods and no nodes`, {
    next: problem?.message ?? 'docs/reference/importers.md says what the files of each format must contain',
  });
}

function headerOf(
  request: ImportRequest,
  format: ImportFormat,
  moment: number,
  redaction: string,
): RecordingHeader {
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    name: basename(request.output).replace(/(?:\.keg)?\.jsonl(?:\.gz)?$/, ''),
    source: { kind: 'import', from: format.name },
    start: formatMoment(moment),
    tool: request.tool,
    clock: {
      kind: 'stamps',
      resolution: format.resolution,
      ...(format.hasStamps && { stamps: '1s' }),
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
