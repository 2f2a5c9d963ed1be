/** Tells on a terminal's stderr how far a long replay has come, and how long it took. */
import { formatDuration } from '../scenario/duration.ts';

export interface Progress {
  tell(scenarioTime: number): void;
  /** Clears the line; gives the wall time in seconds. */
  stop(): number;
}

const QUIET_SECONDS = 2;

/** Silent for the first two seconds, and altogether where stderr is no terminal. */
export function startProgress(): Progress {
  const start = performance.now();
  const isTerminal = process.stderr.isTTY === true;
  let shown = false;
  const seconds = (): number => (performance.now() - start) / 1000;
  return {
    tell(scenarioTime) {
      if (!isTerminal || seconds() < QUIET_SECONDS) return;
      shown = true;
      process.stderr.write(
        `\r\u001B[Kscenario clock ${formatDuration(Math.floor(scenarioTime / 1e6) * 1e6)}`,
      );
    },
    stop() {
      if (shown) process.stderr.write('\r\u001B[K');
      return seconds();
    },
  };
}
