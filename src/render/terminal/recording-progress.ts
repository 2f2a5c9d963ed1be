/** Shows the progress of a recording on stderr: one line that is rewritten on a terminal, else one line a minute for a log. */
import { basename } from 'node:path';
import { formatProblem, type Problem } from '../../core/errors/problem.ts';
import {
  type RecordingResult,
  type RecordingState,
  recordingLine,
  recordingResultLine,
} from './recording-lines.ts';

export interface RecordingProgress {
  warn(problem: Problem): void;
  /** @param file the current file, if there are several. */
  report(state: RecordingState, file?: string): void;
  finish(result: RecordingResult): void;
  /** Clears the line. */
  stop(): void;
}

/** The part of a terminal or a log that is used here. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CLEAR = '\r\u001B[K';
/** Microseconds of recording time between two lines. */
const ON_A_TERMINAL = 1_000_000;
const IN_A_LOG = 60_000_000;

export function startRecordingProgress(output: ProgressOutput): RecordingProgress {
  const isTerminal = output.isTTY === true;
  let before: RecordingState | undefined;
  let isWritten = false;
  let fileBefore: string | undefined;

  function stop(): void {
    if (isWritten) output.write(CLEAR);
    isWritten = false;
  }

  function print(line: string): void {
    stop();
    output.write(`${line}\n`);
  }

  return {
    warn: (problem) => print(formatProblem(problem)),
    report(state, file) {
      if (file !== fileBefore) before = undefined;
      fileBefore = file;
      const since = before ? state.at - before.at : Number.POSITIVE_INFINITY;
      if (since < (isTerminal ? ON_A_TERMINAL : IN_A_LOG)) return;
      const line = `${file === undefined ? '' : `${basename(file)}: `}${recordingLine(state, before)}`;
      before = state;
      if (!isTerminal) return print(line);
      output.write(`${CLEAR}${line.slice(0, Math.max(20, (output.columns ?? 80) - 1))}`);
      isWritten = true;
    },
    finish: (result) => print(recordingResultLine(result)),
    stop,
  };
}
