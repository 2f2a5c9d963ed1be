/** Declares how the admission of a template reports what an API server would refuse. */
import type { ErrorCode } from '../../errors/next-step-by-code.ts';
import type { Problem } from '../../errors/problem.ts';

/** @param field of the pod's spec, or the path of a field in it. */
export type Finding = (
  severity: Exclude<Problem['severity'], 'note'>,
  code: ErrorCode,
  field: string | readonly PropertyKey[],
  message: string,
) => void;
