/** Plans pods of a recording again that a drain or a failure of a node takes from their controllers: a recording has no controllers that would. */
import type { Microseconds } from '../../time/microseconds.ts';
import type { PlannedPod, TimelineEvent } from '../timeline-event.ts';

/** Controllers that create another pod elsewhere. */
const ELSEWHERE: ReadonlySet<string> = new Set(['ReplicaSet', 'ReplicationController', 'StatefulSet', 'Job']);
/** Controllers whose pods belong to their node: a drain leaves them, and they come back with it. */
const WITH_NODE: ReadonlySet<string> = new Set(['DaemonSet', 'Node']);

export interface Replacements {
  /**
   * The pod is evicted, or was on a node that is gone.
   *
   * @param startedAt time of its start; undefined: it had not started.
   * @returns the pod that takes its place now.
   */
  lost(
    plan: PlannedPod,
    node: string | null,
    startedAt: Microseconds | undefined,
    now: Microseconds,
  ): PlannedPod | undefined;
  /** @returns the pods that come back with the node. */
  nodeAdded(name: string, now: Microseconds): readonly PlannedPod[];
}

/** Whether a drain leaves the pod where it is. */
export function belongsToNode({ owners }: PlannedPod): boolean {
  return WITH_NODE.has(owners?.[0]?.kind ?? '');
}

/** Pods without an owner are gone, and pods of workloads of the scenario have their own controllers. */
export function planReplacements(timeline: readonly TimelineEvent[]): Replacements {
  const owned = new WeakSet<PlannedPod>();
  for (const { action } of timeline)
    if (action.kind === 'create-pod' && action.pod.owners) owned.add(action.pod);
  const numbers = new WeakMap<PlannedPod, { readonly first: string; readonly number: number }>();
  const waiting = new Map<string, PlannedPod[]>();
  const isWithdrawn = ({ withdrawnAt }: PlannedPod, now: Microseconds): boolean =>
    withdrawnAt !== null && withdrawnAt <= now;

  function planAgain(plan: PlannedPod, began: Microseconds | undefined): PlannedPod {
    const { incidents: _incidents, age: _age, pendingFor: _pendingFor, usage: _usage, ...rest } = plan;
    const { first, number } = numbers.get(plan) ?? { first: plan.name, number: 0 };
    // Its owner deletes it when it deleted the recorded one. A run that ends by itself begins again.
    const end =
      plan.end === 'deleted' && plan.lifetime !== null && began !== undefined ? began + plan.lifetime : null;
    const again: PlannedPod = {
      ...rest,
      name: `${first}-again-${number + 1}`,
      ...(end !== null && { lifetime: null, withdrawnAt: end }),
    };
    numbers.set(again, { first, number: number + 1 });
    owned.add(again);
    return again;
  }

  return {
    lost(plan, node, startedAt, now) {
      if (!owned.has(plan) || isWithdrawn(plan, now)) return undefined;
      if (ELSEWHERE.has(plan.owners?.[0]?.kind ?? '')) return planAgain(plan, startedAt);
      if (belongsToNode(plan) && node !== null)
        waiting.set(node, [...(waiting.get(node) ?? []), planAgain(plan, startedAt)]);
      return undefined;
    },
    nodeAdded(name, now) {
      const back = waiting.get(name) ?? [];
      waiting.delete(name);
      return back.filter((plan) => !isWithdrawn(plan, now));
    },
  };
}
