/** Ctrl-C and kill leave no half-written file behind: what is open is discarded first. */

/** Exit codes as a shell tells them: 128 and the number of the signal. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type Signal = keyof typeof EXIT_CODES;

const SIGNALS = Object.keys(EXIT_CODES) as Signal[];
const pending = new Set<() => void>();

/**
 * Has `discard` called if a signal ends the program from now on. While nothing is pending signals act as they always do.
 *
 * @returns what to call once there is nothing to discard any more.
 */
export function discardWhenInterrupted(discard: () => void): () => void {
  if (pending.size === 0) for (const signal of SIGNALS) process.on(signal, endBy);
  pending.add(discard);
  return () => {
    if (!pending.delete(discard) || pending.size > 0) return;
    for (const signal of SIGNALS) process.off(signal, endBy);
  };
}

function endBy(signal: Signal): void {
  for (const discard of pending) discard();
  process.exit(EXIT_CODES[signal]);
}
