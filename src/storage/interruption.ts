/** Handles Ctrl-C and kill: the first signal may end work early and cleanly, the second exits at once, and neither leaves a half-written file. */

/** Exit codes by the convention of shells: 128 plus the number of the signal. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type Signal = keyof typeof EXIT_CODES;

const SIGNALS = Object.keys(EXIT_CODES) as Signal[];
const pending = new Set<() => void>();
let stop: ((signal: Signal) => void) | undefined;
let isListening = false;

/**
 * Calls `discard` if a signal ends the program from now on. While nothing is registered, signals have their default effect.
 *
 * @returns a function that ends the registration.
 */
export function discardWhenInterrupted(discard: () => void): () => void {
  pending.add(discard);
  listen();
  return () => {
    pending.delete(discard);
    listen();
  };
}

export interface Interruption {
  /** The first signal is the usual end of the work, and leaves the exit code 0. Default false: 128 plus the number of the signal. */
  readonly isUsualEnd?: boolean | undefined;
}

/**
 * Makes the first signal call `end`, which ends work early and cleanly, instead of ending the program. The second signal ends the program.
 *
 * @returns a function that ends the registration.
 */
export function endWhenInterrupted(end: () => void, { isUsualEnd = false }: Interruption = {}): () => void {
  stop = (signal) => {
    if (!isUsualEnd) process.exitCode = EXIT_CODES[signal];
    end();
  };
  listen();
  return () => {
    stop = undefined;
    listen();
  };
}

function listen(): void {
  const isNeeded = pending.size > 0 || stop !== undefined;
  if (isNeeded === isListening) return;
  for (const signal of SIGNALS) {
    if (isNeeded) process.on(signal, endBy);
    else process.off(signal, endBy);
  }
  isListening = isNeeded;
}

function endBy(signal: Signal): void {
  if (stop) {
    const end = stop;
    stop = undefined;
    return end(signal);
  }
  for (const discard of pending) discard();
  process.exit(EXIT_CODES[signal]);
}
