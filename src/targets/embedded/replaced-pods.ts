/** Creates pods of a recording again that a drain or a failure of a node takes from their controllers: a recording has no controllers that would. */
import type { PlannedPod, TimelineEvent } from '../../core/timeline/timeline-event.ts';
import type { ClusterState, EmbeddedPod, ReplacedPods } from './cluster-state.ts';
import { createClusterPod } from './pod-life.ts';

/** Controllers that create another pod elsewhere. */
const ELSEWHERE: ReadonlySet<string> = new Set(['ReplicaSet', 'ReplicationController', 'StatefulSet', 'Job']);
/** Controllers whose pods come back with their node. */
const WITH_NODE: ReadonlySet<string> = new Set(['DaemonSet', 'Node']);

/** Pods without an owner are gone, and pods of workloads of the scenario have their own controllers. */
export function createReplacedPods(cluster: ClusterState, timeline: readonly TimelineEvent[]): ReplacedPods {
  const owned = new WeakSet<PlannedPod>();
  for (const { action } of timeline)
    if (action.kind === 'create-pod' && action.pod.owners) owned.add(action.pod);
  const startedAt = new WeakMap<EmbeddedPod, number>();
  const numbers = new WeakMap<PlannedPod, { readonly first: string; readonly number: number }>();
  const waiting = new Map<string, PlannedPod[]>();

  function planAgain(pod: EmbeddedPod): PlannedPod {
    const { plan } = pod;
    const { incidents: _incidents, age: _age, pendingFor: _pendingFor, usage: _usage, ...rest } = plan;
    const { first, number } = numbers.get(plan) ?? { first: plan.name, number: 0 };
    const began = startedAt.get(pod);
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
    observe(observation) {
      const pod = observation.kind === 'pod-started' && cluster.pods.get(observation.uid);
      if (pod) startedAt.set(pod, observation.at);
    },
    lost(pod, now) {
      const { plan } = pod;
      if (!owned.has(plan) || pod.terminal || (plan.withdrawnAt !== null && plan.withdrawnAt <= now)) return;
      const owner = plan.owners?.[0]?.kind ?? '';
      if (ELSEWHERE.has(owner)) createClusterPod(cluster, planAgain(pod), now);
      else if (WITH_NODE.has(owner) && pod.node !== null)
        waiting.set(pod.node, [...(waiting.get(pod.node) ?? []), planAgain(pod)]);
    },
    nodeAdded(name, now) {
      for (const plan of waiting.get(name) ?? [])
        if (plan.withdrawnAt === null || plan.withdrawnAt > now) createClusterPod(cluster, plan, now);
      waiting.delete(name);
    },
  };
}
