/** Cuts text into lines of JSON as it arrives, so that a file of any length is read in constant memory. */
import { CORRECT_LINE } from '../../errors/next-steps.ts';
import { oneLine, UserError } from '../../errors/user-error.ts';
import type { RecordReader } from '../import-format.ts';

export interface TextLines {
  /** Takes the next piece of text; a line may lie across several pieces. */
  read(text: string): void;
  /** Takes what follows the last line break. */
  end(): void;
}

/**
 * Gives the JSON of each line to the reader. Blank lines are skipped.
 *
 * @throws {UserError} with file and line for a line that is not JSON, except a last line that is cut short.
 */
export function readJsonLines(reader: RecordReader, file: string): TextLines {
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
        next: CORRECT_LINE,
      });
    }
    reader.take(value, { file, line });
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
