/** Makes a load busier or quieter: each pod of a timeline comes several times, or only some of them come. */
import { randomStream } from '../../distributions/random-stream.ts';
import type { PlannedPod, TimelineAction, TimelineEvent } from '../timeline-event.ts';

export interface Copies {
  /** How many pods in place of this one: 0 or more. */
  countOf(pod: PlannedPod): number;
  /** Integer microseconds by which a copy comes later than the pod; 0 for copy 0, the pod itself. */
  delayOf(pod: PlannedPod, copy: number): number;
}

/**
 * Plans copies so that each group has `factor` times its pods, within half a pod. A copy comes at a random time between its pod and the next
 * one of its group, so that a rate that changes over the day keeps its shape, and pods that arrive together stay together.
 *
 * @param factor above 0.
 */
export function planCopies(events: readonly TimelineEvent[], factor: number, seed: number): Copies {
  const nextArrival = new Map<PlannedPod, number>();
  const counts = new Map<PlannedPod, number>();
  const lastOf = new Map<string, { readonly pod: PlannedPod; readonly at: number }>();
  const sums = new Map<string, number>();
  for (const { at, action } of events) {
    if (action.kind !== 'create-pod') continue;
    const { pod } = action;
    const last = lastOf.get(pod.group);
    if (last) nextArrival.set(last.pod, at - last.at);
    lastOf.set(pod.group, { pod, at });
    const before = sums.get(pod.group) ?? 0;
    sums.set(pod.group, before + 1);
    counts.set(pod, Math.round((before + 1) * factor) - Math.round(before * factor));
  }
  return {
    countOf: (pod) => counts.get(pod) ?? 1,
    delayOf(pod, copy) {
      if (copy === 0) return 0;
      const gap = nextArrival.get(pod) ?? 0;
      return Math.floor(randomStream(seed, 'amplify', pod.namespace, pod.name, String(copy))() * gap);
    },
  };
}

function copyName(name: string, copy: number): string {
  return `${name}-copy-${copy}`;
}

/** The same action for a copy of its pod. */
export function actionOfCopy(action: TimelineAction, copy: number, delay: number): TimelineAction {
  if (copy === 0) return action;
  switch (action.kind) {
    case 'create-pod': {
      const { pod } = action;
      return {
        ...action,
        pod: {
          ...pod,
          name: copyName(pod.name, copy),
          withdrawnAt: pod.withdrawnAt === null ? null : pod.withdrawnAt + delay,
        },
      };
    }
    case 'delete-pod':
    case 'disrupt-pod':
    case 'update-pod':
      return { ...action, name: copyName(action.name, copy) };
    default:
      return action;
  }
}
