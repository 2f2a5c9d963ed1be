/** Parses a whole file of JSON, and says where it is broken. */
import { UserError } from '../../errors/user-error.ts';
import type { NamedBytes } from '../import-format.ts';

/** @throws {UserError} with file, line and column, as far as the engine reports them. */
export function parseJsonFile({ file, bytes }: NamedBytes): unknown {
  return parseJsonText(decodedText(bytes), file);
}

/** @throws {UserError} as {@link parseJsonFile} does. */
export function parseJsonText(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /line (\d+) column (\d+)/.exec(error instanceof Error ? error.message : '');
    throw new UserError('this is no JSON', {
      position: {
        file,
        line: position ? Number(position[1]) : undefined,
        column: position ? Number(position[2]) : undefined,
      },
    });
  }
}

/** The bytes as UTF-8. */
export function decodedText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
