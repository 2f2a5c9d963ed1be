/** Reads what a view begins with: the recording, the speed, and the times of the flags. */
import { UserError } from '../../core/errors/user-error.ts';
import { readWindowTime, timeAfterStart } from '../../core/recording/window/window-bounds.ts';
import { shownDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { loadPlayer, type RecordingPlayer } from './load-player.ts';

export interface ViewFlags {
  readonly speed: string;
  readonly at?: string | undefined;
  readonly from?: string | undefined;
}

export interface RecordingView {
  readonly player: RecordingPlayer;
  readonly speed: number;
  readonly from: Microseconds;
  /** Undefined where no moment is asked for. */
  readonly at: Microseconds | undefined;
}

/** @throws {UserError} for a file that is no recording, for a wrong speed, and for a time that is not in the recording. */
export async function readView(file: string, { speed, at, from }: ViewFlags): Promise<RecordingView> {
  const factor = speedOf(speed);
  const [asked, begin] = [readWindowTime('--at', at), readWindowTime('--from', from)];
  const player = await loadPlayer(file);
  const timeOf = (flag: string, text: string | undefined, time: typeof asked): Microseconds | undefined => {
    if (time === undefined || text === undefined) return undefined;
    const found = timeAfterStart(flag, time, player.header.start);
    if (found <= player.end) return found;
    throw new UserError(`${flag} ${text} is after the end of the recording`, {
      position: { file },
      next: `it lasts ${shownDuration(player.end)}`,
    });
  };
  return {
    player,
    speed: factor,
    from: timeOf('--from', from, begin) ?? 0,
    at: timeOf('--at', at, asked),
  };
}

function speedOf(text: string): number {
  const speed = /^\d+(\.\d+)?x?$/.test(text.trim()) ? Number.parseFloat(text) : Number.NaN;
  if (speed > 0 && speed <= 1e6) return speed;
  throw new UserError(`--speed ${text} is not a speed`, { next: 'write for example --speed 60x' });
}
