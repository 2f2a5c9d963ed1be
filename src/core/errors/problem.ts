/** Declares a problem of an input or of a run as data, which is printed and written into the recording and into `-o json`. */
import { type ErrorCode, NEXT_STEPS } from './next-step-by-code.ts';
import type { ProblemCode } from './problem-codes.ts';
import { formatPosition, type SourcePosition, withNextStep } from './user-error.ts';

interface ProblemFacts {
  /** Programs decide by the code. The message is for people. */
  readonly code: ProblemCode;
  /** An error keeps the input from being used. A warning does not. A note needs no action. */
  readonly severity: 'error' | 'warning' | 'note';
  /** Where it is in a file; undefined for a problem of the whole run. */
  readonly position?: SourcePosition | undefined;
  /** One sentence, without a full stop at its end. */
  readonly message: string;
  /** What the person can do next. */
  readonly next?: string | undefined;
  /** How many pods it concerns, where it concerns pods. */
  readonly pods?: number | undefined;
}

/** Only a code with a next step can be an error. */
export type GradedCode =
  | { readonly severity: 'error'; readonly code: ErrorCode }
  | { readonly severity: 'warning' | 'note'; readonly code: ProblemCode };

export type Problem = ProblemFacts & GradedCode;

/** A warning at a place of a file. */
export function warningAt(code: ProblemCode, position: SourcePosition, message: string): Problem {
  return { code, severity: 'warning', position, message };
}

/** What the person can do next: every error has it. */
export function nextOf(problem: Problem): string | undefined {
  return problem.next ?? (problem.severity === 'error' ? NEXT_STEPS[problem.code] : undefined);
}

/** `file:line:column: warning: message (next step)`, one line. */
export function formatProblem({ severity, position, message, next }: Problem): string {
  const place = position === undefined ? '' : `${formatPosition(position)}: `;
  return `${place}${severity}: ${withNextStep(message, next)}`;
}
