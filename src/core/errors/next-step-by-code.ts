/** States for each code of a problem that can be an error what the person can do next, where the problem itself names nothing better. */
import type { ProblemCode } from './problem-codes.ts';

export const NEXT_STEPS = {
  finding: 'change what the check names, or the limit',
  usage: 'kubectl keg help lists the verbs and their flags',
  cluster: 'kubectl keg cluster status shows which cluster is meant',
  'syntax-error': 'correct the file at that place',
  'invalid-value': 'see docs/reference/scenario.md',
  'missing-value': 'see docs/reference/scenario.md',
  'conflicting-keys': 'see docs/reference/scenario.md',
  'unknown-template': 'define it under templates, or correct its name',
  'unknown-object': 'define it under cluster.objects, or correct its name',
  'invalid-scheduler': 'write what kube-scheduler of that version accepts',
  'more-errors': 'correct the errors above first',
  'duplicate-pod': 'give one of them another name',
  'duplicate-object': 'give one of them another name, or remove it',
  'duplicate-node': 'give one of them another name',
  'refused-name': 'write lower-case letters, digits and hyphens',
  'refused-field': 'write what an API server accepts, or remove the field',
  'not-modelled': 'leave it out',
  'not-true': 'give the fit other options, or another part of the recording',
} as const satisfies Partial<Record<ProblemCode, string>>;

/** A problem that keeps an input from being used has one of these codes, so that each error has a next step. */
export type ErrorCode = keyof typeof NEXT_STEPS;
