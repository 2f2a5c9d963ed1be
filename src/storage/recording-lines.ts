/** Reads the lines of a recording as they stand, with the fields and kinds that keg does not know. */
import { CORRECT_LINE, OTHER_FILE } from '../core/errors/next-steps.ts';
import { UserError } from '../core/errors/user-error.ts';
import { fileHead } from '../core/importers/file-kinds/file-head.ts';
import { requireRole } from '../core/importers/file-kinds/name-file.ts';
import { decodeHeader, parseJson } from '../core/recording/decode.ts';
import type { RecordingHeader } from '../core/recording/observation.ts';
import { openSourceFile, textOf } from './source-file.ts';

/**
 * @param take gets each line as JSON, the header first.
 * @throws {UserError} (exit code 2) if the file is missing, unreadable, another kind of file, or damaged before its last line.
 */
export async function readRecordingLines(
  path: string,
  take: (line: unknown) => void,
): Promise<{ readonly header: RecordingHeader; readonly lines: number }> {
  const source = await openSourceFile(path);
  const { file } = source;
  let header: RecordingHeader | undefined;
  let lines = 0;
  /** A last line may be cut short. */
  const read = (text: string, isLast: boolean): void => {
    lines += 1;
    const position = { file, line: lines };
    header ??= decodeHeader(text.replace(/^\uFEFF/, ''), position);
    if (text.trim() === '') return;
    const value = parseJson(text.replace(/^\uFEFF/, ''));
    if (value !== undefined) take(value);
    else if (!isLast) throw new UserError('this line is no JSON', { position, next: CORRECT_LINE });
  };
  try {
    requireRole(fileHead(source.head, file), ['recording'], 'a recording');
    let pending = '';
    for await (const text of textOf(source)) {
      const pieces = (pending + text).split('\n');
      pending = pieces.pop() ?? '';
      for (const piece of pieces) read(piece, false);
    }
    if (pending.trim() !== '') read(pending, true);
  } finally {
    source.close();
  }
  if (!header) throw new UserError('the file is empty', { position: { file }, next: OTHER_FILE });
  return { header, lines };
}
