/** Reads a recording from pieces of text as they come, so that its length does not matter. */
import { UserError } from '../errors/user-error.ts';
import { checkObservation, decodeHeader, decodeObservation, parseJson } from './decode.ts';
import type { Observation, RecordingHeader } from './observation.ts';

/** Takes what a recording holds, in the order of its lines. */
export interface RecordingSink {
  header(header: RecordingHeader): void;
  observe(observation: Observation): void;
}

/** What is known once all has been read. */
export interface RecordingEnd {
  /** Observations handed over. */
  readonly observations: number;
  /** Lines of kinds this version does not know. */
  readonly unknown: number;
  /** True if the recording ended with a `close` line. */
  readonly isClosed: boolean;
  /** True if the last line was cut short and left out. */
  readonly isTorn: boolean;
}

export interface RecordingReader {
  read(text: string): void;
  end(): RecordingEnd;
}

const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * A reader that hands over each whole line at once. A last line without a line break counts if it is whole, and is left out if it is
 * cut short; anything unreadable before it is refused.
 *
 * @param file how errors name the source.
 * @throws {UserError} from `read` and `end`, with file and line.
 */
export function recordingReader(sink: RecordingSink, file: string): RecordingReader {
  let pending = '';
  let line = 0;
  let observations = 0;
  let unknown = 0;
  let isClosed = false;
  let hasHeader = false;

  function handOver(observation: Observation | undefined): void {
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
    } else if (!isBlank(text)) handOver(decodeObservation(text, { file, line }));
  }

  /** What came after the last line break; false if it is no whole line. */
  function readRest(): boolean {
    if (isBlank(pending)) return true;
    if (!hasHeader) {
      readLine(pending);
      return true;
    }
    const value = parseJson(pending);
    if (value === undefined) return false;
    line += 1;
    handOver(checkObservation(value, { file, line }));
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
        throw new UserError('a line of more than 64 MiB belongs to no recording', {
          position: { file, line: line + 1 },
        });
      }
    },
    end() {
      const isTorn = !readRest();
      if (!hasHeader) throw new UserError('the file is empty', { position: { file } });
      return { observations, unknown, isClosed, isTorn };
    },
  };
}

/** Reads all of a recording from chunks of text. See {@link recordingReader}. */
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
