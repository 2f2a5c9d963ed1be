/** Replays a scenario: loads it, plays it on a target, records and measures what the target did. */
import { openRecordingFile, type RecordingFile } from '../files/recording-file.ts';
import type { Figures } from '../measure/figures.ts';
import { createMeasurement } from '../measure/measurement.ts';
import type { Observation, RecordingHeader } from '../recording/observation.ts';
import type { Observer } from '../recording/observer.ts';
import { recordingWriter } from '../recording/recording-writer.ts';
import { templateBook } from '../recording/template-hash.ts';
import type { Played, Target } from '../targets/target.ts';
import { type LoadedPlay, loadPlay, type PlayRequest } from './load-play.ts';

export interface ReplayRequest extends PlayRequest {
  /** Scenario time ÷ wall time. */
  readonly speed: number;
  /** Where the recording goes, if anywhere; `.gz` compresses it. */
  readonly recording?: string | undefined;
  readonly tool: { readonly name: string; readonly version: string };
  /** Keep the observations (for CSV). */
  readonly keepObservations?: boolean;
  /** Told now and then how far the scenario's clock has come, in microseconds. */
  readonly progress?: (scenarioTime: number) => void;
  /** Aborted to end the replay early: the recording and the figures are those of what was played until then. */
  readonly signal?: AbortSignal;
}

export interface Replay {
  readonly header: RecordingHeader;
  readonly figures: Figures;
  readonly observations: readonly Observation[];
  readonly played: Played;
  readonly warnings: readonly string[];
}

/** Observations between two calls of `progress`. */
const PROGRESS_STEP = 20_000;
/** An import without a date starts here; virtual time needs some date, and the same one every time. */
const EPOCH = '1970-01-01T00:00:00.000000000Z';

/**
 * @throws {UserError} for a bad file or flag, before anything is played or written; the recording appears only when it is whole.
 */
export async function replayScenario(request: ReplayRequest, target: Target): Promise<Replay> {
  const loaded = await loadPlay(request);
  const header = headerOf(loaded, request, target);
  const file = request.recording === undefined ? undefined : openRecordingFile(request.recording);
  try {
    const replay = await play(loaded, header, request, target, file);
    file?.commit();
    return replay;
  } finally {
    file?.discard();
  }
}

async function play(
  loaded: LoadedPlay,
  header: RecordingHeader,
  request: ReplayRequest,
  target: Target,
  file: RecordingFile | undefined,
): Promise<Replay> {
  const measurement = createMeasurement(header);
  const writer = file ? recordingWriter((line) => file.emit(line), header) : undefined;
  const observations: Observation[] = [];
  let count = 0;
  const observe = (observation: Observation): void => {
    measurement.observe(observation);
    writer?.observe(observation);
    if (request.keepObservations) observations.push(observation);
    count += 1;
    if (count % PROGRESS_STEP === 0) request.progress?.(observation.at);
  };
  const observer: Observer = { observe, templateHash: templateBook(observe) };
  const warnings = [
    ...loaded.warnings,
    ...target.notModelled(loaded.play).map((sentence) => `warning: ${sentence}`),
  ];
  const played = await target.play({ ...loaded.play, signal: request.signal }, observer);
  // In virtual time nothing is ever late, so that planned and achieved are one.
  const lag = { n: played.events, p50: 0, p95: 0, p99: 0, max: 0 };
  observe({ at: played.end, kind: 'close', speed: { planned: request.speed, achieved: request.speed, lag } });
  return { header, figures: measurement.finish(), observations, played, warnings };
}

function headerOf({ scenario, play }: LoadedPlay, request: ReplayRequest, target: Target): RecordingHeader {
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    name: scenario.name,
    source: {
      kind: 'replay',
      target: target.name,
      kubernetes: play.scheduler.kubernetesVersion,
      scenario: scenario.name,
      seed: play.seed,
      speed: request.speed,
    },
    start: EPOCH,
    tool: request.tool,
    clock: { kind: 'virtual', resolution: '1us' },
    redaction: 'none',
  };
}
