/** Finds the feasible nodes for a pod and the rejections of the others (schedule_one.go, findNodesThatFitPod). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { Diagnosis } from '../framework/diagnosis.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { type Rejection, unresolvable } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { Nominations } from '../queue/nominator.ts';
import type { BatchHint } from './cycle-result.ts';
import type { NodeMemory } from './node-memory.ts';
import { rejectionBy, rivalsFor } from './node-trial.ts';
import { nodesToFind } from './nodes-to-find.ts';
import { prepareFilters } from './prepare-filters.ts';

export interface SearchOptions {
  /** Index of the first node of the search: where the last search ended. */
  readonly start: number;
  readonly nominations: Nominations;
  /** Cached verdicts for this pod's template. The search updates them. */
  readonly memory?: NodeMemory | undefined;
  /** Whether the rejected nodes are needed also where a node is feasible. */
  readonly explain?: boolean;
  /** Asks the batch which node to try alone. */
  readonly batchHint?: ((filters: readonly NodeFilter[]) => BatchHint) | undefined;
}

export interface FilterOutcome extends BatchHint {
  /** In the order of the search. */
  readonly feasible: readonly NodeInfo[];
  /** Number of nodes checked: feasible plus rejected. */
  readonly evaluated: number;
  readonly diagnosis: Diagnosis;
  /** The filters of the cycle, in their order. */
  readonly filters: readonly NodeFilter[];
  /** The filters by index of the framework's filtering plugins. */
  readonly made: readonly (NodeFilter | undefined)[];
  /** Whether the same search gives the same result until a node changes. */
  readonly local: boolean;
  /** Whether the node that the pod is nominated to, or that the batch gives, passed. Then no other node was checked, and the next search starts where this one did. */
  readonly nominee: boolean;
}

const NO_MEMORY: Partial<NodeMemory> = {};
const NO_RIVALS: readonly PodState[] = [];
/** Where a node is feasible, only an explanation needs to know which nodes were rejected. */
const NOT_KEPT: Diagnosis['rejected'] = { nodes: [], rejections: [] };
/** Used again by each search, so that a search of thousands of nodes makes no garbage. */
const refusedNodes: NodeInfo[] = [];
const refusals: Rejection[] = [];

/**
 * Tries the node that the pod is nominated to, or that the batch gives. If it does not pass, checks the nodes in a circle, beginning at `start`. The search stops after
 * all nodes, or at the first feasible node beyond the number needed; that node is not part of the result.
 */
export function findFeasibleNodes(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  behaviour: Behaviour,
  { start, nominations, memory, batchHint, explain }: SearchOptions,
): FilterOutcome {
  const all = cluster.nodes;
  const prepared = prepareFilters(framework, cluster, pod, behaviour);
  const { filters, made, nodeNames, narrowing, rejection: preFilter } = prepared;
  const rejectors = new Set(behaviour.narrowingRejects ? narrowing : []);
  if (preFilter) {
    if (preFilter.plugin !== '') rejectors.add(preFilter.plugin);
    const rejected = { nodes: [], rejections: [] };
    const diagnosis = { rejections: new Map(), rejected, preFilter, rejectors };
    return { feasible: [], evaluated: 0, diagnosis, filters, made, local: false, nominee: false };
  }
  const rivalsOn = (name: string) =>
    nominations.size === 0 ? NO_RIVALS : rivalsFor(pod, nominations.to(name));
  const batch = batchHint?.(filters);
  const first = pod.nominatedNode ?? batch?.hint;
  const nominee = first === undefined ? undefined : cluster.node(first);
  const refusal = nominee && rejectionBy(filters, nominee, rivalsOn(nominee.name));
  if (nominee && !refusal) {
    const diagnosis = { rejections: new Map(), rejected: { nodes: [], rejections: [] }, rejectors };
    return {
      feasible: [nominee],
      evaluated: 1,
      diagnosis,
      filters,
      made,
      local: false,
      nominee: true,
      ...batch,
    };
  }
  const nodes = nodeNames ? existingNodes(cluster, nodeNames) : all;
  const needed = framework.scoreless ? 1 : nodesToFind(nodes.length, framework.percentageOfNodesToScore);
  const local = filters.every((filter) => filter.local);
  const { verdictOf, verdicts } = memory && local ? memory : NO_MEMORY;
  const feasible: NodeInfo[] = [];
  const rejections = new Map<Rejection, number>();
  let refused = 0;
  let streak: Rejection | undefined;
  let streakLength = 0;
  const count = nodes.length;
  const crowded = nominations.size > 0;
  for (let i = 0, at = count === 0 ? 0 : start % count; i < count; i++) {
    const node = nodes[at] as NodeInfo;
    at = at + 1 === count ? 0 : at + 1;
    let rejection: Rejection | undefined;
    if (crowded && rivalsOn(node.name).length > 0)
      rejection = rejectionBy(filters, node, rivalsOn(node.name));
    else if (verdictOf && verdictOf[node.slot] === node.generation) rejection = verdicts?.[node.slot];
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
    refusedNodes[refused] = node;
    refusals[refused] = rejection;
    refused += 1;
    // Equal rejections mostly follow each other, so each streak is counted at once.
    if (rejection === streak) streakLength += 1;
    else {
      if (streak) rejections.set(streak, (rejections.get(streak) ?? 0) + streakLength);
      streak = rejection;
      streakLength = 1;
    }
  }
  if (streak) rejections.set(streak, (rejections.get(streak) ?? 0) + streakLength);
  if (nominee && refusal && !refusedNodes.slice(0, refused).includes(nominee)) {
    refusedNodes[refused] = nominee;
    refusals[refused] = refusal;
    refused += 1;
    rejections.set(refusal, (rejections.get(refusal) ?? 0) + 1);
  }
  for (const { plugin } of rejections.keys()) rejectors.add(plugin);
  const evaluated = feasible.length + refused;
  if (nodeNames && behaviour.narrowedNodesInMessage && evaluated < all.length) {
    const reason = `node(s) didn't satisfy plugin(s) [${narrowing.toSorted().join(' ')}]`;
    rejections.set(unresolvable('', reason), all.length - evaluated);
  }
  const rejected =
    feasible.length === 0 || explain
      ? { nodes: refusedNodes.slice(0, refused), rejections: refusals.slice(0, refused) }
      : NOT_KEPT;
  const diagnosis = { rejections, rejected, rejectors };
  const outcome = { feasible, evaluated, diagnosis, filters, made, local, nominee: false };
  return batch ? { ...outcome, ...batch } : outcome;
}

function existingNodes(cluster: ClusterView, names: ReadonlySet<string>): NodeInfo[] {
  return [...names].map((name) => cluster.node(name)).filter((node) => node !== undefined);
}
