/** What is wrong, or merely odd, in a file: one finding with its place, so that a person can go there. */
import { formatPosition, type SourcePosition } from '../errors/user-error.ts';

export interface Problem {
  /** An error keeps the file from being used; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly position: SourcePosition;
  readonly message: string;
}

/** `file:line:column: warning: message`, one line. */
export function formatProblem(problem: Problem): string {
  return `${formatPosition(problem.position)}: ${problem.severity}: ${problem.message}`;
}
