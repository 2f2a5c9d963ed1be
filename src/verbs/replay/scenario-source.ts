/** Reads a scenario file and the recording of pods that it may name. */
import { dirname, isAbsolute, join } from 'node:path';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { loadScenario } from '../../core/scenario/load-scenario.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { collectRecordedPods } from '../../core/timeline/recorded-pods.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';
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
 * @param path of the file; the path of a recording that it names is relative to it.
 * @throws {UserError} for an invalid scenario (its first error, and how many more there are), and for one that contains nothing to play.
 */
export async function readScenarioSource(source: SourceFile, path: string): Promise<ScenarioSource> {
  const { scenario, problems } = loadScenario(await wholeTextOf(source), path);
  if (!scenario) throw invalid(problems);
  if (!hasEvents(scenario)) {
    throw new UserError('the scenario contains nothing to play', {
      position: scenario.position,
      next: 'add pods under events.pods, or workloads under events.workloads: docs/reference/scenario.md',
    });
  }
  const { recorded } = scenario;
  const recordedFile = recorded === undefined ? undefined : pathBeside(path, recorded);
  const recordedPods = recordedFile === undefined ? [] : await readRecordedPods(recordedFile);
  return { scenario, problems, recordedPods, recordedFile };
}

function invalid(problems: readonly Problem[]): UserError {
  const [first, ...others] = problems.filter((problem) => problem.severity === 'error');
  return new UserError(first?.message ?? 'is no scenario', {
    position: first?.position,
    next:
      others.length === 0
        ? undefined
        : `and ${others.length} more: see kubectl keg validate ${first?.position?.file}`,
  });
}

/** A replay of nothing would print an empty table, as if the cluster had been idle. */
function hasEvents({ recorded, pods, workloads, nodeEvents, schedulerEvents }: Scenario): boolean {
  const events = pods.length + workloads.length + nodeEvents.length + schedulerEvents.length;
  return events > 0 || recorded !== undefined;
}

function pathBeside(file: string, other: string): string {
  return isAbsolute(other) ? other : join(dirname(file), other);
}

async function readRecordedPods(path: string): Promise<readonly Planned[]> {
  const pods = collectRecordedPods();
  await readRecordingFile(path, { header() {}, observe: pods.observe });
  return pods.planned();
}
