/** Parses a whole file of JSON, and reports the position of an error. */
import { OTHER_FILE } from '../../errors/next-steps.ts';
import { UserError } from '../../errors/user-error.ts';
import type { NamedBytes } from '../import-format.ts';
import { decodedText } from './text-encoding.ts';

/** Makes one List of Lists and single objects in a row, as `jq -c` or `kubectl get --watch` writes them. */
const JOIN = `jq -s '{apiVersion: "v1", kind: "List", items: map(.items? // [.]) | add}' FILE > one.json, then import one.json`;

/** @throws {UserError} with file, line and column, as far as the engine reports them. */
export function parseJsonFile({ file, bytes }: NamedBytes): unknown {
  return parseJsonText(decodedText(bytes), file);
}

/** @throws {UserError} as {@link parseJsonFile} does. */
export function parseJsonText(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /line (\d+) column (\d+)/.exec(message);
    const isSecond = message.includes('after JSON');
    throw new UserError(isSecond ? 'a second JSON document begins here' : 'this is not JSON', {
      next: isSecond ? `join them: ${JOIN.replace('FILE', file)}` : OTHER_FILE,
      position: {
        file,
        line: position ? Number(position[1]) : undefined,
        column: position ? Number(position[2]) : undefined,
      },
    });
  }
}
