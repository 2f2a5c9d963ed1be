/** Refuses, for `--strict`, to play what the model would play otherwise than a cluster. */
import type { Problem } from '../../core/errors/problem.ts';
import type { ProblemCode } from '../../core/errors/problem-codes.ts';
import { UserError } from '../../core/errors/user-error.ts';

const REFUSED: ReadonlySet<ProblemCode> = new Set(['not-modelled', 'no-profile']);

/** The problem that {@link refuseNotModelled} makes an error of. */
export function refusedProblem(problems: readonly Problem[]): Problem | undefined {
  return problems.find(({ code }) => REFUSED.has(code));
}

/** @throws {UserError} (exit code 1) with the first of the problems that concern the model, and how many more there are. */
export function refuseNotModelled(problems: readonly Problem[]): void {
  const [first, ...others] = problems.filter(({ code }) => REFUSED.has(code));
  if (!first) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new UserError(`--strict: ${first.message}${more}`, {
    position: first.position,
    next: 'leave out --strict to play it all the same',
    exitCode: 1,
    problemCode: first.code,
  });
}
