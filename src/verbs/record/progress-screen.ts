/** Tells on stderr how a recording goes: one line written over on a terminal, else a line a minute for the log. */
import { basename } from 'node:path';
import { progressLine, summaryLine } from './progress-line.ts';
import type { RecordedFile } from './record-cluster.ts';
import type { RecordProgress } from './record-progress.ts';

export interface RecordScreen {
  warn(warning: string): void;
  /** @param file where there are several: the one that is being written. */
  tell(progress: RecordProgress, file?: string): void;
  finish(recorded: RecordedFile): void;
  /** Clears the line. */
  stop(): void;
}

/** A terminal or a log, as far as it matters here. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CLEAR = '\r\u001B[K';
/** Recording time between two lines, in microseconds. */
const ON_A_TERMINAL = 1_000_000;
const IN_A_LOG = 60_000_000;

export function startRecordProgress(output: Output): RecordScreen {
  const isTerminal = output.isTTY === true;
  let before: RecordProgress | undefined;
  let isWritten = false;
  let fileBefore: string | undefined;

  function stop(): void {
    if (isWritten) output.write(CLEAR);
    isWritten = false;
  }

  function say(line: string): void {
    stop();
    output.write(`${line}\n`);
  }

  return {
    warn: (warning) => say(`warning: ${warning}`),
    tell(progress, file) {
      if (file !== fileBefore) before = undefined;
      fileBefore = file;
      const since = before ? progress.at - before.at : Number.POSITIVE_INFINITY;
      if (since < (isTerminal ? ON_A_TERMINAL : IN_A_LOG)) return;
      const line = `${file === undefined ? '' : `${basename(file)}: `}${progressLine(progress, before)}`;
      before = progress;
      if (!isTerminal) return say(line);
      output.write(`${CLEAR}${line.slice(0, Math.max(20, (output.columns ?? 80) - 1))}`);
      isWritten = true;
    },
    finish(recorded) {
      if (recorded.guessedOwners > 0)
        say(
          `warning: of ${recorded.guessedOwners} pods the Deployment or CronJob is told by the name of their ReplicaSet or Job`,
        );
      say(`${recorded.file}: ${summaryLine(recorded)}`);
    },
    stop,
  };
}
