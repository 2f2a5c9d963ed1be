/** Imports files in tests, and returns what the recording contains. */
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { ImportFormat } from '../../../src/core/importers/import-format.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import { readRecordingFile } from '../../../src/storage/recording-file.ts';
import {
  type ImportRequest,
  type ImportResult,
  importFiles,
} from '../../../src/verbs/import/import-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

export interface Imported {
  readonly output: string;
  readonly result: ImportResult;
  readonly header: RecordingHeader;
  readonly observations: readonly Observation[];
}

export async function imported(
  t: ExecutionContext,
  files: readonly string[],
  options: Partial<ImportRequest> = {},
  formats?: readonly ImportFormat[],
): Promise<Imported> {
  const output = options.output ?? join(temporaryFolder(t), 'imported.keg.jsonl');
  const request: ImportRequest = {
    files,
    from: undefined,
    force: false,
    redaction: { names: 'kept' },
    moment: undefined,
    tool: { name: 'test', version: '0' },
    ...options,
    output,
  };
  const result = await importFiles(request, formats);
  const observations: Observation[] = [];
  let header: RecordingHeader | undefined;
  await readRecordingFile(output, {
    header(read) {
      header = read;
    },
    observe: (observation) => observations.push(observation),
  });
  if (!header) throw new Error('no header');
  return { output, result, header, observations };
}

export function ofKind<Kind extends Observation['kind']>(
  observations: readonly Observation[],
  kind: Kind,
): Extract<Observation, { kind: Kind }>[] {
  return observations.filter((each): each is Extract<Observation, { kind: Kind }> => each.kind === kind);
}
