/** Runs PreFilter: makes the filters of one cycle and finds out which nodes are worth a try (runtime/framework.go, RunPreFilterPlugins). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { type Rejection, unresolvable } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';

export interface PreparedFilters {
  /** In their order. */
  readonly filters: readonly NodeFilter[];
  /** What each plugin of the framework's filters made for this cycle. A plugin that made nothing may be missing at the end. */
  readonly made: readonly (NodeFilter | undefined)[];
  /** Index of the first filter whose verdict depends on more than the node. Without one: the number of filters. */
  readonly firstGlobal: number;
  /** Only these nodes are searched. Undefined: all. */
  readonly nodeNames: ReadonlySet<string> | undefined;
  /** The plugins that restricted the search to some nodes. */
  readonly narrowing: readonly string[];
  /** Rejects the pod without a look at any node. */
  readonly rejection: Rejection | undefined;
}

const NO_NAMES: readonly string[] = [];
/** Used again by each cycle, because an array that grows takes room for 16 more items than it gets. */
const madeFilters: NodeFilter[] = [];
const madeIndices: number[] = [];

/**
 * The filters for a pod. Plugins that skip the pod have none. An unresolvable rejection ends the round; after another one the round goes on,
 * because preemption needs all filters. Of several the last one counts.
 */
export function prepareFilters(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  behaviour: Behaviour,
): PreparedFilters {
  const plugins = framework.filtersFor(pod.info);
  let count = 0;
  let narrowing: readonly string[] = NO_NAMES;
  let nodeNames: Set<string> | undefined;
  let rejection: Rejection | undefined;
  for (let i = 0; i < plugins.length; i++) {
    const { plugin, preFilters, index } = plugins[i] as (typeof plugins)[number];
    const result = plugin.preFilter?.(pod, cluster) ?? 'skip';
    if (result === 'skip') continue;
    if ('filter' in result) {
      madeFilters[count] = result.filter;
      madeIndices[count] = index;
      count += 1;
    }
    if (!preFilters) continue;
    if ('rejection' in result) {
      rejection = result.rejection;
      if (rejection.code === 'Unschedulable') continue;
      return prepared(framework, count, undefined, NO_NAMES, rejection);
    }
    if (!result.nodeNames) continue;
    narrowing = [...narrowing, plugin.name];
    const before: Set<string> | undefined = nodeNames;
    nodeNames = new Set(before ? result.nodeNames.filter((name) => before.has(name)) : result.nodeNames);
    if (nodeNames.size > 0) continue;
    rejection = noNodeLeft(narrowing, behaviour);
    break;
  }
  return prepared(framework, count, nodeNames, narrowing, rejection);
}

function prepared(
  framework: Framework,
  count: number,
  nodeNames: ReadonlySet<string> | undefined,
  narrowing: readonly string[],
  rejection: Rejection | undefined,
): PreparedFilters {
  // The indices rise.
  const made = new Array<NodeFilter | undefined>(count === 0 ? 0 : (madeIndices[count - 1] as number) + 1);
  for (let i = 0; i < count; i++) made[madeIndices[i] as number] = madeFilters[i];
  const filters = framework.sameOrder ? madeFilters.slice(0, count) : inOrder(framework, made);
  let firstGlobal = 0;
  while (firstGlobal < filters.length && filters[firstGlobal]?.local) firstGlobal += 1;
  return { filters, made, firstGlobal, nodeNames, narrowing, rejection };
}

/** The rejection belongs to no plugin. From 1.31 the names are sorted. */
function noNodeLeft(narrowing: readonly string[], behaviour: Behaviour): Rejection {
  const names = behaviour.narrowingRejects ? narrowing.toSorted() : narrowing;
  return unresolvable(
    '',
    names.length === 1
      ? `node(s) didn't satisfy plugin ${names[0]}`
      : `node(s) didn't satisfy plugin(s) [${names.join(' ')}] simultaneously`,
  );
}

function inOrder(framework: Framework, made: readonly (NodeFilter | undefined)[]): readonly NodeFilter[] {
  const places: NodeFilter[] = [];
  // No node comes further than the filter that fails.
  const last = framework.failing.filter?.place ?? Number.POSITIVE_INFINITY;
  for (const [i, filter] of made.entries()) {
    const place = framework.filters[i]?.place ?? -1;
    if (filter && place >= 0 && place <= last) places[place] = filter;
  }
  // A place stays empty if its plugin skips the pod.
  return places.filter((filter) => filter !== undefined);
}
