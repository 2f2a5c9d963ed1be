/** Declares how the admission of a template reports what an API server would refuse. */
import type { Problem } from '../../errors/problem.ts';
import type { ProblemCode } from '../../errors/problem-codes.ts';

/** @param field of the pod's spec. */
export type Finding = (
  severity: Exclude<Problem['severity'], 'note'>,
  code: ProblemCode,
  field: string,
  message: string,
) => void;
