/** Infers the wanted number of replicas of a StatefulSet from the ordinals of its pods, which come and go one after the other. */

import type { ControlledPod } from './controller-clues.ts';
import { countChanges, presentAtStart } from './count-changes.ts';
import type { ReplicaSteps } from './replica-steps.ts';

/** A pod that is not created again within this many seconds after its end was surplus. */
const LONGEST_ABSENCE = 120;

/**
 * A pod of a new highest ordinal shows a larger number, a pod that is not created again a smaller one. The set creates a pod when the one
 * below is ready, and deletes one when the one above is gone. So steps that follow such a time within `gap` seconds are one.
 */
export function stepsByOrdinal(pods: readonly ControlledPod[], gap: number): ReplicaSteps {
  const steps: { at: number; pods: number }[] = [];
  const scaled = new Set<ControlledPod>();
  const lost = new Set<ControlledPod>();
  const byName = new Map<string, ControlledPod[]>();
  for (const pod of pods) byName.set(pod.name, [...(byName.get(pod.name) ?? []), pod]);
  let wanted = Math.max(0, ...presentAtStart(pods).map((pod) => ordinalOf(pod) + 1));
  /** When the step under way can go on: at the readiness of its last new pod, or at the end of its last surplus one. */
  let next = { at: Number.NEGATIVE_INFINITY, by: 0 };
  if (wanted > 0) steps.push({ at: 0, pods: wanted });
  const step = (at: number, number: number, by: 1 | -1): void => {
    const last = steps.at(-1);
    wanted = number;
    if (last && next.by === by && at - next.at <= gap) last.pods = number;
    else steps.push({ at, pods: number });
  };
  for (const { at, by, pod } of countChanges(pods)) {
    const ordinal = ordinalOf(pod);
    if (by > 0 && ordinal >= wanted) {
      step(at, ordinal + 1, 1);
      next = { at: pod.ready ?? pod.started ?? pod.created, by: 1 };
    } else if (by < 0) {
      const end = pod.ended ?? at;
      const isBack = byName
        .get(pod.name)!
        .some(({ created }) => created >= at && created - end <= LONGEST_ABSENCE);
      (isBack ? lost : scaled).add(pod);
      if (isBack || ordinal >= wanted) continue;
      step(at, ordinal, -1);
      next = { at: end, by: -1 };
    }
  }
  return { steps, scaled, lost, alone: 0 };
}

/** The number at the end of the name, which pseudonyms keep. */
function ordinalOf({ name }: ControlledPod): number {
  return Number(/-(\d+)$/.exec(name)?.[1] ?? 0);
}
