/** Compares what a controller alone would do with what was recorded: the measure that decides whether it explains the pods of a group. */

import type { ControlledPod } from './controller-clues.ts';
import { presentAtStart } from './count-changes.ts';
import type { ReplicaSteps } from './replica-steps.ts';
import type { Rollout } from './rollouts.ts';

/** Pods created, and pods alive integrated over the window, may differ by this share, or by one pod. */
const TOLERANCE = 0.05;

/**
 * Whether the wanted numbers, the replacement of lost pods and the rolling updates give the recorded number of pods created and, over the
 * window, the recorded number of pods alive.
 */
export function agrees(
  { steps, lost }: ReplicaSteps,
  pods: readonly ControlledPod[],
  rollouts: readonly Rollout[],
  window: number,
): boolean {
  const present = presentAtStart(pods).length;
  const created = pods.length - present;
  let [expected, before] = [lost.size + replacedBy(rollouts), present];
  let alive = 0;
  for (const [index, step] of steps.entries()) {
    expected += Math.max(0, step.pods - before);
    before = step.pods;
    alive += step.pods * ((steps[index + 1]?.at ?? window) - step.at);
  }
  const recorded = pods.reduce(
    (sum, { gone, created: from }) => sum + (gone ?? window) - Math.max(0, from),
    0,
  );
  return isClose(expected, created, 1) && isClose(alive, recorded, window * TOLERANCE);
}

/** Pods that took the place of others; further ones belong to a step. */
function replacedBy(rollouts: readonly Rollout[]): number {
  return rollouts.reduce(
    (sum, { until, old, fresh }) => sum + (until === undefined ? fresh.size : Math.min(fresh.size, old.size)),
    0,
  );
}

function isClose(expected: number, recorded: number, slack: number): boolean {
  return Math.abs(expected - recorded) <= Math.max(slack, TOLERANCE * recorded);
}
