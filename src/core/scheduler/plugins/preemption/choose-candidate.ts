/** Chooses the node whose victims matter least (framework/preemption/preemption.go, pickOneNodeForPreemption). */
import type { Victims } from './select-victims.ts';

/** A node on which the pod fits without the victims. There is at least one victim. */
export interface PreemptionCandidate extends Victims {
  readonly name: string;
}

/** Makes the sum of priorities grow with every victim, even if their priorities are negative. */
const SHIFT = 2 ** 31;

/** Lower is better. The next criterion decides only between the best of the one before. */
const CRITERIA: readonly ((candidate: PreemptionCandidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims }) => highestPriority(victims),
  ({ victims }) => victims.reduce((sum, { info }) => sum + info.priority + SHIFT, 0),
  ({ victims }) => victims.length,
  ({ victims }) => -earliestStart(victims),
];

/** The best candidates. kube-scheduler takes the first of them in the order of a Go map. */
export function bestCandidates(candidates: readonly PreemptionCandidate[]): readonly PreemptionCandidate[] {
  let best = candidates;
  for (const criterion of CRITERIA) {
    if (best.length <= 1) break;
    const values = best.map(criterion);
    const lowest = Math.min(...values);
    best = best.filter((_, i) => values[i] === lowest);
  }
  return best;
}

function highestPriority([first]: Victims['victims']): number {
  return first?.info.priority ?? 0;
}

/** The first start among the victims of the highest priority. A pod that has not started counts as started now (util.GetEarliestPodStartTime). */
function earliestStart(victims: Victims['victims']): number {
  const highest = highestPriority(victims);
  let earliest = Number.POSITIVE_INFINITY;
  for (const { info, startTime } of victims)
    if (info.priority === highest && startTime !== undefined) earliest = Math.min(earliest, startTime);
  return earliest;
}
