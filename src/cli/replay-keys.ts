/** Reads the keys that pause, pace and end a replay or a view, where standard input is a terminal. */
import type { ReadStream } from 'node:tty';

export interface ReplayKeys {
  /** @param onToggle is called for space and p. @returns what ends that. */
  listen(onToggle: () => void): () => void;
  /** @param onFactor is called for + and -, with the factor of the speed. @returns what ends that. */
  listenSpeed(onFactor: (factor: number) => void): () => void;
  /** @param onArrow is called for the arrow keys. @returns what ends that. */
  listenArrows(onArrow: (arrow: Arrow) => void): () => void;
  /** Aborted by q. */
  readonly quit: AbortSignal;
  /** Gives the terminal back. */
  close(): void;
}

type Arrow = 'up' | 'down' | 'right' | 'left';

const ARROWS: Readonly<Record<string, Arrow>> = { A: 'up', B: 'down', C: 'right', D: 'left' };
/** An arrow is a sequence of three characters. */
const KEYS = new RegExp(`${String.fromCharCode(27)}[[O]([A-D])|[^]`, 'g');
const FACTORS: Readonly<Record<string, number>> = { '+': 2, '=': 2, '-': 0.5, _: 0.5 };

type Terminal = Pick<ReadStream, 'isTTY' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;

/** In raw mode a terminal sends Ctrl-C as this character, and no signal. */
const CTRL_C = '\u0003';

/** Undefined where standard input is no terminal. @param interrupt does what Ctrl-C does. */
export function openReplayKeys(
  input: Terminal = process.stdin,
  interrupt: () => void = () => process.kill(process.pid, 'SIGINT'),
): ReplayKeys | undefined {
  if (!input.isTTY) return undefined;
  const toggles = listenersOf<void>();
  const factors = listenersOf<number>();
  const arrows = listenersOf<Arrow>();
  const quit = new AbortController();
  const read = (bytes: Buffer): void => {
    for (const [key, arrow] of bytes.toString().matchAll(KEYS)) {
      if (arrow !== undefined) arrows.call(ARROWS[arrow]!);
      else if (key === CTRL_C) interrupt();
      else if (key === 'q') quit.abort();
      else if (key === ' ' || key === 'p') toggles.call();
      else if (FACTORS[key] !== undefined) factors.call(FACTORS[key]);
    }
  };
  input.setRawMode(true);
  input.on('data', read);
  input.resume();
  return {
    listen: toggles.listen,
    listenSpeed: factors.listen,
    listenArrows: arrows.listen,
    quit: quit.signal,
    close() {
      input.off('data', read);
      input.setRawMode(false);
      input.pause();
    },
  };
}

interface Listeners<Value> {
  listen(listener: (value: Value) => void): () => void;
  call(value: Value): void;
}

function listenersOf<Value>(): Listeners<Value> {
  const listeners = new Set<(value: Value) => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    call(value) {
      for (const listener of [...listeners]) listener(value);
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
