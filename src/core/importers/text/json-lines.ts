/** What readers of formats of one record a line have in common, so that files of any length are read in constant memory. */
import { oneLine, UserError } from '../../errors/user-error.ts';
import type { Place } from '../objects/cluster-objects.ts';

export interface LineReader {
  /** Takes the next record. */
  line(value: unknown, place: Place): void;
  /** What is to be said of what was read, a sentence each. */
  notes(): string[];
  /** Whether a line can be of interest at all, told before it is parsed. Default: every one. */
  concerns?(text: string): boolean;
}

export interface TextLines {
  read(text: string): void;
  end(): void;
}

/**
 * Cuts text that comes in pieces into lines and hands over the JSON of each. Blank lines are passed over.
 *
 * @throws {UserError} with file and line for a line that is no JSON, apart from a last one that is cut short.
 */
export function readJsonLines(reader: LineReader, file: string): TextLines {
  let pending = '';
  let line = 0;

  function take(text: string, isLast: boolean): void {
    line += 1;
    const trimmed = text.trim();
    if (trimmed === '' || reader.concerns?.(trimmed) === false) return;
    let value: unknown;
    try {
      value = JSON.parse(trimmed);
    } catch {
      if (isLast) return;
      throw new UserError(`this line is not JSON: ${oneLine(trimmed.slice(0, 60))}`, {
        position: { file, line },
      });
    }
    reader.line(value, { file, line });
  }

  return {
    read(text) {
      let from = 0;
      for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
        take(pending + text.slice(from, to), false);
        pending = '';
        from = to + 1;
      }
      pending += text.slice(from);
    },
    end: () => take(pending, true),
  };
}
