/** Creates pods of a recording again that a drain or a failure of a node takes away. */
import { planReplacements } from '../../core/timeline/disturbances/replacements.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';
import type { ClusterState, EmbeddedPod, ReplacedPods } from './cluster-state.ts';
import { createClusterPod } from './pod-life.ts';

export function createReplacedPods(cluster: ClusterState, timeline: readonly TimelineEvent[]): ReplacedPods {
  const replacements = planReplacements(timeline);
  const startedAt = new WeakMap<EmbeddedPod, number>();
  return {
    observe(observation) {
      const pod = observation.kind === 'pod-started' && cluster.pods.get(observation.uid);
      if (pod) startedAt.set(pod, observation.at);
    },
    lost(pod, now) {
      const again = !pod.terminal && replacements.lost(pod.plan, pod.node, startedAt.get(pod), now);
      if (again) createClusterPod(cluster, again, now);
    },
    nodeAdded(name, now) {
      for (const plan of replacements.nodeAdded(name, now)) createClusterPod(cluster, plan, now);
    },
  };
}
