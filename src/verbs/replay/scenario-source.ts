/** Reads a scenario file and the recording of pods that it may name. */
import { invalidScenario } from '../../core/errors/invalid-scenario.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { refuseIdleScenario } from '../../core/scenario/refuse-idle-scenario.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';
import { recordedFileOf } from '../../storage/recorded-file.ts';
import { loadScenarioFile } from '../../storage/scenario-file.ts';
import { type SourceFile, wholeTextOf } from '../../storage/source-file.ts';

export interface ScenarioSource {
  readonly scenario: Scenario;
  readonly problems: readonly Problem[];
  /** Pods of the recording that the scenario names. */
  readonly recordedPods: readonly Planned[];
  /** Path of that recording. */
  readonly recordedFile: string | undefined;
}

/**
 * Reads a scenario.
 *
 * @param path of the file; the paths of a recording and of tables that it names are relative to it.
 * @throws {UserError} for an invalid scenario (its first error, and how many more there are), and for one that contains nothing to play.
 */
export async function readScenarioSource(source: SourceFile, path: string): Promise<ScenarioSource> {
  const { scenario, problems } = await loadScenarioFile(await wholeTextOf(source), path);
  if (!scenario) throw invalidScenario(problems);
  refuseIdleScenario(scenario);
  const recordedFile = recordedFileOf(path, scenario);
  const recorded = recordedFile === undefined ? undefined : await readRecordedPods(recordedFile);
  return {
    scenario,
    problems: [...problems, ...(recorded?.problems ?? [])],
    recordedPods: recorded?.pods ?? [],
    recordedFile,
  };
}

/** Its code is loaded only for a scenario that names a recording: others start sooner without it. */
async function readRecordedPods(
  path: string,
): Promise<{ readonly pods: readonly Planned[]; readonly problems: readonly Problem[] }> {
  const { readingProblems } = await import('../../core/recording/reading-problems.ts');
  const { collectRecordedPods } = await import('../../core/timeline/recorded-pods.ts');
  const { readRecordingFile } = await import('../../storage/recording-file.ts');
  const pods = collectRecordedPods();
  const end = await readRecordingFile(path, { header() {}, observe: pods.observe });
  return { pods: pods.planned(), problems: readingProblems(path, end) };
}
