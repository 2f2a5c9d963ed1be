/** Computes when NoExecute taints evict a pod from its node, as the taint eviction controller does. */

import type { Node } from '../../core/objects/node.ts';
import type { PodSpec, Toleration } from '../../core/objects/pod.ts';
import { toleratesTaint } from '../../core/objects/taints.ts';
import type { ClusterState, EmbeddedPod } from './cluster-state.ts';
import { requestDeletion } from './pod-deletion.ts';

/** A countdown continues while further taints appear and stops when all are gone (taint_eviction.go, processPodOnNode). */
export function scheduleEviction({ heap }: ClusterState, pod: EmbeddedPod, node: Node, now: number): void {
  const after = evictionDelay(pod.plan.template.spec, node);
  if (after === undefined) pod.evictAt = undefined;
  else if (pod.evictAt === undefined || after === 0) {
    pod.evictAt = now + after;
    heap.push(pod.evictAt, { kind: 'evict', uid: pod.uid });
  }
}

/** Marks and deletes the pod (pkg/controller/tainteviction/taint_eviction.go, addConditionAndDeletePod). */
export function evictByTaint(cluster: ClusterState, pod: EmbeddedPod, now: number): void {
  if (pod.terminating) return;
  cluster.observer.observe({ at: now, kind: 'pod-disrupted', uid: pod.uid, reason: REASON });
  requestDeletion(cluster, pod, now, REASON);
}

const REASON = 'DeletionByTaintManager';

/**
 * The microseconds after which the NoExecute taints of the node evict the pod; undefined if they never do.
 * 0 if a taint is not tolerated; otherwise the shortest tolerationSeconds of all tolerations in use. Each taint uses the first toleration
 * that matches, also one that the DefaultTolerationSeconds admission adds (pkg/controller/tainteviction/taint_eviction.go, getMinTolerationTime; pkg/apis/core/v1/helper, GetMatchingTolerations).
 */
function evictionDelay(spec: PodSpec, node: Node): number | undefined {
  let shortest: number | undefined;
  for (const taint of node.spec?.taints ?? []) {
    if (taint.effect !== 'NoExecute') continue;
    const used = [...(spec.tolerations ?? []), ...ADMITTED].find((each) => toleratesTaint(each, taint));
    if (!used) return 0;
    if (used.tolerationSeconds === undefined) continue;
    const after = Math.max(0, used.tolerationSeconds) * 1e6;
    if (shortest === undefined || after < shortest) shortest = after;
  }
  return shortest;
}

/** What every pod gets that does not tolerate these taints itself (plugin/pkg/admission/defaulttolerationseconds). */
const ADMITTED: readonly Toleration[] = ['not-ready', 'unreachable'].map((what) => ({
  key: `node.kubernetes.io/${what}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));
