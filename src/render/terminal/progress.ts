/** Shows the progress of long work on stderr. Shows nothing if stderr is not a terminal, as kubectl does. */
import type { Microseconds } from '../../core/time/microseconds.ts';
import { formatNumber, formatSpan } from './human-units.ts';
import { openStatusLine } from './status-line.ts';
import type { Screen } from './stderr-line.ts';

export interface Progress {
  /** Calls `text` only if the line is shown. */
  report(text: () => string): void;
  /** Clears the line. Returns the wall time since the start in seconds. */
  stop(): number;
}

/** The state of a replay in wall time. */
interface LiveProgressState {
  readonly scenarioTime: Microseconds;
  /** Scenario time of the end, if it is known. */
  readonly end: Microseconds | undefined;
  /** Pods. */
  readonly pending: number;
  readonly running: number;
  /** p99 of the injection lag so far, wall time. */
  readonly lag: Microseconds;
  readonly isPaused?: boolean;
}

export interface LiveProgress {
  /** If false, callers need not compute a state. */
  readonly isShown: boolean;
  /** Rewrites the line, at most four times a second. */
  report(state: LiveProgressState): void;
  /** Shows another text, such as the objects that are created or removed. A text that differs in more than its numbers is shown at once. */
  show(text: string): void;
  /** Clears the line, which may be written again. Returns the wall time since the start in seconds. */
  stop(): number;
}

const QUIET_SECONDS = 2;
const SECONDS_BETWEEN_LINES = 0.25;
/** Before this, the rate is too uncertain for an estimate. */
const SECONDS_BEFORE_ESTIMATE = 1;

/** Shows nothing in the first two seconds. */
export function startProgress(): Progress {
  const line = openStatusLine(process.stderr);
  const start = wallSeconds();
  return {
    report(text) {
      if (line.isShown && wallSeconds() - start >= QUIET_SECONDS) line.draw(text());
    },
    stop() {
      line.clear();
      return wallSeconds() - start;
    },
  };
}

/** @param clock a monotonic clock, in seconds. */
export function startLiveProgress(
  screen: Screen = process.stderr,
  clock: () => number = wallSeconds,
): LiveProgress {
  const line = openStatusLine(screen);
  const start = clock();
  let first: { readonly at: number; readonly scenarioTime: Microseconds } | undefined;
  let lastWrite = Number.NEGATIVE_INFINITY;
  let lastKind = '';

  /** Wall seconds that are left at the rate so far. */
  const secondsLeft = ({ scenarioTime, end, isPaused = false }: LiveProgressState): number | undefined => {
    // The rate counts anew from the end of a pause.
    if (isPaused) {
      first = undefined;
      return undefined;
    }
    first ??= { at: clock(), scenarioTime };
    const elapsed = clock() - first.at;
    const rate = (scenarioTime - first.scenarioTime) / elapsed;
    if (end === undefined || elapsed < SECONDS_BEFORE_ESTIMATE || !(rate > 0)) return undefined;
    return Math.max(0, end - scenarioTime) / rate;
  };
  /** Lines of the same kind are at least a quarter of a second apart. */
  const rewrite = (kind: string, text: () => string): void => {
    if (kind === lastKind && clock() - lastWrite < SECONDS_BETWEEN_LINES) return;
    lastKind = kind;
    lastWrite = clock();
    line.draw(text());
  };

  return {
    isShown: line.isShown,
    report(state) {
      const left = secondsLeft(state);
      rewrite(state.isPaused ? 'paused' : 'playing', () => liveLine(state, left));
    },
    show: (text) => rewrite(text.replaceAll(/\d+/g, ''), () => text),
    stop() {
      lastKind = '';
      line.clear();
      return clock() - start;
    },
  };
}

function liveLine(state: LiveProgressState, secondsLeft: number | undefined): string {
  const { scenarioTime, end, pending, running, lag } = state;
  if (state.isPaused) return `paused at ${formatSpan(scenarioTime)}: space goes on, q ends the replay`;
  return [
    `scenario clock ${formatSpan(scenarioTime)}${end === undefined ? '' : ` of ${formatSpan(end)}`}`,
    `${formatNumber(pending)} pending`,
    `${formatNumber(running)} running`,
    `lag p99 ${formatSpan(lag)}`,
    ...(secondsLeft === undefined ? [] : [`${formatSpan(Math.round(secondsLeft) * 1e6)} left`]),
  ].join(', ');
}

function wallSeconds(): number {
  return performance.now() / 1000;
}
