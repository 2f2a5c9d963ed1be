/** Tries a pod again that failed before, by counting why its nodes have no room: most attempts of an overload end here, so it makes no lists. */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { Framework } from '../framework/framework.ts';
import type { NeededRoom, NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { RememberedFailure } from '../framework/remembered-failure.ts';
import { countShortNodes } from './count-short-nodes.ts';
import type { SearchOptions } from './find-feasible-nodes.ts';
import { isCausedBy } from './known-failure.ts';

/** The filters of an attempt that depend on the objects of nodes. Each attempt uses the list again. */
const fixedFilters: NodeFilter[] = [];

/** Whether the filters of a pod ask for room and for nothing else of the nodes' state. */
export function isCountable(filters: readonly NodeFilter[]): boolean {
  const room = filters.findIndex((filter) => !filter.fixed);
  return room >= 0 && room === filters.length - 1 && filters[room]?.room !== undefined;
}

/**
 * Whether a search of all nodes would fail for the reasons for which it failed before, as far as that can be counted: the pod needs room and
 * nothing else of the nodes' state. If not, or if it cannot be counted, the pod needs a search.
 *
 * @param known of this pod or of another one of its template. Neither pod is nominated to a node.
 */
export function failsAgain(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  known: RememberedFailure,
  { nominations, drawVisits, fixedVerdicts }: SearchOptions,
): boolean {
  if (!known.causes?.countable || nominations.size > 0 || drawVisits || !framework.sameOrder) return false;
  const room = preparedRoom(framework, cluster, pod);
  if (!room) return false;
  const hasFixed = fixedFilters.length > 0;
  const fixed = hasFixed ? fixedVerdicts?.of(pod, cluster, fixedFilters) : undefined;
  if (hasFixed && !fixed) return false;
  const tally = countShortNodes(cluster.order, cluster.table, fixed, room);
  return tally !== undefined && isCausedBy(known, tally, cluster);
}

/** The room that the pod needs, if the filters before are fixed and there are none behind. Runs PreFilter, as each attempt does. */
function preparedRoom(framework: Framework, cluster: ClusterView, pod: PodState): NeededRoom | undefined {
  let fixed = 0;
  let room: NeededRoom | undefined;
  const plugins = framework.filtersFor(pod.info);
  for (let i = 0; i < plugins.length; i++) {
    const { plugin, preFilters } = plugins[i] as (typeof plugins)[number];
    const result = plugin.preFilter?.(pod, cluster) ?? 'skip';
    if (result === 'skip') continue;
    if ('rejection' in result) {
      if (preFilters) return undefined;
      continue;
    }
    const { filter, nodeNames } = result;
    if (room || (preFilters && nodeNames)) return undefined;
    if (filter.fixed) {
      fixedFilters[fixed] = filter;
      fixed += 1;
    } else if (filter.room) room = filter.room;
    else return undefined;
  }
  // It keeps its room as long as it does not shrink, and most attempts have as many.
  if (fixedFilters.length > fixed) fixedFilters.length = fixed;
  return room;
}
