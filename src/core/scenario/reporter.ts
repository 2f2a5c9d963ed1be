/** Collects the problems that are found after the shape of a file is checked, each with its position. */

import type { Problem } from '../errors/problem.ts';
import type { ProblemCode } from '../errors/problem-codes.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import { pathText } from './check-shape.ts';
import type { Path, PositionedDocument } from './positioned-yaml.ts';

export interface Reporter {
  /** `key`: the position is that of the key and not of its value, for a key that should not be there. */
  error(code: ProblemCode, path: Path, message: string, at?: 'key'): void;
  warning(code: ProblemCode, path: Path, message: string): void;
  positionOf(path: Path): SourcePosition;
}

/** Makes a reporter that adds to `problems`. `sourcePath` converts a path to that of a file in an older form. */
export function createReporter(
  document: PositionedDocument,
  sourcePath: (path: Path) => Path,
  problems: Problem[],
): Reporter {
  const report = (
    severity: Problem['severity'],
    code: ProblemCode,
    path: Path,
    message: string,
    at?: 'key',
  ): void => {
    const source = sourcePath(path);
    problems.push({
      code,
      severity,
      position: at === 'key' ? document.keyPositionOf(source) : document.positionOf(source),
      message: `${pathText(source)}${message}`,
    });
  };
  return {
    error: (code, path, message, at) => report('error', code, path, message, at),
    warning: (code, path, message) => report('warning', code, path, message),
    positionOf: (path) => document.positionOf(sourcePath(path)),
  };
}
