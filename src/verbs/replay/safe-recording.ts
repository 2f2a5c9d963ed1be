/** Loads a play and opens its recording so that no input and no existing file is overwritten. */

import type { Output } from '../../storage/output-name.ts';
import type { RecordingFile } from '../../storage/recording-file.ts';
import { type ResultsFolder, resultsFolderFor } from '../../storage/results-folder.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import { loadPlay } from './load-play.ts';
import type { LoadedPlay, PlayRequest } from './play-request.ts';

export interface ReplayOutputs {
  /** Where the recording goes, if anywhere; `.gz` compresses it. */
  readonly recording?: string | undefined;
  /** Where files of it are written. Undefined: none are. */
  readonly folder?: ResultsFolder | undefined;
  /** Files that the command reads beside the scenario and the scheduler's configuration, such as a kubeconfig. */
  readonly alsoReads?: readonly string[];
  /** Replace files that exist. Default false. */
  readonly force?: boolean;
}

/** Checks the outputs before anything is read, and again once the scenario has named the files that it reads. */
export async function loadSafely(request: PlayRequest & ReplayOutputs): Promise<LoadedPlay> {
  const { file, schedulerConfig, alsoReads = [], recording, folder, force = false } = request;
  const outputs: Output[] =
    recording === undefined ? [] : [{ flag: '-o', path: recording, kind: 'recording' }];
  const inputs = [file, schedulerConfig, ...alsoReads];
  refuseUnsafeOutputs({ inputs, outputs, force });
  const loaded = await loadPlay(request);
  if (folder !== undefined) {
    const path = resultsFolderFor(folder, loaded.scenario.name);
    outputs.push({ flag: folder.flag, path, kind: 'folder' });
  }
  refuseUnsafeOutputs({ inputs: [...inputs, ...loaded.inputs], outputs, force });
  return loaded;
}

/** The recording appears in its place when it is complete. A path that can't be written is refused before anything is played. */
export async function withRecordingFile<Result>(
  { recording, force = false }: ReplayOutputs,
  work: (file: RecordingFile | undefined) => Promise<Result>,
): Promise<Result> {
  const file = recording === undefined ? undefined : await openedFile(recording, force);
  try {
    return await work(file);
  } finally {
    file?.discard();
  }
}

/** Its code is loaded only for a replay that is recorded: others start sooner without it. */
async function openedFile(path: string, overwrite: boolean): Promise<RecordingFile> {
  const { openRecordingFile } = await import('../../storage/recording-file.ts');
  return openRecordingFile(path, { overwrite });
}
