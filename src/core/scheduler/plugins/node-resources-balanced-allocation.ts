/** Scores nodes by how evenly their resources are used (plugins/noderesources/balanced_allocation.go). */

import * as z from 'zod';
import type { ClusterView } from '../cache/cluster-view.ts';
import { type CountedNodes, countedNodes, recount } from '../cache/counted-nodes.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { ROW_BALANCE, ROW_BITS } from '../cache/node-rows.ts';
import type { NodeTable } from '../cache/node-table.ts';
import { CPU_COLUMN, MEMORY_COLUMN } from '../cache/resource-columns.ts';
import {
  type ChangedPair,
  MAX_NODE_SCORE,
  type NodeScorer,
  type Plugin,
  type ScoredSlots,
} from '../framework/plugin.ts';
import { definePlugin, type PluginContext } from '../framework/plugin-definition.ts';
import { signRequests } from '../framework/pod-signature.ts';
import { truncate } from '../integer.ts';
import { addChanges, balanceOfTwo, balanceWith, pairIn, scoreOfChange } from './resource-pair.ts';
import { type ResourceTerm, scoredResources, termReader } from './resource-scoring.ts';

const NAME = 'NodeResourcesBalancedAllocation';

/** Every resource once, with weight 1 (validation_pluginargs.go, ValidateNodeResourcesBalancedAllocationArgs). */
const balancedAllocationArguments = z
  .strictObject({ resources: scoredResources })
  .superRefine(({ resources }, context) => {
    for (const [i, { name, weight }] of resources.entries()) {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['resources', i, field], message });
      if (resources.findIndex((each) => each.name === name) < i) refuse('name', `Duplicate value: "${name}"`);
      if (weight !== 1) refuse('weight', `Invalid value: ${weight}: must be 1`);
    }
  });

export const nodeResourcesBalancedAllocation = definePlugin({
  name: NAME,
  points: ['preScore', 'score'],
  arguments: balancedAllocationArguments,
  create: createBalancedAllocation,
});

/**
 * Up to 1.35 the score is the balance with the pod on the node. From 1.36 it is 75 plus half of the change that the pod brings to the
 * balance. Only requests count: a missing request is 0.
 */
function createBalancedAllocation({
  args: { resources },
  behaviour,
  columns,
}: PluginContext<z.infer<typeof balancedAllocationArguments>>): Plugin {
  const termsOf = termReader(resources, columns, false);
  const { balancedScoresChange: scoresChange, balancedSkipsBestEffort } = behaviour;
  /** Those of the pod whose nodes are scored. */
  let terms: readonly ResourceTerm[] = [];
  const balancesOf = balanceReader();
  /** The nodes' balances without the pod. Undefined: not needed, or not of two resources. */
  let balances: Float64Array | undefined;
  const scoreOf = (count: number): number => {
    const after = balance(withPod, count);
    return scoresChange ? scoreOfChange(balance(without, count), after) : after;
  };
  const changedPair = (table: NodeTable): ChangedPair | undefined =>
    balances && { ...pairIn(table, terms), balances };
  const scorer: NodeScorer = {
    local: true,
    score: (node) => scoreOf(readNode(node, terms)),
    changedPair,
    addScores(table, nodes, weight) {
      const pair = changedPair(table);
      if (pair) addChanges(nodes, weight, pair);
      else if (terms.length === 2 && !scoresChange) addScoresOfPairs(table, nodes, weight, terms);
      else addScoresOf(nodes, weight, (slot) => scoreOf(readTable(table, slot, terms)));
    },
  };
  return {
    name: NAME,
    sign: signRequests,
    preScore(pod, cluster) {
      terms = termsOf(pod.info);
      balances = scoresChange && terms.length === 2 ? balancesOf(cluster, terms) : undefined;
      return balancedSkipsBestEffort && terms.every(({ request }) => request === 0) ? 'skip' : scorer;
    },
  };
}

