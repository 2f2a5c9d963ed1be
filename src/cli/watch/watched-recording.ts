/** Runs a recording with what looks at the cluster while it runs. */
import type { RecordingProgress } from '../../render/terminal/recording-progress.ts';
import type { PartsRequest } from '../../verbs/record/record-in-parts.ts';
import { withReplayKeys } from '../replay-keys.ts';
import { openLiveView } from './live-view.ts';
import { canWatch, openOnlooker } from './open-onlooker.ts';
import type { WatchFlags } from './watch-flags.ts';

type WatchedPart = Required<Pick<PartsRequest, 'signal' | 'warn' | 'onProgress' | 'onClosed'>> &
  Pick<PartsRequest, 'watcher'>;

export async function withWatchedRecording<Result>(
  flags: WatchFlags,
  screen: RecordingProgress,
  signal: AbortSignal,
  work: (part: WatchedPart) => Promise<Result>,
): Promise<Result> {
  const plain = { warn: screen.warn, onProgress: screen.report, onClosed: screen.finish };
  const onlooker = await openOnlooker(flags);
  try {
    if (!onlooker || !canWatch(flags))
      return await work({ ...plain, signal, watcher: onlooker?.watcher }).finally(screen.stop);
    return await withReplayKeys(true, signal, async (keys) => {
      const closed: (() => void)[] = [];
      const view = openLiveView({
        state: () => onlooker.cluster().state,
        moment: onlooker.facts,
        keys: keys.keys,
        footer: 'q or Ctrl-C ends the recording, up and down nodes',
      });
      try {
        return await work({
          signal: keys.signal,
          watcher: onlooker.watcher,
          warn: (problem) => view.warn([problem]),
          onProgress: ({ at }) => onlooker.moment({ scenarioTime: at }),
          onClosed: (recorded) => closed.push(() => screen.finish(recorded)),
        });
      } finally {
        view.close();
        for (const print of closed) print();
      }
    });
  } finally {
    await onlooker?.close();
  }
}
