/** Gives a cluster of one node and pods as YAML, for the tests of pods. */

/** One node of 2 cores; the scheduler is busy for 1 ms with a pod and the binding takes 10 ms more, unless said otherwise. */
export const NODE = 'cluster: {nodes: [{name: a, template: {allocatable: {cpu: 2, memory: 4Gi}}}]}\n';

export const pods = (...entries: readonly string[]): string =>
  `events:\n  pods:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`;
