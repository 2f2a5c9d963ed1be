/** Runs PreFilter: makes the filters of one cycle and finds out which nodes are worth a try (runtime/framework.go, RunPreFilterPlugins). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Rejection } from '../framework/rejection.ts';

export interface PreparedFilters {
  /** In their order. */
  readonly filters: readonly NodeFilter[];
  readonly nodeNames?: ReadonlySet<string>;
  /** The plugins that restricted the search to some nodes. */
  readonly narrowing: readonly string[];
  /** Rejects the pod without a look at any node. */
  readonly rejection?: Rejection;
}

/** The filters for a pod. Plugins that skip the pod have none. */
export function prepareFilters(framework: Framework, cluster: ClusterView, pod: PodState): PreparedFilters {
  const filters: NodeFilter[] = [];
  const narrowing: string[] = [];
  let nodeNames: Set<string> | undefined;
  for (const plugin of framework.filters) {
    const result = plugin.preFilter?.(pod, cluster) ?? 'skip';
    if (result === 'skip') continue;
    if ('rejection' in result) return { filters, narrowing, rejection: result.rejection };
    filters.push(result.filter);
    if (!result.nodeNames) continue;
    narrowing.push(plugin.name);
    const before: Set<string> | undefined = nodeNames;
    nodeNames = new Set(before ? result.nodeNames.filter((name) => before.has(name)) : result.nodeNames);
  }
  return nodeNames ? { filters, narrowing, nodeNames } : { filters, narrowing };
}
