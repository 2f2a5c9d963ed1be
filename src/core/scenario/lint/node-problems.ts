/** Names the warnings about a scenario's own nodes, which no longer hold when the command line replaces the nodes. */
import type { Problem } from '../../errors/problem.ts';
import type { ProblemCode } from '../../errors/problem-codes.ts';

const ABOUT_NODES: ReadonlySet<ProblemCode> = new Set([
  'duplicate-node',
  'unknown-node',
  'no-nodes',
  'assumed-nodes',
  'pod-too-large',
  'idle-toleration',
  'node-already-removed',
]);

/** Whether a problem depends on the nodes that the scenario file has. */
export function isAboutNodes({ code }: Problem): boolean {
  return ABOUT_NODES.has(code);
}
