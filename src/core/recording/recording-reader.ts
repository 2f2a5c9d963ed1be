/** Reads a recording of any length from pieces of text. */
import { OTHER_FILE } from '../errors/next-steps.ts';
import { UserError } from '../errors/user-error.ts';
import { checkObservation, decodeHeader, decodeObservation, parseJson } from './decode.ts';
import type { Observation, RecordingHeader } from './observation.ts';

/** Receives the content of a recording in the order of its lines. */
export interface RecordingSink {
  header(header: RecordingHeader): void;
  observe(observation: Observation): void;
}

/** What is known after the last line. */
export interface RecordingEnd {
  /** How many observations were passed on. */
  readonly observations: number;
  /** How many lines have a kind that this version does not know. */
  readonly unknown: number;
  /** True if the recording ended with a `close` line. */
  readonly isClosed: boolean;
  /** True if the last line was cut short; it is then left out. */
  readonly isTorn: boolean;
}

export interface RecordingReader {
  read(text: string): void;
  end(): RecordingEnd;
}

const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * Creates a reader that passes on each whole line at once. A last line without a line break counts if it is whole, and is left out if it is
 * cut short. Any unreadable line before it is refused.
 *
 * @param file the name of the source in errors.
 * @throws {UserError} from `read` and `end`, with file and line.
 */
export function recordingReader(sink: RecordingSink, file: string): RecordingReader {
  let pending = '';
  let line = 0;
  let observations = 0;
  let unknown = 0;
  let isClosed = false;
  let hasHeader = false;

  function passOn(observation: Observation | undefined): void {
    if (!observation) {
      unknown += 1;
      return;
    }
    observations += 1;
    isClosed = observation.kind === 'close';
    sink.observe(observation);
  }

  function readLine(text: string): void {
    line += 1;
    if (!hasHeader) {
      sink.header(decodeHeader(line === 1 ? text.replace(/^\uFEFF/, '') : text, { file, line }));
      hasHeader = true;
    } else if (!isBlank(text)) passOn(decodeObservation(text, { file, line }));
  }

  /** Reads the text after the last line break. @returns false if it is not a whole line. */
  function readRest(): boolean {
    if (isBlank(pending)) return true;
    if (!hasHeader) {
      readLine(pending);
      return true;
    }
    const value = parseJson(pending);
    if (value === undefined) return false;
    line += 1;
    passOn(checkObservation(value, { file, line }));
    return true;
  }

  return {
    read(text) {
      let from = 0;
      for (;;) {
        const to = text.indexOf('\n', from);
        if (to < 0) break;
        const piece = text.slice(from, to);
        const whole = pending === '' ? piece : pending + piece;
        pending = '';
        from = to + 1;
        readLine(whole);
      }
      pending += text.slice(from);
      if (pending.length > LONGEST_LINE) {
        throw new UserError('this line is longer than 64 MiB, so it is not from a recording', {
          position: { file, line: line + 1 },
          next: OTHER_FILE,
        });
      }
    },
    end() {
      const isTorn = !readRest();
      if (!hasHeader) throw new UserError('the file is empty', { position: { file }, next: OTHER_FILE });
      return { observations, unknown, isClosed, isTorn };
    },
  };
}

/** Reads a whole recording from chunks of text. See {@link recordingReader}. */
export async function readRecording(
  chunks: Iterable<string> | AsyncIterable<string>,
  sink: RecordingSink,
  file: string,
): Promise<RecordingEnd> {
  const reader = recordingReader(sink, file);
  for await (const chunk of chunks) reader.read(chunk);
  return reader.end();
}

function isBlank(text: string): boolean {
  return text.length < 3 && text.trim() === '';
}
