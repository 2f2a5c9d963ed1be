/** Finds brackets of YAML or JSON that are nested too deep for a parser. */
import type { SourcePosition } from '../errors/user-error.ts';

/**
 * Finds flow collections that are nested so deep that the YAML parser would overflow its stack. It counts brackets, also those in quotes:
 * no real file nests that deep.
 */
export function deepestFlow(text: string, most: number): ((file: string) => SourcePosition) | undefined {
  let depth = 0;
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === 0x0a) {
      line += 1;
      lineStart = index + 1;
    } else if (character === 0x5b || character === 0x7b) {
      depth += 1;
      if (depth > most) {
        const column = index - lineStart + 1;
        return (file) => ({ file, line, column });
      }
    } else if ((character === 0x5d || character === 0x7d) && depth > 0) depth -= 1;
  }
  return undefined;
}
