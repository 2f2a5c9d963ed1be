/** Shows the progress of a recording on stderr: one line that is rewritten on a terminal, else one line a minute for a log. */
import { basename } from 'node:path';
import type { Problem } from '../../core/errors/problem.ts';
import { printProblem } from './print-problems.ts';
import {
  type RecordingResult,
  type RecordingState,
  recordingLine,
  recordingResultLine,
} from './recording-lines.ts';
import { openStatusLine } from './status-line.ts';
import { type Screen, sayLine } from './stderr-line.ts';

export interface RecordingProgress {
  warn(problem: Problem): void;
  /** @param file the current file, if there are several. */
  report(state: RecordingState, file?: string): void;
  finish(result: RecordingResult): void;
  /** Clears the line. */
  stop(): void;
}

/** Microseconds of recording time between two lines. */
const ON_A_TERMINAL = 1_000_000;
const IN_A_LOG = 60_000_000;

export function startRecordingProgress(output: Screen): RecordingProgress {
  const line = openStatusLine(output);
  let before: RecordingState | undefined;
  let fileBefore: string | undefined;

  function print(text: string, fields: object): void {
    line.clear();
    sayLine('info', text, { ...fields }, output);
  }

  return {
    warn(problem) {
      line.clear();
      printProblem(problem, output);
    },
    report(state, file) {
      if (file !== fileBefore) before = undefined;
      fileBefore = file;
      const since = before ? state.at - before.at : Number.POSITIVE_INFINITY;
      if (since < (line.isShown ? ON_A_TERMINAL : IN_A_LOG)) return;
      const text = `${file === undefined ? '' : `${basename(file)}: `}${recordingLine(state, before)}`;
      before = state;
      if (line.isShown) line.draw(text);
      else print(text, { file, events: state.events, lines: state.acknowledged, bytes: state.bytes });
    },
    finish: (result) => print(recordingResultLine(result), { file: result.file, ...result.coverage }),
    stop: line.clear,
  };
}
