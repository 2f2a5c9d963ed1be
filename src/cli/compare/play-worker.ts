/** Plays tasks of a comparison in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import type { ReplayTask } from '../../core/comparing/replay-task.ts';
import { playTask, type ReplaySettings } from './play-task.ts';

parentPort?.on('message', async (task: ReplayTask<ReplaySettings>) => {
  parentPort?.postMessage(await playTask(task));
});
