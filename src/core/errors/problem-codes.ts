/** Every kind of problem that keg reports: a program recognises a problem by its code, never by its words. One line a code. */

export const PROBLEM_CODES = {
  'invalid-value': 'A value that Kubernetes or keg does not accept',
  'unknown-key': 'A key that keg does not read',
  'not-modelled': 'A feature that the embedded cluster does not model',
  'unlikely-value': 'A value that is allowed and probably a mistake',
  'no-nodes': 'A recording or scenario without nodes',
  'torn-recording': 'A recording whose last line is cut short',
  'unclosed-recording': 'A recording without a close line',
  'unknown-kind': 'Lines of a recording of a kind that this version does not read',
  'observation-gap': 'A time in which the recorder could not observe the cluster',
  'changed-for-target': 'An object that a target changes before it creates it',
  refused: 'An action that the cluster refused',
} as const satisfies Readonly<Record<string, string>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;
