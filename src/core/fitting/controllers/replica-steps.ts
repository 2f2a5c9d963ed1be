/** Infers the wanted number of replicas over time, and which pods its changes deleted; the other pods that went were lost. */

import type { ControlledPod, WantedSize } from './controller-clues.ts';
import { type CountChange, chainsOf, countChanges, presentAtStart } from './count-changes.ts';
import type { Rollout } from './rollouts.ts';

export interface ReplicaSteps {
  /** In order of time, in seconds. */
  readonly steps: readonly { readonly at: number; readonly pods: number }[];
  /** Pods that a smaller number deleted. */
  readonly scaled: ReadonlySet<ControlledPod>;
  /** Pods that went otherwise; the controller replaces them. */
  readonly lost: ReadonlySet<ControlledPod>;
  /** Pods that went or came alone: nothing shows that a controller did it. */
  readonly alone: number;
}

/**
 * Changes at most `gap` seconds apart are one reaction. Its pods that went and came in equal numbers were lost and replaced; the rest is a
 * change of the number.
 */
export function stepsByCounting(
  pods: readonly ControlledPod[],
  rollouts: readonly Rollout[],
  gap: number,
): ReplicaSteps {
  const deltas = netOf(rollouts);
  const scaled = new Set<ControlledPod>();
  const lost = new Set<ControlledPod>();
  let alone = 0;
  for (const chain of chainsOf(outside(rollouts, pods), gap)) {
    const downs = chain.filter(({ by }) => by < 0);
    const by = chain.length - 2 * downs.length;
    const surplus = downs.slice(downs.length + Math.min(0, by));
    for (const { pod } of surplus) scaled.add(pod);
    for (const { pod } of downs) if (!scaled.has(pod)) lost.add(pod);
    if (chain.length === 1) alone += 1;
    if (by !== 0) deltas.push({ at: (surplus[0] ?? chain.find((change) => change.by > 0)!).at, by });
  }
  const present = presentAtStart(pods).length;
  return { steps: summed(present, deltas), scaled, lost, alone };
}

/** The steps of a controller whose wanted numbers are recorded. A pod that went while there were more than wanted was surplus. */
export function stepsBySizes(
  sizes: readonly WantedSize[],
  pods: readonly ControlledPod[],
  rollouts: readonly Rollout[],
  gap: number,
): ReplicaSteps {
  const steps = inTime(sizes.map(({ at, pods }) => ({ at, pods })));
  const wantedAt = (time: number): number => steps.findLast(({ at }) => at <= time)?.pods ?? 0;
  const scaled = new Set<ControlledPod>();
  const lost = new Set<ControlledPod>();
  const nets = netOf(rollouts);
  let present = presentAtStart(pods).length;
  for (const { at, by, pod } of outside(rollouts, pods)) {
    const count = nets.reduce((sum, net) => (net.at <= at ? sum + net.by : sum), present);
    if (by < 0) (count > Math.min(wantedAt(at), wantedAt(at + gap)) ? scaled : lost).add(pod);
    present += by;
  }
  return { steps, scaled, lost, alone: 0 };
}

/** By how many pods rolling updates changed the number. One that does not end in the window may still have more pods than wanted. */
function netOf(rollouts: readonly Rollout[]): { at: number; by: number }[] {
  return rollouts.flatMap(({ at, until, old, fresh }) => {
    const by = until === undefined ? 0 : fresh.size - old.size;
    return by === 0 ? [] : [{ at, by }];
  });
}

function outside(rollouts: readonly Rollout[], pods: readonly ControlledPod[]): CountChange[] {
  return countChanges(pods).filter(
    ({ by, pod }) => !rollouts.some(({ old, fresh }) => (by < 0 ? old : fresh).has(pod)),
  );
}

function summed(present: number, deltas: readonly { at: number; by: number }[]): ReplicaSteps['steps'] {
  let pods = present;
  const steps = [{ at: 0, pods }];
  for (const { at, by } of [...deltas].sort((left, right) => left.at - right.at)) {
    pods += by;
    steps.push({ at, pods });
  }
  return inTime(steps);
}

/** One step for each time and number, from the first pods on. */
function inTime(steps: readonly { readonly at: number; readonly pods: number }[]): ReplicaSteps['steps'] {
  const kept: { at: number; pods: number }[] = [];
  for (const step of steps) {
    if (kept.at(-1)?.at === step.at) kept.pop();
    if (step.pods !== (kept.at(-1)?.pods ?? 0)) kept.push(step);
  }
  return kept;
}
