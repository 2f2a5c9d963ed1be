/** Runs the work of a command so that Ctrl-C ends it early and in order. */
import { endWhenInterrupted, type Interruption } from '../storage/interruption.ts';

/**
 * Gives the work a signal that the first Ctrl-C (or SIGTERM, SIGHUP) aborts; a second one ends the program at once. The signal handler is
 * removed when the work ends, also when it fails.
 */
export async function runSession<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  interruption?: Interruption,
): Promise<Result> {
  const stop = new AbortController();
  const settled = endWhenInterrupted(() => stop.abort(), interruption);
  try {
    return await work(stop.signal);
  } finally {
    settled();
  }
}
