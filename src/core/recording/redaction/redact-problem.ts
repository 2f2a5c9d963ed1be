/** Redacts the problems that a recording carries: with pseudonyms, the meaning of the code takes the place of a message, which may name anything. */
import type { Problem } from '../../errors/problem.ts';
import { PROBLEM_CODES } from '../../errors/problem-codes.ts';
import { given } from './rebuilt-fields.ts';
import { maskSecrets } from './secret-looking.ts';

export type ProblemRedaction = (problem: Problem) => Problem;

export function problemRedaction(keepsNames: boolean): ProblemRedaction {
  return ({ code, severity, position, message, next, pods }) =>
    keepsNames
      ? given({ code, severity, position, message: maskSecrets(message), next, pods })
      : given({ code, severity, message: PROBLEM_CODES[code], pods });
}
