/** Finds the feasible nodes for a pod and the rejections of the others (schedule_one.go, findNodesThatFitPod). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { Diagnosis } from '../framework/diagnosis.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { type Rejection, unresolvable } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { NodeMemory } from './node-memory.ts';
import { nodesToFind } from './nodes-to-find.ts';

export interface FilterOutcome {
  /** In the order of the search. */
  readonly feasible: readonly NodeInfo[];
  /** Number of nodes checked: feasible plus rejected. */
  readonly evaluated: number;
  readonly diagnosis: Diagnosis;
  /** The filters of the cycle, in their order, by plugin. */
  readonly filters: ReadonlyMap<string, NodeFilter>;
  /** Whether the same search gives the same result until a node changes. */
  readonly local: boolean;
}

const NO_MEMORY: Partial<NodeMemory> = {};

/** Receives every rejected node. */
export type RejectionListener = (node: NodeInfo, rejection: Rejection) => void;

/**
 * Checks the nodes in a circle, beginning at `start`. It stops after all nodes, or at the first feasible node beyond the number needed; that
 * node is not part of the result.
 *
 * @param start index at which the last search ended.
 */
export function findFeasibleNodes(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  start: number,
  behaviour: Behaviour,
  memory: NodeMemory | undefined,
  listener?: RejectionListener,
): FilterOutcome {
  const all = cluster.nodes;
  const prepared = prepareFilters(framework, cluster, pod);
  const rejectors = new Set(behaviour.narrowingRejects ? prepared.narrowing : []);
  if (prepared.rejection) {
    rejectors.add(prepared.rejection.plugin);
    return {
      feasible: [],
      evaluated: 0,
      diagnosis: {
        rejections: new Map(),
        rejected: { nodes: [], rejections: [] },
        preFilter: prepared.rejection,
        rejectors,
      },
      filters: prepared.byPlugin,
      local: false,
    };
  }
  const { filters, nodeNames } = prepared;
  const nodes = nodeNames ? existingNodes(cluster, nodeNames) : all;
  const needed = framework.scoreless ? 1 : nodesToFind(nodes.length, framework.percentageOfNodesToScore);
  const local = filters.every((filter) => filter.local);
  const { verdictOf, verdicts } = memory && local ? memory : NO_MEMORY;
  const feasible: NodeInfo[] = [];
  const rejections = new Map<Rejection, number>();
  const rejectedNodes: NodeInfo[] = [];
  const nodeRejections: Rejection[] = [];
  let streak: Rejection | undefined;
  let streakLength = 0;
  const count = nodes.length;
  for (let i = 0, at = count === 0 ? 0 : start % count; i < count; i++) {
    const node = nodes[at] as NodeInfo;
    at = at + 1 === count ? 0 : at + 1;
    let rejection: Rejection | undefined;
    if (verdictOf && verdictOf[node.slot] === node.generation) rejection = verdicts?.[node.slot];
    else {
      for (let f = 0; f < filters.length; f++) {
        rejection = (filters[f] as NodeFilter).reject(node);
        if (rejection) break;
      }
      if (verdictOf && verdicts) {
        verdictOf[node.slot] = node.generation;
        verdicts[node.slot] = rejection;
      }
    }
    if (!rejection) {
      if (feasible.length === needed) break;
      feasible.push(node);
      continue;
    }
    rejectedNodes.push(node);
    nodeRejections.push(rejection);
    listener?.(node, rejection);
    if (rejection === streak) streakLength += 1;
    else {
      if (streak) rejections.set(streak, (rejections.get(streak) ?? 0) + streakLength);
      streak = rejection;
      streakLength = 1;
    }
  }
  if (streak) rejections.set(streak, (rejections.get(streak) ?? 0) + streakLength);
  for (const { plugin } of rejections.keys()) rejectors.add(plugin);
  const evaluated = feasible.length + rejectedNodes.length;
  if (nodeNames && behaviour.narrowedNodesInMessage && evaluated < all.length) {
    const reason = `node(s) didn't satisfy plugin(s) [${prepared.narrowing.toSorted().join(' ')}]`;
    rejections.set(unresolvable('', reason), all.length - evaluated);
  }
  const rejected = { nodes: rejectedNodes, rejections: nodeRejections };
  return {
    feasible,
    evaluated,
    diagnosis: { rejections, rejected, rejectors },
    filters: prepared.byPlugin,
    local,
  };
}

interface PreparedFilters {
  readonly filters: readonly NodeFilter[];
  readonly byPlugin: ReadonlyMap<string, NodeFilter>;
  readonly nodeNames?: ReadonlySet<string>;
  /** The plugins that restricted the search to some nodes. */
  readonly narrowing: readonly string[];
  readonly rejection?: Rejection;
}

function prepareFilters(framework: Framework, cluster: ClusterView, pod: PodState): PreparedFilters {
  const filters: NodeFilter[] = [];
  const byPlugin = new Map<string, NodeFilter>();
  const narrowing: string[] = [];
  let nodeNames: Set<string> | undefined;
  for (const plugin of framework.filters) {
    const result = plugin.preFilter?.(pod, cluster) ?? 'skip';
    if (result === 'skip') continue;
    if ('rejection' in result) return { filters, byPlugin, narrowing, rejection: result.rejection };
    filters.push(result.filter);
    byPlugin.set(plugin.name, result.filter);
    if (!result.nodeNames) continue;
    narrowing.push(plugin.name);
    const before: Set<string> | undefined = nodeNames;
    nodeNames = new Set(before ? result.nodeNames.filter((name) => before.has(name)) : result.nodeNames);
  }
  return nodeNames ? { filters, byPlugin, narrowing, nodeNames } : { filters, byPlugin, narrowing };
}

function existingNodes(cluster: ClusterView, names: ReadonlySet<string>): NodeInfo[] {
  return [...names].map((name) => cluster.node(name)).filter((node) => node !== undefined);
}
