/** Says of a recording that its nodes are inferred: every command that counts or uses their capacity repeats it. */
import type { Problem } from '../errors/problem.ts';
import type { RecordingHeader } from './observation.ts';

const INFERRED: Problem = {
  code: 'inferred-nodes',
  severity: 'warning',
  message:
    'nodes are inferred from the pods that ran on them: a node has at least what its pods requested at one time, and only the labels that their selectors show; nodes without pods and taints are not known',
};

/** The problem that the header of a recording contains. @param next how the nodes can be read. */
export function inferredNodes(next: string): Problem {
  return { ...INFERRED, next };
}

/** Empty where the nodes were seen. */
export function nodeProblems({ source, problems = [] }: RecordingHeader): Problem[] {
  if (source.nodes !== 'inferred') return [];
  const stated = problems.find(({ code }) => code === INFERRED.code);
  return [stated ?? INFERRED];
}
