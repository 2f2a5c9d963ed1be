/** Rejects nodes without room for the pod's request, and scores the others by a strategy (plugins/noderesources/fit.go). */

import { allocatableOf } from '../../objects/admission.ts';
import type { Node } from '../../objects/node.ts';
import { parseResourceList } from '../../objects/quantity.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { NodeTable } from '../cache/node-table.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { amountIn, PODS_COLUMN, type ResourceColumns } from '../cache/resource-columns.ts';
import { perTemplate } from '../framework/per-template.ts';
import type {
  NeededRoom,
  NodeFilter,
  NodeScorer,
  Plugin,
  QueueingHint,
  ScoredSlots,
} from '../framework/plugin.ts';
import { definePlugin, type PluginContext } from '../framework/plugin-definition.ts';
import { signRequests } from '../framework/pod-signature.ts';
import { divide, EXACT, truncate } from '../integer.ts';
import { type FitArguments, fitArguments, type ScoringStrategy } from './fit-arguments.ts';
import { missingRoom } from './missing-room.ts';
import { addMeansAndChanges } from './resource-pair.ts';
import { assumedColumn, assumedOnNode, type ResourceTerm, termReader } from './resource-scoring.ts';
import {
  leastAllocated,
  mostAllocated,
  type ResourceScore,
  requestedToCapacityRatio,
} from './resource-strategies.ts';

const NAME = 'NodeResourcesFit';

export const nodeResourcesFit = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter', 'preScore', 'score'],
  groupPoints: ['placementScore'],
  arguments: fitArguments,
  create: createFit,
});

/** The number of pods is checked first. A pod without requests needs only that. */
function createFit({ args, behaviour, columns }: PluginContext<FitArguments>): Plugin {
  const termsOf = termReader(args.strategy.resources, columns, true);
  const missingOf = missingRoom(NAME, columns, behaviour);
  const filterOf = perTemplate(columns, (pod) => {
    const [asked, amounts] = checkedRequest(pod, args, columns);
    const missing = missingOf(asked);
    const room: NeededRoom = { columns: asked, amounts, missing };
    const reject: NodeFilter['reject'] = (node) =>
      fits(node, room) ? undefined : missing.onNode(node, amounts);
    return { filter: { local: true, room, reject } } as const;
  });
  /** Those of the pod whose nodes are scored. */
  let terms: readonly ResourceTerm[] = [];
  const scorer = strategyScorer(args.strategy, () => terms);
  return {
    name: NAME,
    sign: signRequests,
    preFilter: (pod) => filterOf(pod.info),
    preScore(pod) {
      terms = termsOf(pod.info);
      return scorer;
    },
    unprepared: { withoutPreFilter: 'error reading "PreFilterNodeResourcesFit" from cycleState: not found' },
    events: [
      { kinds: ['pod-removed'] },
      ...(behaviour.inPlaceResize ? [{ kinds: ['pod-scaled-down'], hint: freesWanted } as const] : []),
      { kinds: ['node-added', 'node-allocatable-changed'], hint: growsEnough(columns) },
    ],
  };
}

/** The pod itself asks for less, or a pod on a node frees something that this pod asks for. */
const freesWanted: QueueingHint = (pod, event) => {
  if (!('pod' in event) || !event.podBefore) return false;
  if (event.pod.uid === pod.uid) return true;
  const { request: after } = event.pod.info;
  const { request: before } = event.podBefore.info;
  const { columns, amounts } = pod.info.request;
  return columns.some(
    (column, i) =>
      (amounts[i] as number) > 0 && (amountIn(before, column) ?? 0) > (amountIn(after, column) ?? 0),
  );
};

/** The columns of the resources that count, and the amounts. */
function checkedRequest(
  pod: PodInfo,
  args: FitArguments,
  columns: ResourceColumns,
): readonly [columns: readonly number[], amounts: readonly number[]] {
  if (args.ignoredResources.length === 0 && args.ignoredResourceGroups.length === 0)
    return [pod.requestColumns, pod.requestAmounts];
  const ignored = (column: number) => {
    const name = columns.names[column] as string;
    if (!name.includes('/') || name.includes('kubernetes.io/')) return false;
    return (
      args.ignoredResources.includes(name) ||
      args.ignoredResourceGroups.includes(name.split('/')[0] as string)
    );
  };
  const kept = pod.requestColumns.flatMap((column, index) => (ignored(column) ? [] : [index]));
  return [
    kept.map((index) => pod.requestColumns[index] as number),
    kept.map((index) => pod.requestAmounts[index] as number),
  ];
}

function fits({ free }: NodeInfo, { columns, amounts }: NeededRoom): boolean {
  if ((free[PODS_COLUMN] as number) < 1) return false;
  for (let i = 0; i < columns.length; i++) {
    if ((amounts[i] as number) > (free[columns[i] as number] as number)) return false;
  }
  return true;
}

