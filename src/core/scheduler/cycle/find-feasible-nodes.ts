/** Finds the feasible nodes for a pod and the rejections of the others (schedule_one.go, findNodesThatFitPod). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeTable } from '../cache/node-table.ts';
import type { Diagnosis } from '../framework/diagnosis.ts';
import type { Framework } from '../framework/framework.ts';
import type { NeededRoom, NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { type Rejection, unresolvable } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { Nominations } from '../queue/nominator.ts';
import type { BatchHint } from './cycle-result.ts';
import { diagnose } from './diagnose.ts';
import type { DrawnVisits } from './drawn-visits.ts';
import type { FeasibleNodes } from './feasible-nodes.ts';
import type { FixedVerdicts, SlotRejections } from './fixed-verdicts.ts';
import { forgetChanged } from './forget-changed.ts';
import type { NodeMemory, TemplateMemory } from './node-memory.ts';
import { rejectionBy, rivalsFor } from './node-trial.ts';
import { nodesToFind } from './nodes-to-find.ts';
import { type PreparedFilters, prepareFilters } from './prepare-filters.ts';
import { rivalNodes } from './rival-nodes.ts';
import {
  addFound,
  addRefused,
  foundNodes,
  refusedCount,
  refusedNodes,
  searchAmongRivals,
  searchByRoom,
  searchInParallel,
  searchNodes,
  searchWithMemory,
  startSearch,
  wasRefused,
} from './search-nodes.ts';

export interface SearchOptions {
  /** Index of the first node of the search: where the last search ended. */
  readonly start: number;
  readonly nominations: Nominations;
  /** Cached verdicts for this pod's template. The search updates them. */
  readonly memory?: TemplateMemory | undefined;
  /** Verdicts that pods of several templates share. The search updates them. */
  readonly fixedVerdicts?: FixedVerdicts | undefined;
  /** Draws the order of the search. Default: one node after the other, as with one worker. */
  readonly drawVisits?: ((order: Int32Array, start: number) => DrawnVisits) | undefined;
  /** Whether the rejected nodes are needed also where a node is feasible. */
  readonly explain?: boolean;
}

export interface FilterOutcome extends BatchHint {
  readonly feasible: FeasibleNodes;
  /** Number of nodes checked: feasible plus rejected. */
  readonly evaluated: number;
  /** Why nodes were rejected. Valid until the next search. */
  readonly diagnosis: () => Diagnosis;
  /** Whether the rejections say all about the failure: no node was excluded before the search. */
  readonly isWhole: boolean;
  /** The filters of the cycle, in their order. */
  readonly filters: readonly NodeFilter[];
  /** The filters by index of the framework's filtering plugins. */
  readonly made: readonly (NodeFilter | undefined)[];
  /** Whether the same search gives the same result until a node changes. */
  readonly local: boolean;
  /** Present if a filter failed, so that no node is chosen and none counts as rejecting. */
  readonly error: string | undefined;
  /** Whether the node that the pod is nominated to, or that the batch gives, passed. Then no other node was checked, and the next search starts where this one did. */
  readonly nominee: boolean;
}

const NO_HINT: BatchHint = {};
const NO_PLUGINS: ReadonlySet<string> = new Set();
const NOTHING_REJECTED: Diagnosis = {
  rejections: new Map(),
  rejected: { nodes: [], rejections: [] },
  rejectors: NO_PLUGINS,
};
/** Where a node is feasible, only an explanation needs to know which nodes were rejected. */
const NOT_KEPT = () => NOTHING_REJECTED;

/**
 * Tries the node that the pod is nominated to, or that the batch gives. If it does not pass, checks the nodes in a circle, beginning at `start`. The search stops after
 * all nodes, or at the first feasible node beyond the number needed; that node is not part of the result.
 *
 * @param batchHint asks the batch which node to try alone.
 */
export function findFeasibleNodes(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  behaviour: Behaviour,
  options: SearchOptions,
  batchHint?: (filters: readonly NodeFilter[]) => BatchHint,
): FilterOutcome {
  const { table } = cluster;
  const { nominations, memory } = options;
  const prepared = prepareFilters(framework, cluster, pod, behaviour);
  const { filters, nodeNames } = prepared;
  startSearch(table, cluster.order.length);
  if (prepared.rejection)
    return outcomeOf(
      prepared,
      table,
      0,
      () => rejectedAtOnce(prepared, behaviour),
      NO_HINT,
      false,
      undefined,
    );
  const batch = batchHint?.(filters) ?? NO_HINT;
  const first = pod.nominatedNode ?? batch.hint;
  const nominee = first === undefined ? undefined : cluster.node(first);
  const rivalsOn = (name: string) => rivalsFor(pod, nominations.to(name));
  const refusal = nominee && rejectionBy(filters, nominee, rivalsOn(nominee.name));
  const failing = framework.failing.filter;
  // A failure on the nominated node is no end: kube-scheduler searches all nodes then.
  if (nominee && !refusal && !failing) {
    addFound(nominee.slot);
    return outcomeOf(prepared, table, 1, NOT_KEPT, batch, true, undefined);
  }
  const order = nodeNames ? existingNodes(cluster, nodeNames) : cluster.order;
  // The search ends at the first node that comes as far as a filter that fails.
  const needed = failing ? 0 : wantedNodes(framework, order.length);
  const { start } = options;
  const { drawVisits } = options;
  const columns = drawVisits ? undefined : columnsOf(framework, cluster, pod, prepared, options);
  if (drawVisits) searchInParallel(drawVisits(order, start), needed, filters, table, rivalsOn);
  else if (columns) {
    const { fixed, room, from } = columns;
    const rivals = rivalNodes(cluster, pod, filters, nominations);
    const isAll = !rivals && from === filters.length;
    const scored = isAll ? memory?.nodes.known(memory, table.generations.length) : undefined;
    if (scored) forgetChanged(scored, cluster);
    searchByRoom(order, start, needed, filters, table, fixed, room, from, rivals, scored);
  } else {
    const nodes = memory?.nodes.nodesOf(memory, 'searched', table.generations.length);
    const remembered = nodes ? rememberedFilters(framework, prepared, nodes) : 0;
    if (nominations.size > 0)
      searchAmongRivals(order, start, needed, filters, table, nodes, remembered, rivalsOn);
    else if (nodes) searchWithMemory(order, start, needed, filters, table, nodes, remembered);
    else searchNodes(order, start, needed, filters, table);
  }
  const error = failing && refusedCount() < order.length ? failing.message : undefined;
  if (refusal && !wasRefused(nominee.slot)) addRefused(nominee.slot, refusal);
  const found = foundNodes(table).count;
  const refused = refusedCount();
  const evaluated = found + refused;
  if (memory) memory.refuses = found > 0 && refused > found;
  const isNeeded = found === 0 || options.explain;
  const diagnosis = isNeeded ? () => diagnosisOf(prepared, cluster, evaluated, behaviour) : NOT_KEPT;
  return outcomeOf(prepared, table, evaluated, diagnosis, batch, false, error);
}

