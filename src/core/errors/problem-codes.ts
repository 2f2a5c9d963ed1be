/** Every kind of problem that keg reports. A program recognises a problem by its code, never by its message. One line a code. */

export const PROBLEM_CODES = {
  finding: 'A check that failed, such as a limit that is exceeded (exit code 1)',
  usage: 'A flag, argument or file that keg cannot use (exit code 2)',
  cluster: 'A cluster that cannot be reached, or that refuses what keg needs (exit code 3)',

  'syntax-error': 'A file that is not YAML, or YAML that cannot be a scenario',
  'invalid-value': 'A value of the wrong type, or outside of its range',
  'missing-value': 'A key that is missing, or that the rest of its entry needs',
  'conflicting-keys': 'Keys that exclude each other',
  'unknown-key': 'A key that keg ignores',
  'unknown-template': 'A template that the scenario does not define',
  'invalid-scheduler': 'A scheduler configuration, weight or version that the scheduler does not accept',
  'more-errors': 'A count of further errors, which are not listed',

  'unlikely-value': 'A value that is allowed and probably a mistake',
  'default-time': 'An entry without a time, which happens at 0s',
  'misplaced-resources': 'Requests at the level of the pod, where older Kubernetes versions ignore them',
  'duplicate-pod': 'A pod or entry whose name is used before',
  'duplicate-node': 'A node or node entry whose name is used before',
  'refused-name': 'A name that an API server refuses',
  'unknown-node': 'A node event for a node that does not exist',
  'nothing-to-play': 'A scenario without pods',
  'no-nodes': 'A recording or scenario without nodes',
  'pod-too-large': 'A pod that fits on no node',
  'idle-toleration': 'A toleration that matches no taint',
  'out-of-order': 'An entry that is written after a later one',
  'after-the-end': 'An entry that happens after the end of the scenario',
  'node-already-removed': 'A pod that needs a node which is removed before the pod arrives',
  'deletes-no-pod': 'A deletion of a pod that does not exist at that time',
  'job-never-done': 'A Job whose pods do not end',
  'workload-never-ends': 'A workload that replaces its pods for ever, in a scenario without a duration',
  'workload-without-pods': 'A workload that never has a pod',

  'not-modelled': 'A feature that keg does not model',
  'torn-recording': 'A recording whose last line is cut short',
  'unclosed-recording': 'A recording without a close line',
  'unknown-kind': 'Lines of a recording of a kind that this version does not read',
  'left-out': 'A part of an input that is not used',
  duplicate: 'An object that an input contains more than once',
  'late-record': 'A record that arrives too late to be put in the order of time',
  'observation-gap': 'A time in which the recorder could not observe the cluster',
  'changed-for-target': 'An object that a target changes before it creates it',
  refused: 'An action that the cluster refused',
} as const satisfies Readonly<Record<string, string>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;
