/** Plays tasks of a comparison, on several threads where that saves time. */
import type { PlayTasks, ReplayTask, TaskResult } from '../../core/comparing/replay-task.ts';
import { hasThreads, openThreads } from '../../threads/on-threads.ts';
import { startWorker } from '../../threads/start-worker.ts';
import { playTask, type ReplaySettings } from './play-task.ts';

export interface Players {
  /** The results do not depend on the number of threads. */
  readonly play: PlayTasks<ReplaySettings>;
  close(): Promise<void>;
}

/** @param threads - at most this many; undefined: as many as this machine runs at a time. */
export function openPlayers(threads: number | undefined, signal: AbortSignal): Players {
  const pool = openThreads<ReplayTask<ReplaySettings>, TaskResult>({
    start: () => startWorker('play-worker'),
    threads,
    signal,
  });
  return {
    async play(tasks, onPlayed) {
      if (tasks.length > 1 && threads !== 1 && hasThreads()) {
        await pool.run(tasks, (_done, result, place) => onPlayed(place, result));
        return;
      }
      for (const [place, task] of tasks.entries()) {
        if (signal.aborted) return;
        onPlayed(place, await playTask(task));
      }
    },
    close: pool.close,
  };
}
