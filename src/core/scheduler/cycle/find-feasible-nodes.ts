/** Finds the feasible nodes for a pod and the rejections of the others (schedule_one.go, findNodesThatFitPod). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { NodeTable } from '../cache/node-table.ts';
import type { Diagnosis } from '../framework/diagnosis.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { type Rejection, unresolvable } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { Nominations } from '../queue/nominator.ts';
import type { BatchHint } from './cycle-result.ts';
import { diagnose } from './diagnose.ts';
import { type FeasibleNodes, nodesAt } from './feasible-nodes.ts';
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
  readonly feasible: FeasibleNodes;
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

const NO_RIVALS: readonly PodState[] = [];
const NO_PLUGINS: ReadonlySet<string> = new Set();
/** Where a node is feasible, only an explanation needs to know which nodes were rejected. */
const NOT_KEPT: Diagnosis = {
  rejections: new Map(),
  rejected: { nodes: [], rejections: [] },
  rejectors: NO_PLUGINS,
};
/** Used again by each search, so that a search of thousands of nodes makes no garbage. */
let feasibleSlots = new Int32Array(256);
let refusedSlots = new Int32Array(256);
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
  const { table } = cluster;
  const prepared = prepareFilters(framework, cluster, pod, behaviour);
  const { filters, made, nodeNames, narrowing, rejection: preFilter } = prepared;
  const narrowed = behaviour.narrowingRejects ? narrowing : [];
  if (preFilter) {
    const rejectors = new Set(narrowed);
    if (preFilter.plugin !== '') rejectors.add(preFilter.plugin);
    const diagnosis = { ...NOT_KEPT, preFilter, rejectors };
    const feasible = { count: 0, slots: feasibleSlots, bySlot: table.nodes };
    return { feasible, evaluated: 0, diagnosis, filters, made, local: false, nominee: false };
  }
  const rivalsOn = (name: string) =>
    nominations.size === 0 ? NO_RIVALS : rivalsFor(pod, nominations.to(name));
  const batch = batchHint?.(filters);
  const first = pod.nominatedNode ?? batch?.hint;
  const nominee = first === undefined ? undefined : cluster.node(first);
  const refusal = nominee && rejectionBy(filters, nominee, rivalsOn(nominee.name));
  if (nominee && !refusal) {
    feasibleSlots[0] = nominee.slot;
    const feasible = { count: 1, slots: feasibleSlots, bySlot: table.nodes };
    const outcome = { evaluated: 1, diagnosis: NOT_KEPT, filters, made, local: false, nominee: true };
    return { feasible, ...outcome, ...batch };
  }
  const order = nodeNames ? existingNodes(cluster, nodeNames) : cluster.order;
  const count = order.length;
  const needed = framework.scoreless ? 1 : nodesToFind(count, framework.percentageOfNodesToScore);
  if (feasibleSlots.length < count)
    [feasibleSlots, refusedSlots] = [new Int32Array(count * 2), new Int32Array(count * 2)];
  const remembered = memory ? rememberedFilters(framework, filters, made, memory) : 0;
  const crowded = nominations.size > 0;
  const { generations } = table;
  let found = 0;
  let refused = 0;
  for (let i = 0, at = count === 0 ? 0 : start % count; i < count; i++) {
    const slot = order[at] as number;
    at = at + 1 === count ? 0 : at + 1;
    let rejection: Rejection | undefined;
    const rivals = crowded ? rivalsOn((table.nodes[slot] as NodeInfo).name) : NO_RIVALS;
    if (rivals.length > 0) {
      rejection = rejectionBy(filters, table.nodes[slot] as NodeInfo, rivals);
      if (memory) memory.verdictOf[slot] = 0;
      if (memory) memory.scores[slot] = Number.NaN;
    } else if (memory) {
      const generation = generations[slot] as number;
      const verdict = memory.verdictOf[slot] as number;
      if (verdict === -generation) rejection = memory.rejections[slot];
      else if (verdict !== generation) {
        rejection = firstRejection(filters, 0, remembered, table, slot);
        memory.scores[slot] = Number.NaN;
        memory.rejections[slot] = rejection;
        memory.verdictOf[slot] = rejection ? -generation : generation;
      }
      if (!rejection && remembered < filters.length)
        rejection = firstRejection(filters, remembered, filters.length, table, slot);
    } else rejection = firstRejection(filters, 0, filters.length, table, slot);
    if (rejection) {
      refusedSlots[refused] = slot;
      refusals[refused] = rejection;
      refused += 1;
      continue;
    }
    if (found === needed) break;
    feasibleSlots[found] = slot;
    found += 1;
  }
  const feasible = { count: found, slots: feasibleSlots, bySlot: table.nodes };
  const isExtra = refusal && !refusedSlots.subarray(0, refused).includes(nominee.slot);
  const evaluated = found + refused + (isExtra ? 1 : 0);
  let diagnosis = NOT_KEPT;
  if (found === 0 || explain) {
    const nodes = nodesAt(refusedSlots, refused, table.nodes);
    const rejections = refusals.slice(0, refused);
    if (isExtra) {
      nodes.push(nominee);
      rejections.push(refusal);
    }
    const left = cluster.nodes.length - evaluated;
    const says = nodeNames !== undefined && behaviour.narrowedNodesInMessage && left > 0;
    const excluded = says ? { rejection: excludedBy(narrowing), count: left } : undefined;
    diagnosis = diagnose(nodes, rejections, narrowed, excluded);
  }
  const local = filters.every((filter) => filter.local);
  const outcome = { feasible, evaluated, diagnosis, filters, made, local, nominee: false };
  return batch ? { ...outcome, ...batch } : outcome;
}

/** The first rejection by one of the filters from index `from` up to before `to`. */
function firstRejection(
  filters: readonly NodeFilter[],
  from: number,
  to: number,
  table: NodeTable,
  slot: number,
): Rejection | undefined {
  for (let i = from; i < to; i++) {
    const filter = filters[i] as NodeFilter;
    if (filter.passes?.(table, slot)) continue;
    const rejection = filter.reject(table.nodes[slot] as NodeInfo);
    if (rejection) return rejection;
  }
  return undefined;
}

/**
 * The number of filters, from the first one on, whose verdicts the memory holds: those before the first filter whose verdict depends on more than the node. Forgets all
 * verdicts if they are of other filters.
 */
function rememberedFilters(
  { sameOrder }: Framework,
  filters: readonly NodeFilter[],
  made: readonly (NodeFilter | undefined)[],
  memory: NodeMemory,
): number {
  const first = filters.findIndex((filter) => !filter.local);
  const boundary = first < 0 ? -1 : made.indexOf(filters[first]);
  const remembered = first < 0 ? filters.length : sameOrder ? first : 0;
  if (memory.boundary !== boundary) memory.verdictOf.fill(0);
  memory.boundary = boundary;
  return remembered;
}

function excludedBy(narrowing: readonly string[]): Rejection {
  return unresolvable('', `node(s) didn't satisfy plugin(s) [${narrowing.toSorted().join(' ')}]`);
}

function existingNodes(cluster: ClusterView, names: ReadonlySet<string>): Int32Array {
  const nodes = [...names].map((name) => cluster.node(name)).filter((node) => node !== undefined);
  return Int32Array.from(nodes, ({ slot }) => slot);
}