function strategyScorer(strategy: ScoringStrategy, terms: () => readonly ResourceTerm[]): NodeScorer {
  if (strategy.type === 'RequestedToCapacityRatio') {
    const scoreOf = requestedToCapacityRatio(strategy.shape);
    return { local: true, score: (info) => ratioScore(info, terms(), scoreOf) };
  }
  const isLeast = strategy.type === 'LeastAllocated';
  const scoreOf = isLeast ? leastAllocated : mostAllocated;
  const meanOf = (table: NodeTable, slot: number) => meanInTable(table, slot, terms(), scoreOf);
  return {
    local: true,
    score: (info) => weightedMean(info, terms(), scoreOf),
    addScores: (table, nodes, weight) => addMeans(table, nodes, weight, terms(), scoreOf, isLeast),
    ...(isLeast && {
      addWithChanges: (table, nodes, weight, pair, pairWeight) =>
        addMeansAndChanges(table, nodes, terms(), weight, pair, pairWeight, meanOf),
    }),
  };
}

function weightedMean(info: NodeInfo, terms: readonly ResourceTerm[], scoreOf: ResourceScore): number {
  let sum = 0;
  let weights = 0;
  for (const { column, weight, request } of terms) {
    const capacity = info.allocatable[column] as number;
    if (capacity === 0) continue;
    sum += weight * scoreOf(assumedOnNode(info, column) + request, capacity);
    weights += weight;
  }
  return weights === 0 ? 0 : divide(sum, weights);
}

/** As {@link weightedMean}, for all slots, column by column. */
function addMeans(
  table: NodeTable,
  { count, slots, sums }: ScoredSlots,
  weight: number,
  terms: readonly ResourceTerm[],
  scoreOf: ResourceScore,
  isLeast: boolean,
): void {
  const [first, second] = terms;
  const isPair = terms.length === 2 && first?.weight === 1 && second?.weight === 1;
  if (!isPair || !first || !second) {
    for (let i = 0; i < count; i++) {
      const mean = meanInTable(table, slots[i] as number, terms, scoreOf);
      sums[i] = (sums[i] as number) + mean * weight;
    }
    return;
  }
  const { request } = first;
  const { request: otherRequest } = second;
  const capacities = table.allocatable[first.column] as Float64Array;
  const otherCapacities = table.allocatable[second.column] as Float64Array;
  const used = assumedColumn(table, first.column);
  const otherUsed = assumedColumn(table, second.column);
  for (let i = 0; i < count; i++) {
    const slot = slots[i] as number;
    const capacity = capacities[slot] as number;
    const otherCapacity = otherCapacities[slot] as number;
    let mean: number;
    if (capacity > 0 && otherCapacity > 0 && capacity <= EXACT && otherCapacity <= EXACT) {
      // Written out: this loop takes most of the time of pods with requests of their own.
      let part = (used[slot] as number) + request;
      let other = (otherUsed[slot] as number) + otherRequest;
      if (isLeast) {
        part = part > capacity ? 0 : capacity - part;
        other = other > otherCapacity ? 0 : otherCapacity - other;
      } else {
        if (part > capacity) part = capacity;
        if (other > otherCapacity) other = otherCapacity;
      }
      mean = (truncate((part * 100) / capacity) + truncate((other * 100) / otherCapacity)) >> 1;
    } else mean = meanInTable(table, slot, terms, scoreOf);
    sums[i] = (sums[i] as number) + mean * weight;
  }
}

function meanInTable(
  table: NodeTable,
  slot: number,
  terms: readonly ResourceTerm[],
  scoreOf: ResourceScore,
): number {
  let sum = 0;
  let weights = 0;
  for (const { column, weight, request } of terms) {
    const capacity = (table.allocatable[column] as Float64Array)[slot] as number;
    if (capacity === 0) continue;
    sum += weight * scoreOf((assumedColumn(table, column)[slot] as number) + request, capacity);
    weights += weight;
  }
  return weights === 0 ? 0 : divide(sum, weights);
}

/** Resources that score 0 do not count. The mean is rounded, not truncated. */
function ratioScore(info: NodeInfo, terms: readonly ResourceTerm[], scoreOf: ResourceScore): number {
  let sum = 0;
  let weights = 0;
  for (const { column, weight, request } of terms) {
    const capacity = info.allocatable[column] as number;
    if (capacity === 0) continue;
    const score = scoreOf(assumedOnNode(info, column) + request, capacity);
    if (score <= 0) continue;
    sum += weight * score;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.round(sum / weights);
}

/** The empty node must have room for the whole request, and an update must have added some of a resource that the pod requests. */
function growsEnough(columns: ResourceColumns): QueueingHint {
  return ({ info: pod }, event) => {
    if (!('after' in event) || !event.after) return false;
    const after = amountsOf(event.after);
    if (!(after('pods') >= 1) || !requested(pod).every(([name, amount]) => amount <= after(name)))
      return false;
    if (!event.before) return true;
    const before = amountsOf(event.before);
    return after('pods') > before('pods') || requested(pod).some(([name]) => after(name) > before(name));
  };
  function requested(pod: PodInfo): [string, number][] {
    return pod.requestColumns.map((column, i) => [
      columns.names[column] as string,
      pod.requestAmounts[i] as number,
    ]);
  }
}

function amountsOf(node: Node): (resource: string) => number {
  const amounts = parseResourceList(allocatableOf(node));
  return (resource) => amounts.get(resource) ?? 0;
}
