/** Tells on a terminal's stderr how far something long has come, and how long it took. */
import type { Microseconds } from '../../core/time/microseconds.ts';
import { formatNumber, formatSpan } from './human-units.ts';
import { truncateText } from './text-layout.ts';

export interface Progress {
  /** The text is asked for only if it is shown. */
  tell(text: () => string): void;
  /** Clears the line; gives the wall time in seconds. */
  stop(): number;
}

/** Where a live replay stands. */
export interface LiveProgressState {
  readonly scenarioTime: Microseconds;
  /** Scenario time of the end, if it is known. */
  readonly end: Microseconds | undefined;
  /** Pods. */
  readonly pending: number;
  readonly running: number;
  /** p99 of the injection lag so far, wall time. */
  readonly lag: Microseconds;
}

export interface LiveProgress {
  /** Whether anyone sees it; if not, nothing need be worked out. */
  readonly isShown: boolean;
  /** Rewrites the line, at most four times a second. */
  tell(state: LiveProgressState): void;
  /** Something else for the line, such as what is being made or removed; written at once if more than its numbers are new. */
  say(text: string): void;
  /** Clears the line, which may be written again; gives the wall time in seconds since the start. */
  stop(): number;
}

/** A terminal, as far as it matters here. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const QUIET_SECONDS = 2;
const SECONDS_BETWEEN_LINES = 0.25;
/** Before that, the rate says nothing. */
const SECONDS_BEFORE_ETA = 1;
const NARROWEST = 20;
const CLEAR = '\r\u001B[K';

/** Silent for the first two seconds, and altogether where stderr is no terminal. */
export function startProgress(): Progress {
  const line = openLine(process.stderr, wallSeconds);
  return {
    tell(text) {
      if (line.isShown && line.seconds() >= QUIET_SECONDS) line.write(text());
    },
    stop: line.stop,
  };
}

/**
 * Silent where stderr is no terminal, as kubectl is.
 *
 * @param seconds a monotonic clock.
 */
export function startLiveProgress(
  screen: Screen = process.stderr,
  seconds: () => number = wallSeconds,
): LiveProgress {
  const line = openLine(screen, seconds);
  let first: { readonly at: number; readonly scenarioTime: Microseconds } | undefined;
  let lastWrite = Number.NEGATIVE_INFINITY;

  /** Wall seconds left, at the rate so far. */
  const secondsLeft = ({ scenarioTime, end }: LiveProgressState): number | undefined => {
    first ??= { at: line.seconds(), scenarioTime };
    const elapsed = line.seconds() - first.at;
    const rate = (scenarioTime - first.scenarioTime) / elapsed;
    if (end === undefined || elapsed < SECONDS_BEFORE_ETA || !(rate > 0)) return undefined;
    return Math.max(0, end - scenarioTime) / rate;
  };
  let lastDoing = '';
  /** Unless something else is being done, not at once again. */
  const rewrite = (doing: string, text: () => string): void => {
    if (doing === lastDoing && line.seconds() - lastWrite < SECONDS_BETWEEN_LINES) return;
    lastDoing = doing;
    lastWrite = line.seconds();
    line.write(text());
  };

  return {
    isShown: line.isShown,
    tell(state) {
      const left = secondsLeft(state);
      rewrite('playing', () => liveLine(state, left));
    },
    say: (text) => rewrite(text.replaceAll(/\d+/g, ''), () => text),
    stop() {
      lastDoing = '';
      return line.stop();
    },
  };
}

function liveLine(state: LiveProgressState, secondsLeft: number | undefined): string {
  const { scenarioTime, end, pending, running, lag } = state;
  return [
    `scenario clock ${formatSpan(scenarioTime)}${end === undefined ? '' : ` of ${formatSpan(end)}`}`,
    `${formatNumber(pending)} pending`,
    `${formatNumber(running)} running`,
    `lag p99 ${formatSpan(lag)}`,
    ...(secondsLeft === undefined ? [] : [`${formatSpan(Math.round(secondsLeft) * 1e6)} left`]),
  ].join(', ');
}

/** One line of a terminal, written over and over. */
function openLine(screen: Screen, clock: () => number) {
  const start = clock();
  const isShown = screen.isTTY === true;
  let isWritten = false;
  const seconds = (): number => clock() - start;
  return {
    isShown,
    seconds,
    write(text: string): void {
      if (!isShown) return;
      isWritten = true;
      // One column stays free: a full line makes some terminals wrap, and the next one would not be written over it.
      screen.write(`${CLEAR}${truncateText(text, Math.max(NARROWEST, (screen.columns ?? 80) - 1))}`);
    },
    stop(): number {
      if (isWritten) screen.write(CLEAR);
      isWritten = false;
      return seconds();
    },
  };
}

function wallSeconds(): number {
  return performance.now() / 1000;
}
