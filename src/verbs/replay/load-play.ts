/** Loads what a replay plays: opens the file once, recognises a scenario or a recording, and reads it once. */
import { fileHead } from '../../core/importers/file-kinds/file-head.ts';
import { requireRole } from '../../core/importers/file-kinds/name-file.ts';
import { parseKubernetesVersion } from '../../core/scheduler/kubernetes-version.ts';
import { openSourceFile } from '../../storage/source-file.ts';
import { playOfRecording } from './play-of-recording.ts';
import { playOfScenario } from './play-of-scenario.ts';
import type { LoadedPlay, PlayRequest, SchedulerChoices } from './play-request.ts';
import { readRecordingSource } from './recording-source.ts';
import { readScenarioSource } from './scenario-source.ts';
import { readSchedulerConfiguration } from './scheduler-configuration-file.ts';

/**
 * Loads the file and expands it into a timeline.
 *
 * @throws {UserError} (exit code 2) for a file that cannot be read, is neither a scenario nor a recording (naming what it is), is invalid or
 *         contains nothing to play, and for flags that do not go with it.
 */
export async function loadPlay(request: PlayRequest): Promise<LoadedPlay> {
  const choices = await readChoices(request);
  const source = await openSourceFile(request.file);
  try {
    const head = fileHead(source.head, source.file);
    const role = requireRole(head, ['scenario', 'recording'], 'a scenario or a recording');
    return role === 'recording'
      ? playOfRecording(await readRecordingSource(source), request, choices)
      : playOfScenario(await readScenarioSource(source, request.file), request, choices);
  } finally {
    source.close();
  }
}

async function readChoices({ kubernetesVersion, schedulerConfig }: PlayRequest): Promise<SchedulerChoices> {
  return {
    kubernetesVersion:
      kubernetesVersion === undefined ? undefined : parseKubernetesVersion(kubernetesVersion),
    schedulerConfiguration:
      schedulerConfig === undefined ? undefined : await readSchedulerConfiguration(schedulerConfig),
  };
}
