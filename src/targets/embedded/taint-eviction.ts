/** NoExecute taints put pods off a node that they already run on, as the taint eviction controller does. */

import type { Node } from '../../objects/node.ts';
import type { PodSpec } from '../../objects/pod.ts';
import { toleratesTaint } from '../../objects/taints.ts';

/**
 * After how many microseconds the pod is evicted from the node for its NoExecute taints; undefined: not at all.
 * 0 if a taint is not tolerated; otherwise the shortest tolerationSeconds among the tolerations in use
 * (pkg/controller/tainteviction/taint_eviction.go, getMinTolerationTime).
 */
export function evictionsOf(spec: PodSpec, node: Node): number | undefined {
  let shortest: number | undefined;
  for (const taint of node.spec?.taints ?? []) {
    if (taint.effect !== 'NoExecute') continue;
    const tolerations = (spec.tolerations ?? []).filter((toleration) => toleratesTaint(toleration, taint));
    if (tolerations.length === 0) return 0;
    for (const { tolerationSeconds } of tolerations) {
      if (tolerationSeconds === undefined) continue;
      const after = Math.max(0, tolerationSeconds) * 1e6;
      if (shortest === undefined || after < shortest) shortest = after;
    }
  }
  return shortest;
}
