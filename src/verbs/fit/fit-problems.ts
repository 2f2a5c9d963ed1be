/** States what a person should know of a fit: gaps and ends of the recording, missing nodes and pods, and a scenario that cannot be replayed. */
import type { Problem } from '../../core/errors/problem.ts';
import type { ProblemCode } from '../../core/errors/problem-codes.ts';
import type { ClusterHistory } from '../../core/fitting/pods/pod-history.ts';
import type { RecordingEnd } from '../../core/recording/recording-reader.ts';
import { formatSpan } from '../../render/terminal/human-units.ts';

export const NODES_ALONE: Problem = {
  code: 'nothing-to-play',
  severity: 'warning',
  message: 'the recording contains no pods: the scenario has its nodes alone',
  next: 'add pods under events.pods, or give a scenario these nodes: kubectl keg generate SCENARIO --nodes-from RECORDING',
};

export function notPlayable(message: string): Problem {
  return {
    code: 'not-true',
    severity: 'error',
    message: `the fitted scenario cannot be replayed: ${message}`,
  };
}

export function fitProblems({ gaps, nodes }: ClusterHistory, { isTorn, isClosed }: RecordingEnd): Problem[] {
  const missed = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  const warning = (code: ProblemCode, message: string): Problem => ({ code, severity: 'warning', message });
  return [
    ...(isTorn
      ? [warning('torn-recording', 'the last line of the recording is cut short and is left out')]
      : []),
    ...(isClosed
      ? []
      : [
          warning(
            'unclosed-recording',
            'the recording has no close line: its window ends with the last observation',
          ),
        ]),
    ...(missed > 0
      ? [
          warning(
            'observation-gap',
            `${formatSpan(missed * 1e6)} of the window were not observed: arrivals in this time are missing`,
          ),
        ]
      : []),
    ...(nodes.length === 0
      ? [
          warning(
            'no-nodes',
            'the recording has no nodes, so it is compared on one node that holds all: add nodes to the scenario before a replay',
          ),
        ]
      : []),
  ];
}
