/** Makes one error of the problems of a scenario: the first, and how many more there are. */
import type { Problem } from './problem.ts';
import { UserError } from './user-error.ts';

/** @returns the first error at its place; its next step says how many more `validate` lists. */
export function invalidScenario(problems: readonly Problem[]): UserError {
  const [first, ...others] = problems.filter((problem) => problem.severity === 'error');
  const check = `kubectl keg validate ${first?.position?.file ?? 'FILE'}`;
  return new UserError(first?.message ?? 'is not a scenario', {
    position: first?.position,
    next:
      others.length === 0
        ? (first?.next ?? `${check} checks it without a replay`)
        : `and ${others.length} more: see ${check}`,
  });
}
