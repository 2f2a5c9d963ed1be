/** Reads a recording that is played: its own nodes and pods, at their own times. */
import { counted } from '../../core/errors/counted.ts';
import { OTHER_FILE } from '../../core/errors/next-steps.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Figures } from '../../core/measure/figures.ts';
import { createMeasurement, type Measurement } from '../../core/measure/measurement.ts';
import { nodeProblems } from '../../core/recording/node-problems.ts';
import type {
  RecordingHeader,
  RecordingSource as RecordingSourceFacts,
} from '../../core/recording/observation.ts';
import { readingProblems } from '../../core/recording/reading-problems.ts';
import { readRecording } from '../../core/recording/recording-reader.ts';
import type { AskedWindow } from '../../core/recording/window/window-bounds.ts';
import { windowSink } from '../../core/recording/window/window-sink.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { modelledVersion } from '../../core/scheduler/kubernetes-version.ts';
import { collectRecordedPlay, type RecordedPlay } from '../../core/timeline/recorded-play.ts';
import { type SourceFile, textOf } from '../../storage/source-file.ts';

export interface PlayedRecording extends Omit<RecordedPlay, 'observe' | 'end' | 'scenario'> {
  /** The recording's own figures, which the replay's are compared with. */
  readonly figures: Figures;
  /** The recording as a scenario without pods and nodes: its name, seed, length, Kubernetes version and scheduler configuration. */
  readonly scenario: Scenario;
  /** When it starts, RFC 3339. */
  readonly start: string;
  /** The part of the recording that this is; undefined: all of it. */
  readonly window: RecordingSourceFacts['window'];
  /** The release of the cluster, where the model has no rules of it; undefined where it has, or where it is not known. */
  readonly unmodelledVersion: string | undefined;
  /** What cannot be played as it was recorded. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a recording, or a window of it, in one pass.
 *
 * @throws {UserError} if it is damaged, with file and line, and if it contains nothing to play.
 */
export async function readRecordingSource(source: SourceFile, asked: AskedWindow): Promise<PlayedRecording> {
  const play = collectRecordedPlay();
  let header: RecordingHeader | undefined;
  let measurement: Measurement | undefined;
  const sink = windowSink(asked, {
    header(first) {
      header = first;
      measurement = createMeasurement(first);
    },
    observe(observation) {
      measurement?.observe(observation);
      play.observe(observation);
    },
  });
  const read = await readRecording(textOf(source), sink, source.file);
  sink.end(source.file);
  const { file } = source;
  const { nodes, pods, objects, schedulerChanges } = play;
  if (!header || !measurement)
    throw new UserError('the file is empty', { position: { file }, next: OTHER_FILE });
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
    figures: measurement.finish(),
    start: header.start,
    window: header.source.window,
    unmodelledVersion: unmodelledVersionOf(header),
    scenario: play.scenario(header, file),
    problems: [
      ...readingProblems(file, read),
      ...nodeProblems(header),
      ...problemsOf({ pods, nodes, objects }, header),
    ],
  };
}

function unmodelledVersionOf({ source: { kubernetes } }: RecordingHeader): string | undefined {
  return kubernetes !== undefined && modelledVersion(kubernetes) === undefined ? kubernetes : undefined;
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
    const message = `the replay plays ${counted(resized, 'pod')} with the first requests: a resize in place is not replayed`;
    problems.push({ code: 'played-otherwise', severity: 'warning', message });
  }
  if (lacksDeciding && objects.size === 0) {
    const message =
      'the recording has no labels of pods and no objects that decide: how pods spread, and affinities to pods, cannot be played';
    problems.push({ code: 'without-objects', severity: 'warning', message, next: 'record it anew' });
  }
  return problems;
}
