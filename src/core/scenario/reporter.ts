/** Tells problems with the place they stand at, for everything that is found after the shape of a file is known to be right. */

import type { Problem } from '../errors/problem.ts';
import type { SourcePosition } from '../errors/user-error.ts';
import { pathText } from './check-shape.ts';
import type { Path, PositionedDocument } from './positioned-yaml.ts';

/** Collects problems, placing each. */
export interface Reporter {
  error(path: Path, message: string): void;
  warning(path: Path, message: string): void;
  positionOf(path: Path): SourcePosition;
}

/** A reporter that adds to `problems`; `sourcePath` tells where a path stands in a file of an older form. */
export function reporter(
  document: PositionedDocument,
  sourcePath: (path: Path) => Path,
  problems: Problem[],
): Reporter {
  const report = (severity: Problem['severity'], path: Path, message: string): void => {
    const source = sourcePath(path);
    problems.push({
      code: severity === 'error' ? 'invalid-value' : 'unlikely-value',
      severity,
      position: document.positionOf(source),
      message: `${pathText(source)}${message}`,
    });
  };
  return {
    error: (path, message) => report('error', path, message),
    warning: (path, message) => report('warning', path, message),
    positionOf: (path) => document.positionOf(sourcePath(path)),
  };
}