/** The number of feasible nodes with which a search ends. */
export function wantedNodes({ scoreless, percentageOfNodesToScore }: Framework, nodes: number): number {
  return scoreless ? 1 : nodesToFind(nodes, percentageOfNodesToScore);
}

interface SearchedColumns {
  /** The verdicts of the filters before the one that checks room. */
  readonly fixed: SlotRejections | undefined;
  readonly room: NeededRoom;
  /** Index of the first filter behind it. */
  readonly from: number;
}

/** What a search of all nodes by columns needs; undefined if the filters do not allow that. */
function columnsOf(
  { sameOrder }: Framework,
  cluster: ClusterView,
  pod: PodState,
  { filters, nodeNames }: PreparedFilters,
  { fixedVerdicts, memory }: SearchOptions,
): SearchedColumns | undefined {
  if (nodeNames || !sameOrder || memory?.refuses) return undefined;
  let index = 0;
  while (index < filters.length && filters[index]?.fixed) index += 1;
  const room = filters[index]?.room;
  // The verdicts of other local filters are remembered.
  if (!room || filters[index + 1]?.local) return undefined;
  let fixed: SlotRejections | undefined;
  if (index > 0) {
    fixed = fixedVerdicts?.of(pod, cluster, filters.slice(0, index));
    if (!fixed) return undefined;
  }
  return { fixed, room, from: index + 1 };
}

/** One shape for all outcomes. */
function outcomeOf(
  { filters, made, firstGlobal, rejection, nodeNames }: PreparedFilters,
  table: NodeTable,
  evaluated: number,
  diagnosis: () => Diagnosis,
  { hint, flush }: BatchHint,
  nominee: boolean,
  error: string | undefined,
): FilterOutcome {
  const local = !nominee && !rejection && firstGlobal === filters.length;
  const feasible = foundNodes(table);
  const isWhole = nodeNames === undefined;
  // Written out, because a spread is slow.
  return {
    feasible,
    evaluated,
    diagnosis,
    isWhole,
    error,
    filters,
    made,
    local,
    nominee,
    hint,
    flush,
  };
}

function rejectedAtOnce({ narrowing, rejection }: PreparedFilters, behaviour: Behaviour): Diagnosis {
  const rejectors = new Set(behaviour.narrowingRejects ? narrowing : []);
  if (rejection && rejection.plugin !== '') rejectors.add(rejection.plugin);
  return { ...NOTHING_REJECTED, preFilter: rejection, rejectors };
}

function diagnosisOf(
  { narrowing, nodeNames }: PreparedFilters,
  cluster: ClusterView,
  evaluated: number,
  behaviour: Behaviour,
): Diagnosis {
  const left = cluster.nodes.length - evaluated;
  const says = nodeNames !== undefined && behaviour.narrowedNodesInMessage && left > 0;
  const excluded = says ? { rejection: excludedBy(narrowing), count: left } : undefined;
  return diagnose(refusedNodes(cluster.table), behaviour.narrowingRejects ? narrowing : [], excluded);
}

/**
 * The number of filters, from the first one on, whose verdicts the memory holds: those before the first filter whose verdict depends on more than the node. Forgets all
 * verdicts if they are of other filters.
 */
function rememberedFilters(
  { sameOrder }: Framework,
  { filters, made, firstGlobal }: PreparedFilters,
  memory: NodeMemory,
): number {
  const isAllLocal = firstGlobal === filters.length;
  const boundary = isAllLocal ? -1 : made.indexOf(filters[firstGlobal]);
  if (memory.boundary !== boundary) memory.verdictOf.fill(0);
  memory.boundary = boundary;
  return isAllLocal || sameOrder ? firstGlobal : 0;
}

function excludedBy(narrowing: readonly string[]): Rejection {
  return unresolvable('', `node(s) didn't satisfy plugin(s) [${narrowing.toSorted().join(' ')}]`);
}

function existingNodes(cluster: ClusterView, names: ReadonlySet<string>): Int32Array {
  const nodes = [...names].map((name) => cluster.node(name)).filter((node) => node !== undefined);
  return Int32Array.from(nodes, ({ slot }) => slot);
}
