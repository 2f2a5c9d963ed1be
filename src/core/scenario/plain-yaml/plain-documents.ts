/** Reads the documents of a text in the plain part of YAML, each with the line and column of every key and value. */
import type { SourcePosition } from '../../errors/user-error.ts';
import { readPlainYaml } from './plain-yaml.ts';
import type { WrittenDocument } from './written-value.ts';

/** Undefined where the text is not in this part of YAML, and where there is no document. */
export function plainDocuments(text: string, file: string): readonly WrittenDocument[] | undefined {
  const documents = readPlainYaml(text);
  if (!documents || documents.length === 0) return undefined;
  let starts: readonly number[] | undefined;
  const at = (offset: number): SourcePosition => {
    starts ??= lineStarts(text);
    const line = lineOf(starts, offset);
    return { file, line: line + 1, column: offset - starts[line]! + 1 };
  };
  return documents.map(({ data, placeOf }) => ({
    file,
    data,
    positionOf: (path) => at(placeOf(path, 'value')),
    keyPositionOf: (path) => at(placeOf(path, 'key')),
  }));
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** The last line that starts at the offset or before it. */
function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}
