/** Ctrl-C and kill: the first one may bring work to an orderly early end, the next leaves at once, and neither leaves a half-written file behind. */

/** Exit codes as a shell tells them: 128 and the number of the signal. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type Signal = keyof typeof EXIT_CODES;

const SIGNALS = Object.keys(EXIT_CODES) as Signal[];
const pending = new Set<() => void>();
let stop: (() => void) | undefined;
let isListening = false;

/**
 * Has `discard` called if a signal ends the program from now on. While nothing is pending signals act as they always do.
 *
 * @returns what to call once there is nothing to discard any more.
 */
export function discardWhenInterrupted(discard: () => void): () => void {
  pending.add(discard);
  listen();
  return () => {
    pending.delete(discard);
    listen();
  };
}

/**
 * Has the first signal call `end`, which brings work to an orderly early end, instead of ending the program; the second one ends it at once.
 *
 * @returns what to call once there is nothing to end any more.
 */
export function endWhenInterrupted(end: () => void): () => void {
  stop = end;
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
    process.exitCode = EXIT_CODES[signal];
    return end();
  }
  for (const discard of pending) discard();
  process.exit(EXIT_CODES[signal]);
}
