/** Replays a scenario: loads it, plays it on a target, records and measures what the target did. */

import type { RecordingHeader } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { csvFolderFor } from '../../storage/csv-folder.ts';
import type { Output } from '../../storage/output-name.ts';
import { openRecordingFile, type RecordingFile } from '../../storage/recording-file.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import type { LiveTarget } from '../../targets/live/live-target.ts';
import type { Played, Target } from '../../targets/target.ts';
import { loadPlay } from './load-play.ts';
import { type LiveReplay, type LiveRequest, playLive } from './play-live.ts';
import type { LoadedPlay, PlayRequest } from './play-request.ts';
import { type Recorded, recordReplay } from './record-replay.ts';
import type { RecordingDifference } from './recording-difference.ts';

export interface ReplayRequest extends PlayRequest {
  /** Scenario time ÷ wall time. */
  readonly speed: number;
  /** Where the recording goes, if anywhere; `.gz` compresses it. */
  readonly recording?: string | undefined;
  /** The CSV files that are written of it: `folder` undefined is the default folder. Undefined: none. */
  readonly csv?: { readonly folder: string | undefined } | undefined;
  /** Files that the command reads beside the scenario and the scheduler's configuration, such as a kubeconfig. */
  readonly alsoReads?: readonly string[];
  /** Replace files that exist. Default false. */
  readonly force?: boolean;
  readonly tool: { readonly name: string; readonly version: string };
  /** Keep the observations (for CSV). */
  readonly keepObservations?: boolean;
  /** Told now and then how far the scenario's clock has come, in microseconds. */
  readonly progress?: (scenarioTime: number) => void;
  /** Aborted to end the replay early: the recording and the figures are those of what was played until then. */
  readonly signal?: AbortSignal;
}

export interface Replay extends Recorded {
  readonly played: Played;
  readonly warnings: readonly string[];
  /** Where a recording was played: what came out otherwise. */
  readonly difference?: RecordingDifference;
}

/** What of a live replay is asked beside what every replay is. */
export type LiveOptions = Pick<LiveRequest, 'dryRun' | 'keep' | 'probe' | 'announce' | 'moment' | 'doing'>;

/** An import without a date starts here; virtual time needs some date, and the same one every time. */
const EPOCH = '1970-01-01T00:00:00.000000000Z';

/**
 * In virtual time, on a target inside keg.
 *
 * @throws {UserError} for a bad file or flag, before anything is played or written; the recording appears only when it is whole.
 */
export async function replayScenario(request: ReplayRequest, target: Target): Promise<Replay> {
  const loaded = await loadSafely(request);
  const { play } = loaded;
  const warnings = [
    ...loaded.warnings,
    ...target.notModelled(play).map((sentence) => `warning: ${sentence}`),
  ];
  return withRecordingFile(request, async (file) => {
    const header = headerOf(loaded, request, target.name, {
      start: EPOCH,
      kubernetes: play.scheduler.kubernetesVersion,
      clock: { kind: 'virtual', resolution: '1us' },
    });
    const { keepObservations, progress } = request;
    const recorder = recordReplay(header, { file, keepObservations, progress });
    const observer = watched(recorder.observer, loaded.recorded?.meter);
    const played = await target.play({ ...play, signal: request.signal }, observer);
    // In virtual time nothing is ever late, so that planned and achieved are one.
    const lag = { n: played.events, p50: 0, p95: 0, p99: 0, max: 0 };
    const speed = { planned: request.speed, achieved: request.speed, lag };
    const replayed = recorder.close(played.end, speed);
    const { recorded } = loaded;
    const difference = recorded && { difference: recorded.meter.compare(recorded.figures, replayed.figures) };
    return { ...replayed, played, warnings, ...difference };
  });
}

/** Shows another one all that is observed, too. */
function watched(observer: Observer, also: Pick<Observer, 'observe'> | undefined): Observer {
  if (!also) return observer;
  return {
    templateHash: observer.templateHash,
    observe(observation) {
      also.observe(observation);
      observer.observe(observation);
    },
  };
}

/**
 * In real time, on a cluster.
 *
 * @throws {UserError} for a bad file or flag, and where the cluster refuses the play.
 */
export async function replayLive(
  request: ReplayRequest & { readonly signal: AbortSignal },
  options: LiveOptions,
  target: LiveTarget,
): Promise<LiveReplay> {
  const loaded = await (options.dryRun ? loadPlay(request) : loadSafely(request));
  options.announce(loaded.warnings);
  const { speed, signal, keepObservations } = request;
  return withRecordingFile(options.dryRun ? {} : request, (file) => {
    const headerAt: LiveRequest['headerAt'] = (start, kubernetes) =>
      headerOf(loaded, request, target.name, {
        start,
        kubernetes,
        // A microsecond of the wall is that much of the scenario.
        clock: { kind: 'monotonic', resolution: `${Math.max(1, Math.round(speed))}us` },
      });
    return playLive(loaded.play, { ...options, speed, file, keepObservations, signal, headerAt }, target);
  });
}

/** Checks the outputs before anything is read, and again once the scenario has named the files that it reads. */
async function loadSafely(request: ReplayRequest): Promise<LoadedPlay> {
  const { file, schedulerConfig, alsoReads = [], recording, csv, force = false } = request;
  const outputs: Output[] =
    recording === undefined ? [] : [{ flag: '-o', path: recording, kind: 'recording' }];
  const inputs = [file, schedulerConfig, ...alsoReads];
  refuseUnsafeOutputs({ inputs, outputs, force });
  const loaded = await loadPlay(request);
  if (csv !== undefined) {
    const folder = csvFolderFor(csv.folder, loaded.scenario.name);
    outputs.push({ flag: '--csv-dir', path: folder, kind: 'folder' });
  }
  refuseUnsafeOutputs({ inputs: [...inputs, ...loaded.inputs], outputs, force });
  return loaded;
}

/** The recording appears in its place when it is whole; a path that can't be written is told before anything is played. */
async function withRecordingFile<Result>(
  { recording, force = false }: Pick<ReplayRequest, 'recording' | 'force'>,
  work: (file: RecordingFile | undefined) => Promise<Result>,
): Promise<Result> {
  const file = recording === undefined ? undefined : openRecordingFile(recording, { overwrite: force });
  try {
    return await work(file);
  } finally {
    file?.discard();
  }
}

function headerOf(
  { scenario, play }: LoadedPlay,
  request: ReplayRequest,
  target: string,
  facts: Pick<RecordingHeader, 'start' | 'clock'> & { readonly kubernetes: string },
): RecordingHeader {
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    name: scenario.name,
    source: {
      kind: 'replay',
      target,
      kubernetes: facts.kubernetes,
      scenario: scenario.name,
      seed: play.seed,
      speed: request.speed,
    },
    start: facts.start,
    tool: request.tool,
    clock: facts.clock,
    redaction: 'none',
  };
}
