/** Collects the problems that are found after the shape of a file is checked, each with its position. */

import type { ErrorCode } from '../errors/next-step-by-code.ts';
import type { GradedCode, Problem } from '../errors/problem.ts';
import type { ProblemCode } from '../errors/problem-codes.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import { pathText } from './check-shape.ts';
import type { Path, PositionedDocument } from './positioned-yaml.ts';
import type { NamedFile, ReadNamed } from './requests-table.ts';

export interface Reporter {
  /** `key`: the position is that of the key and not of its value, for a key that should not be there. */
  error(code: ErrorCode, path: Path, message: string, at?: 'key'): void;
  warning(code: ProblemCode, path: Path, message: string): void;
  /** A problem of another file. */
  add(problem: Problem): void;
  positionOf(path: Path): SourcePosition;
  /** The file of that name; undefined if it cannot be read, which is then an error at `path`. */
  readNamed(name: string, path: Path): NamedFile | undefined;
}

/** Makes a reporter that adds to `problems`. `sourcePath` converts a path to that of a file in an older form. */
export function createReporter(
  document: PositionedDocument,
  sourcePath: (path: Path) => Path,
  problems: Problem[],
  read: ReadNamed,
): Reporter {
  const report = (graded: GradedCode, path: Path, message: string, at?: 'key'): void => {
    const source = sourcePath(path);
    problems.push({
      ...graded,
      position: at === 'key' ? document.keyPositionOf(source) : document.positionOf(source),
      message: `${pathText(source)}${message}`,
    });
  };
  return {
    error: (code, path, message, at) => report({ severity: 'error', code }, path, message, at),
    warning: (code, path, message) => report({ severity: 'warning', code }, path, message),
    add: (problem) => void problems.push(problem),
    readNamed(name, path) {
      const found = read(name);
      if (!('refusal' in found)) return found;
      report({ severity: 'error', code: 'invalid-value' }, path, found.refusal);
      return undefined;
    },
    positionOf: (path) => document.positionOf(sourcePath(path)),
  };
}