function addScoresOf(
  { count, slots, sums }: ScoredSlots,
  weight: number,
  scoreOf: (slot: number) => number,
): void {
  for (let i = 0; i < count; i++) sums[i] = (sums[i] as number) + scoreOf(slots[i] as number) * weight;
}

/** Returns a function that gives the balances of two resources by slot. Between two cycles only the nodes that changed are computed again. */
function balanceReader(): (cluster: ClusterView, terms: readonly ResourceTerm[]) => Float64Array {
  let known: { readonly pair: readonly number[]; readonly nodes: CountedNodes } | undefined;
  let balances = new Float64Array(0);
  return (cluster, terms) => {
    const [column, other] = terms.map((term) => term.column) as [number, number];
    const isUsual = column === CPU_COLUMN && other === MEMORY_COLUMN;
    const isSame = known?.pair[0] === column && known.pair[1] === other;
    if (!known || !isSame || known.nodes.order !== cluster.order) {
      known = { pair: [column, other], nodes: countedNodes(cluster) };
      balances = new Float64Array(cluster.table.generations.length);
    }
    recount(known.nodes, cluster, ({ slot, allocatable, requested }) => {
      const capacity = allocatable[column] as number;
      const otherCapacity = allocatable[other] as number;
      // A node that has only one of them is in balance.
      balances[slot] =
        capacity === 0 || otherCapacity === 0
          ? MAX_NODE_SCORE
          : balanceOfTwo(
              Math.min((requested[column] as number) / capacity, 1),
              Math.min((requested[other] as number) / otherCapacity, 1),
            );
      if (isUsual) cluster.table.rows[(slot << ROW_BITS) + ROW_BALANCE] = balances[slot] as number;
    });
    return balances;
  };
}

/** For two resources, column by column: cpu and memory are the usual ones. Up to 1.35 the balance before does not count. */
function addScoresOfPairs(
  table: NodeTable,
  { count, slots, sums }: ScoredSlots,
  weight: number,
  terms: readonly ResourceTerm[],
): void {
  const pair = pairIn(table, terms);
  for (let i = 0; i < count; i++)
    sums[i] = (sums[i] as number) + balanceWith(pair, slots[i] as number) * weight;
}

/** The used fractions of the resources that a node has, without and with the pod. Every score writes them again. */
const without: number[] = [];
const withPod: number[] = [];

/** @returns the number of fractions. */
function readNode({ allocatable, requested }: NodeInfo, terms: readonly ResourceTerm[]): number {
  let count = 0;
  for (const { column, request } of terms)
    count = addFraction(count, allocatable[column] as number, requested[column] as number, request);
  return count;
}

function readTable(
  { allocatable, requested }: NodeTable,
  slot: number,
  terms: readonly ResourceTerm[],
): number {
  let count = 0;
  for (let i = 0; i < terms.length; i++) {
    const { column, request } = terms[i] as ResourceTerm;
    const capacity = (allocatable[column] as Float64Array)[slot] as number;
    count = addFraction(count, capacity, (requested[column] as Float64Array)[slot] as number, request);
  }
  return count;
}

/** Leaves out a resource that the node does not have. */
function addFraction(count: number, capacity: number, used: number, request: number): number {
  if (capacity === 0) return count;
  without[count] = Math.min(used / capacity, 1);
  withPod[count] = Math.min((used + request) / capacity, 1);
  return count + 1;
}

/** (1 - standard deviation of the used fractions) × 100, truncated. */
function balance(fractions: readonly number[], count: number): number {
  if (count === 2) return balanceOfTwo(fractions[0] as number, fractions[1] as number);
  let deviation = 0;
  if (count > 2) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += fractions[i] as number;
    const mean = sum / count;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const difference = (fractions[i] as number) - mean;
      squares += difference * difference;
    }
    deviation = Math.sqrt(squares / count);
  }
  return truncate((1 - deviation) * MAX_NODE_SCORE);
}
