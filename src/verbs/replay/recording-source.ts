/** Reads a recording that is played: its own nodes and pods, at their own times. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { createMeasurement, type Measurement } from '../../core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import { readingProblems } from '../../core/recording/reading-problems.ts';
import { readRecording } from '../../core/recording/recording-reader.ts';
import { emptyScenario } from '../../core/scenario/empty-scenario.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { modelledVersion } from '../../core/scheduler/kubernetes-version.ts';
import { collectRecordedNodes, type RecordedNodes } from '../../core/timeline/recorded-nodes.ts';
import { collectReplayedObjects, type ReplayedObjects } from '../../core/timeline/recorded-objects.ts';
import { collectRecordedPods, type RecordedPods } from '../../core/timeline/recorded-pods.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';
import { type SourceFile, textOf } from '../../storage/source-file.ts';

export interface PlayedRecording {
  readonly nodes: RecordedNodes;
  readonly pods: RecordedPods;
  readonly objects: ReplayedObjects;
  /** Changes of the scheduler that the recording contains. */
  readonly schedulerChanges: readonly Planned[];
  /** The recording's own measurement, which the replay's is compared with. */
  readonly measurement: Measurement;
  /** The recording as a scenario without pods and nodes: its name, seed, length, Kubernetes version and scheduler configuration. */
  readonly scenario: Scenario;
  /** What cannot be played as it was recorded. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a recording in one pass.
 *
 * @throws {UserError} if it is damaged, with file and line, and if it contains nothing to play.
 */
export async function readRecordingSource(source: SourceFile): Promise<PlayedRecording> {
  const nodes = collectRecordedNodes();
  const pods = collectRecordedPods();
  const objects = collectReplayedObjects();
  const schedulerChanges: Planned[] = [];
  let header: RecordingHeader | undefined;
  let measurement: Measurement | undefined;
  let end = 0;
  const read = await readRecording(
    textOf(source),
    {
      header(first) {
        header = first;
        measurement = createMeasurement(first);
      },
      observe(observation) {
        end = observation.at;
        measurement?.observe(observation);
        nodes.observe(observation);
        pods.observe(observation);
        objects.observe(observation);
        if (observation.kind === 'scheduler-changed') schedulerChanges.push(schedulerChange(observation));
      },
    },
    source.file,
  );
  const { file } = source;
  if (!header || !measurement) throw new UserError('the file is empty', { position: { file } });
  if (nodes.size === 0 && pods.placements().length === 0) {
    throw new UserError('the recording contains no pods and no nodes: there is nothing to play', {
      position: { file },
      next: 'record for longer, or other namespaces',
    });
  }
  return {
    nodes,
    pods,
    objects,
    schedulerChanges,
    measurement,
    scenario: scenarioOf(header, file, end),
    problems: [...readingProblems(file, read), ...problemsOf({ pods, nodes, objects }, header)],
  };
}

function schedulerChange({
  at,
  name,
  weights,
  configuration,
}: Extract<Observation, { kind: 'scheduler-changed' }>): Planned {
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(weights === undefined ? {} : { weights }),
    ...(configuration === undefined ? {} : { configuration }),
  };
  return { at, action: { kind: 'change-scheduler', change } };
}

function scenarioOf({ name, source }: RecordingHeader, file: string, end: number): Scenario {
  const empty = emptyScenario(name ?? source.scenario ?? 'recording', file);
  return {
    ...empty,
    scheduler: { ...empty.scheduler, configuration: source.configuration },
    seed: source.seed,
    duration: end,
    kubernetesVersion: modelledVersion(source.kubernetes ?? ''),
  };
}

function problemsOf(
  { pods, nodes, objects }: Pick<PlayedRecording, 'pods' | 'nodes' | 'objects'>,
  { source }: RecordingHeader,
): Problem[] {
  const { resized, lacksDeciding } = pods;
  const problems: Problem[] = [];
  if (nodes.size === 0) {
    const from = source.from === undefined ? '' : ` (from ${source.from})`;
    const message = `the recording${from} has no nodes: give some with --nodes COUNT:cpu=…,memory=…`;
    problems.push({ code: 'no-nodes', severity: 'warning', message });
  }
  if (resized > 0) {
    const message = `${resized} pods were resized in place: they are played with their first requests`;
    problems.push({ code: 'played-otherwise', severity: 'warning', message });
  }
  if (lacksDeciding && objects.size === 0) {
    const message =
      'the recording has no labels of pods and no objects that decide: how pods spread, and affinities to pods, cannot be played';
    problems.push({ code: 'without-objects', severity: 'warning', message, next: 'record it anew' });
  }
  return problems;
}
