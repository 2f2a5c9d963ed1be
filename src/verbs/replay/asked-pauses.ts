/** Reads when a live replay pauses: at the times of `--pause-at`, and by keys. */
import { UserError } from '../../core/errors/user-error.ts';
import { parseDuration, shownDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { Pauses } from '../../targets/target.ts';
import type { LoadedPlay } from './play-request.ts';

/** @throws {UserError} (usage) for a value that is no duration above 0. */
export function readPauseTimes(texts: readonly string[]): Microseconds[] {
  return texts.map((text) => {
    const at = parseDuration(text);
    if (at !== undefined && at > 0) return at;
    throw new UserError(`--pause-at ${text} is not a time of the scenario`, {
      next: 'write the time since its start, for example 1h30m',
    });
  });
}

/**
 * The pauses on the clock of the play, which starts with its window.
 *
 * @throws {UserError} (usage) for a time outside the play, and for times without keys: nothing would end the pause.
 */
export function pausesOf(
  { play, window }: LoadedPlay,
  times: readonly Microseconds[],
  keys: Omit<Pauses, 'at'> | undefined,
): Pauses | undefined {
  if (times.length > 0 && keys === undefined) {
    throw new UserError('--pause-at needs a terminal as standard input: a key ends the pause', {
      next: 'start the replay in a terminal, and give the scenario as a file',
    });
  }
  const from = window?.from ?? 0;
  const at = times.map((time) => time - from);
  const last = play.duration ?? play.timeline.at(-1)?.at ?? 0;
  const wrong = times.find((time) => time <= from || time - from >= last);
  if (wrong !== undefined) {
    throw new UserError(`--pause-at ${shownDuration(wrong)} is not within the replay`, {
      next: `it lasts from ${shownDuration(from)} to ${shownDuration(from + last)}`,
    });
  }
  return keys && { ...keys, at };
}
