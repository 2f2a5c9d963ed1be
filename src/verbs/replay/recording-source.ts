/** Reads a recording that is to be played: its own nodes, its own pods, at their own times. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { createMeasurement, type Measurement } from '../../core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import { type RecordingSink, readRecording } from '../../core/recording/recording-reader.ts';
import { emptyScenario } from '../../core/scenario/empty-scenario.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { KUBERNETES_VERSIONS } from '../../core/scheduler/kubernetes-version.ts';
import { formatDuration } from '../../core/time/duration.ts';
import { collectRecordedNodes, type RecordedNodes } from '../../core/timeline/recorded-nodes.ts';
import { collectRecordedPods, type RecordedPods } from '../../core/timeline/recorded-pods.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';
import { type SourceFile, textOf } from '../../storage/source-file.ts';

export interface LoadedRecording {
  readonly header: RecordingHeader;
  readonly nodes: RecordedNodes;
  readonly pods: RecordedPods;
  /** Changes of the scheduler that the recording tells. */
  readonly schedulerChanges: readonly Planned[];
  /** Its measurement, for a comparison with the replay's. */
  readonly measurement: Measurement;
  /** As if it had been written as a scenario: without pods and nodes, with its name, seed and length. */
  readonly scenario: Scenario;
  /** What can't be played as it was. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a recording in one pass.
 *
 * @throws {UserError} if it is damaged, with file and line.
 */
export async function loadRecording(source: SourceFile, path: string): Promise<LoadedRecording> {
  const nodes = collectRecordedNodes();
  const pods = collectRecordedPods();
  const schedulerChanges: Planned[] = [];
  let header: RecordingHeader | undefined;
  let measurement: Measurement | undefined;
  let end = 0;
  const sink: RecordingSink = {
    header(read) {
      header = read;
      measurement = createMeasurement(read);
    },
    observe(observation) {
      end = observation.at;
      measurement?.observe(observation);
      nodes.observe(observation);
      pods.observe(observation);
      if (observation.kind === 'scheduler-changed') schedulerChanges.push(schedulerChange(observation));
    },
  };
  if (path === '-') await readRecording(textOf(source), sink, source.file);
  else {
    source.close();
    await readRecordingFile(path, sink);
  }
  if (!header || !measurement) throw new UserError('the file is empty', { position: { file: source.file } });
  const scenario = scenarioOf(header, source.file, end);
  return {
    header,
    nodes,
    pods,
    schedulerChanges,
    measurement,
    scenario,
    problems: problemsOf(pods, nodes, header),
  };
}

/** What else there is to say once its gaps are known. */
export function gapProblem(gaps: { readonly count: number; readonly total: number }): Problem[] {
  if (gaps.count === 0) return [];
  const length = formatDuration(Math.round(gaps.total / 1e6) * 1e6);
  const message = `${length} of the recording were not seen: what came and went in them is not played`;
  return [{ code: 'observation-gap', severity: 'warning', message }];
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
  const version = /^v?(\d+\.\d+)/.exec(source.kubernetes ?? '')?.[1];
  return {
    ...emptyScenario(name ?? source.scenario ?? 'recording', file),
    seed: source.seed,
    duration: end,
    kubernetesVersion: KUBERNETES_VERSIONS.find((known) => known === version),
  };
}

function problemsOf(pods: RecordedPods, nodes: RecordedNodes, { source }: RecordingHeader): Problem[] {
  const { resized } = pods;
  const problems: Problem[] = [];
  if (nodes.size === 0) {
    const from = source.from === undefined ? '' : ` (from ${source.from})`;
    const message = `the recording${from} has no nodes: give some with --nodes COUNT:cpu=…,memory=…`;
    problems.push({ code: 'no-nodes', severity: 'warning', message });
  }
  if (resized > 0) {
    const message = `${resized} pods were resized in place: they are played with what they asked for at first`;
    problems.push({ code: 'played-otherwise', severity: 'warning', message });
  }
  return problems;
}
