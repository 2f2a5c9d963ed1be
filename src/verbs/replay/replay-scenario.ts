/** Replays a scenario or a recording: loads it, opens its recording and plays it on a target. */
import type { OpenTarget, PlannedSpeed } from '../../targets/target.ts';
import { loadPlay } from './load-play.ts';
import { type PlayingRequest, playOnTarget, type Replay } from './play-on-target.ts';
import type { PlayRequest } from './play-request.ts';
import { loadSafely, type ReplayOutputs, withRecordingFile } from './safe-recording.ts';

export interface ReplayRequest extends PlayRequest, Omit<PlayingRequest, 'speed'>, ReplayOutputs {
  /** Default 1x. */
  readonly speed?: PlannedSpeed | undefined;
}

/** @throws {UserError} for a bad file or flag, and as `playOnTarget`. The recording appears only when it is complete. */
export async function replayScenario(request: ReplayRequest, target: OpenTarget): Promise<Replay> {
  const { dryRun = false } = request;
  const { playsBeforeWindows } = target;
  const asked = { ...request, playsBeforeWindows };
  const loaded = await (dryRun ? loadPlay(asked) : loadSafely(asked));
  const playing = { ...request, speed: request.speed ?? 1 };
  return withRecordingFile(dryRun ? {} : request, (file) => playOnTarget(loaded, playing, target, file));
}
