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
  ({ victims }) => sumOfPriorities(victims),
  ({ victims }) => victims.length,
  ({ victims }) => -earliestStart(victims),
];

/** The best candidates. kube-scheduler takes the first of them in the order of a Go map. */
export function bestCandidates(candidates: readonly PreemptionCandidate[]): readonly PreemptionCandidate[] {
  const [first] = candidates;
  if (!first || candidates.length === 1) return candidates;
  let best: PreemptionCandidate[] = [first];
  let least = CRITERIA.map((criterion) => criterion(first));
  for (let i = 1; i < candidates.length; i++) {
    const candidate = candidates[i] as PreemptionCandidate;
    let difference = 0;
    for (let at = 0; at < CRITERIA.length && difference === 0; at++) {
      const value = (CRITERIA[at] as (typeof CRITERIA)[number])(candidate);
      const other = least[at] as number;
      // Two infinite values are equal.
      if (value !== other) difference = value < other ? -1 : 1;
    }
    if (difference > 0) continue;
    if (difference === 0) best.push(candidate);
    else {
      best = [candidate];
      least = CRITERIA.map((criterion) => criterion(candidate));
    }
  }
  return best;
}

function sumOfPriorities(victims: Victims['victims']): number {
  let sum = 0;
  for (const { info } of victims) sum += info.priority + SHIFT;
  return sum;
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
