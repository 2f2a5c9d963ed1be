/** Lists how the number of pods of one owner changes over time, and which changes belong together. */

import { wasWaiting } from '../pods/group-samples.ts';
import type { ControlledPod } from './controller-clues.ts';

/** One pod more or fewer. Seconds. */
export interface CountChange {
  readonly at: number;
  readonly by: 1 | -1;
  readonly pod: ControlledPod;
}

/** In order of time. At one time, pods go before others come. */
export function countChanges(pods: readonly ControlledPod[]): CountChange[] {
  const changes: CountChange[] = [];
  for (const pod of pods) {
    if (!pod.wasThere) changes.push({ at: pod.created, by: 1, pod });
    if (pod.gone !== undefined) changes.push({ at: pod.gone, by: -1, pod });
  }
  return changes.sort((left, right) => left.at - right.at || left.by - right.by);
}

/** Cuts the changes wherever nothing happens for more than `gap` seconds. */
export function chainsOf(changes: readonly CountChange[], gap: number): CountChange[][] {
  const chains: CountChange[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const change of changes) {
    if (change.at - last > gap) chains.push([]);
    chains.at(-1)!.push(change);
    last = change.at;
  }
  return chains;
}

/** Up to this long, in seconds, a controller needs for the pods of one step, or to replace a lost pod. */
const REACTION = 2;

/** The longest gap between changes of one reaction, for times of this resolution. */
export function reactionGap(resolution: number): number {
  return REACTION + 2 * resolution;
}

export function presentAtStart(pods: readonly ControlledPod[]): readonly ControlledPod[] {
  return pods.filter(({ wasThere }) => wasThere);
}

/** How long before 0 s the pods started, in seconds, the oldest first. A pod that waited for a node has no age: it starts later. */
export function agesOf(pods: readonly ControlledPod[]): number[] {
  return pods
    .filter((pod) => !wasWaiting(pod))
    .map(({ created, started, seen }) => Math.max(0, seen - (started ?? created)))
    .sort((left, right) => right - left);
}
