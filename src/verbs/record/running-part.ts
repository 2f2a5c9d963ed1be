/** Tracks one file of a rotated recording while it is written: its progress, and when a condition on it holds. */
import { type RecordedFile, type RecordRequest, recordCluster } from './record-cluster.ts';
import type { RecordProgress } from './record-progress.ts';

export interface RunningPart {
  readonly file: string;
  readonly latest: RecordProgress | undefined;
  /** Whether it created the file. */
  readonly hasCreated: boolean;
  /** Size of the file when everything that existed at its start was recorded; 0 for a resumed file. */
  readonly bytesAtSync: number;
  /** Aborted once the file is closed, for any reason. */
  readonly ended: AbortSignal;
  /** Resolves to true when the condition holds, and to false if the signal or the end of the file comes first. */
  until(isReached: (progress: RecordProgress) => boolean, signal: AbortSignal): Promise<boolean>;
  /** Ends the file. Returns and throws what recordCluster does, also if the file ended before this call. */
  end(): Promise<RecordedFile>;
}

export function startPart(
  request: Omit<RecordRequest, 'signal' | 'onCreated' | 'onProgress'>,
  onProgress: (part: RunningPart, progress: RecordProgress) => void,
): RunningPart {
  const stop = new AbortController();
  const ended = new AbortController();
  const waiting = new Set<() => void>();
  let latest: RecordProgress | undefined;
  let bytesAtSync: number | undefined;
  let hasCreated = false;

  const recording = recordCluster({
    ...request,
    signal: stop.signal,
    onCreated() {
      hasCreated = true;
    },
    onProgress(progress) {
      latest = progress;
      if (progress.isSynced) bytesAtSync ??= request.resume ? 0 : progress.bytes;
      onProgress(part, progress);
      for (const check of [...waiting]) check();
    },
  });
  recording.catch(() => {}).then(() => ended.abort());

  const part: RunningPart = {
    file: request.file,
    get latest() {
      return latest;
    },
    get hasCreated() {
      return hasCreated;
    },
    get bytesAtSync() {
      return bytesAtSync ?? 0;
    },
    ended: ended.signal,
    until: (isReached, signal) =>
      new Promise((resolve) => {
        const over = AbortSignal.any([signal, ended.signal]);
        const settle = (result: boolean): void => {
          waiting.delete(check);
          over.removeEventListener('abort', check);
          resolve(result);
        };
        function check(): void {
          if (over.aborted) settle(false);
          else if (latest !== undefined && isReached(latest)) settle(true);
        }
        waiting.add(check);
        over.addEventListener('abort', check);
        check();
      }),
    end() {
      stop.abort();
      return recording;
    },
  };
  return part;
}
