/** Reads files in the way that their format needs: line by line, document by document, or file by file. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { ImportHistory } from '../../core/importers/history/import-history.ts';
import { type ImportFormat, leftOut, type ReadContext } from '../../core/importers/import-format.ts';
import { readJsonLines } from '../../core/importers/text/json-lines.ts';
import { yamlDocuments } from '../../core/importers/text/yaml-documents.ts';
import { bytesOf, type SourceFile, textOf } from '../../storage/source-file.ts';
import { readInTime } from './read-in-time.ts';

/**
 * Reads the files in their order and reports what they contain to the history.
 *
 * @returns warnings.
 */
export async function readFiles(
  { reading }: ImportFormat,
  sources: readonly SourceFile[],
  history: ImportHistory,
  context: ReadContext,
): Promise<readonly Problem[]> {
  switch (reading.by) {
    case 'json-lines': {
      const reader = await reading.open(history, context);
      for (const source of sources) {
        const lines = readJsonLines(reader, source.file);
        for await (const text of textOf(source)) lines.read(text);
        lines.end();
      }
      return reader.end();
    }
    case 'values-in-time':
      return readInTime(await reading.open(history, context), sources);
    case 'yaml-documents': {
      const reader = await reading.open(history, context);
      for (const source of sources) {
        const { file } = source;
        for await (const { value, line } of yamlDocuments(textOf(source), file)) {
          reader.take(value, { file, line });
        }
      }
      return reader.end();
    }
    case 'whole-files': {
      const reader = await reading.open(history, context);
      const problems: Problem[] = [];
      for (const source of sources) {
        try {
          reader.take({ file: source.file, bytes: await bytesOf(source) });
        } catch (error) {
          // One broken file of a folder with hundreds is said, and the others count.
          if (!(error instanceof UserError) || source.isFound !== true) throw error;
          problems.push({
            ...leftOut(`left out: this file (${error.message})`),
            position: { file: source.file },
          });
        }
      }
      return [...problems, ...reader.end()];
    }
  }
}
