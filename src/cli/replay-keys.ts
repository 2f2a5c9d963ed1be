/** Reads the keys that pause and end a live replay, where standard input is a terminal. */
import type { ReadStream } from 'node:tty';

export interface ReplayKeys {
  /** @param onToggle is called for space and p. @returns what ends that. */
  listen(onToggle: () => void): () => void;
  /** Aborted by q. */
  readonly quit: AbortSignal;
  /** Gives the terminal back. */
  close(): void;
}

type Terminal = Pick<ReadStream, 'isTTY' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;

/** In raw mode a terminal sends Ctrl-C as this character, and no signal. */
const CTRL_C = '\u0003';

/** Undefined where standard input is no terminal. @param interrupt does what Ctrl-C does. */
export function openReplayKeys(
  input: Terminal = process.stdin,
  interrupt: () => void = () => process.kill(process.pid, 'SIGINT'),
): ReplayKeys | undefined {
  if (!input.isTTY) return undefined;
  const listeners = new Set<() => void>();
  const quit = new AbortController();
  const read = (bytes: Buffer): void => {
    for (const key of bytes.toString()) {
      if (key === CTRL_C) interrupt();
      else if (key === 'q') quit.abort();
      else if (key === ' ' || key === 'p') for (const toggle of [...listeners]) toggle();
    }
  };
  input.setRawMode(true);
  input.on('data', read);
  input.resume();
  return {
    listen(onToggle) {
      listeners.add(onToggle);
      return () => void listeners.delete(onToggle);
    },
    quit: quit.signal,
    close() {
      input.off('data', read);
      input.setRawMode(false);
      input.pause();
    },
  };
}

/** Gives the work a signal that q aborts too, and the keys where there are some. */
export async function withReplayKeys<Result>(
  isWanted: boolean,
  signal: AbortSignal,
  work: (given: { readonly signal: AbortSignal; readonly keys?: ReplayKeys }) => Promise<Result>,
): Promise<Result> {
  const keys = isWanted ? openReplayKeys() : undefined;
  if (!keys) return work({ signal });
  try {
    return await work({ signal: AbortSignal.any([signal, keys.quit]), keys });
  } finally {
    keys.close();
  }
}
