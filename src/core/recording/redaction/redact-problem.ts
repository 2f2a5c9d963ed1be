/** Redacts the problems that a recording carries: with pseudonyms, the meaning of the code takes the place of a message, which may name anything. */
import type { GradedCode, Problem } from '../../errors/problem.ts';
import { PROBLEM_CODES } from '../../errors/problem-codes.ts';
import { given } from './rebuilt-fields.ts';
import { maskSecrets } from './secret-looking.ts';

export type ProblemRedaction = (problem: Problem) => Problem;

export function problemRedaction(keepsNames: boolean): ProblemRedaction {
  return ({ code, severity, position, message, next, pods }) => {
    const graded = { code, severity } as GradedCode;
    return keepsNames
      ? given({ ...graded, position, message: maskSecrets(message), next, pods })
      : given({ ...graded, message: PROBLEM_CODES[code], pods });
  };
}
