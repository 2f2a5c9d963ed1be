/** Runs a recording with what looks at the cluster while it runs. */
import { type PresentCluster, presentCluster } from '../../core/present/present-cluster.ts';
import type { RecordingProgress } from '../../render/terminal/recording-progress.ts';
import type { PartsRequest } from '../../verbs/record/record-in-parts.ts';
import { withReplayKeys } from '../replay-keys.ts';
import { openLiveView } from './live-view.ts';
import { canWatch, type Onlooker, openOnlooker } from './open-onlooker.ts';
import type { WatchFlags } from './watch-flags.ts';

type WatchedPart = Required<Pick<PartsRequest, 'signal' | 'warn' | 'onClosed'>> &
  Pick<PartsRequest, 'watcher'> & { readonly onProgress: NonNullable<PartsRequest['onProgress']> };

export async function withWatchedRecording<Result>(
  flags: WatchFlags,
  screen: RecordingProgress,
  signal: AbortSignal,
  work: (part: WatchedPart) => Promise<Result>,
): Promise<Result> {
  const plain = { signal, warn: screen.warn, onClosed: screen.finish };
  const onlooker = await openOnlooker(flags);
  if (!onlooker) return await work({ ...plain, onProgress: screen.report }).finally(screen.stop);
  const { watcher, follow } = followParts(onlooker);
  try {
    if (!canWatch(flags)) {
      const onProgress: WatchedPart['onProgress'] = (state, file) => {
        follow(state, file);
        screen.report(state, file);
      };
      const result = await work({ ...plain, onProgress, watcher }).finally(screen.stop);
      await onlooker.end(signal);
      return result;
    }
    return await withReplayKeys(true, signal, async (keys) => {
      const closed: (() => void)[] = [];
      const view = openLiveView({
        state: () => onlooker.cluster().state,
        moment: onlooker.facts,
        keys: keys.keys,
        footer: 'q or Ctrl-C ends the recording, up and down nodes',
      });
      try {
        const result = await work({
          signal: keys.signal,
          watcher,
          warn: (problem) => view.warn([problem]),
          onProgress: follow,
          onClosed: (recorded) => closed.push(() => screen.finish(recorded)),
        });
        await onlooker.end(keys.signal);
        return result;
      } finally {
        view.close();
        for (const print of closed) print();
      }
    });
  } finally {
    await onlooker.close();
  }
}

/** Looks at the part that reports: the next one begins before it, and may fail. */
function followParts(onlooker: Onlooker): {
  readonly watcher: NonNullable<PartsRequest['watcher']>;
  readonly follow: WatchedPart['onProgress'];
} {
  const parts = new Map<string, PresentCluster>();
  let shown: string | undefined;
  return {
    watcher(file) {
      const part = presentCluster();
      parts.set(file, part);
      return part;
    },
    follow({ at }, file = shown ?? [...parts.keys()][0]) {
      if (file === undefined) return;
      const part = parts.get(file);
      if (file !== shown && part) {
        if (shown !== undefined) parts.delete(shown);
        shown = file;
        onlooker.lookAt(part);
      }
      onlooker.moment({ scenarioTime: at });
    },
  };
}
