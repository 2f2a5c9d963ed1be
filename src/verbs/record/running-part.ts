/** One of several files that a cluster is recorded into, while it is being written: what it has come to, and when it has come there. */
import { type Recorded, type RecordProgress, type RecordRequest, recordCluster } from './record-cluster.ts';

export interface RunningPart {
  readonly file: string;
  readonly latest: RecordProgress | undefined;
  /** Whether it made the file. */
  readonly hasMade: boolean;
  /** Size of the file when all that existed at its start was told; 0 for one that is gone on with. */
  readonly bytesAtSync: number;
  /** Aborted once it is closed, by itself or not. */
  readonly ended: AbortSignal;
  /** Whether it came to that, and not to the signal or its own end before. */
  until(isThere: (progress: RecordProgress) => boolean, signal: AbortSignal): Promise<boolean>;
  /** Ends it. See recordCluster for what it gives and throws, at once or before this was asked. */
  end(): Promise<Recorded>;
}

export function startPart(
  request: Omit<RecordRequest, 'signal' | 'onMade' | 'onProgress'>,
  tell: (part: RunningPart, progress: RecordProgress) => void,
): RunningPart {
  const stop = new AbortController();
  const ended = new AbortController();
  const waiting = new Set<() => void>();
  let latest: RecordProgress | undefined;
  let bytesAtSync: number | undefined;
  let hasMade = false;

  const recording = recordCluster({
    ...request,
    signal: stop.signal,
    onMade() {
      hasMade = true;
    },
    onProgress(progress) {
      latest = progress;
      if (progress.isSynced) bytesAtSync ??= request.resume ? 0 : progress.bytes;
      tell(part, progress);
      for (const look of [...waiting]) look();
    },
  });
  recording.catch(() => {}).then(() => ended.abort());

  const part: RunningPart = {
    file: request.file,
    get latest() {
      return latest;
    },
    get hasMade() {
      return hasMade;
    },
    get bytesAtSync() {
      return bytesAtSync ?? 0;
    },
    ended: ended.signal,
    until: (isThere, signal) =>
      new Promise((resolve) => {
        const over = AbortSignal.any([signal, ended.signal]);
        const settle = (came: boolean): void => {
          waiting.delete(look);
          over.removeEventListener('abort', look);
          resolve(came);
        };
        function look(): void {
          if (over.aborted) settle(false);
          else if (latest !== undefined && isThere(latest)) settle(true);
        }
        waiting.add(look);
        over.addEventListener('abort', look);
        look();
      }),
    end() {
      stop.abort();
      return recording;
    },
  };
  return part;
}
