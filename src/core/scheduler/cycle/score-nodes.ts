/** Computes the total score of each feasible node: the weighted sum over all score plugins (schedule_one.go, prioritizeNodes). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeTable } from '../cache/node-table.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeScorer } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { type FeasibleNodes, feasibleNode, listFeasible } from './feasible-nodes.ts';
import type { NodeMemory } from './node-memory.ts';

/** Receives the weighted and the raw scores of one plugin, in the order of the feasible nodes. */
export type ScoreListener = (plugin: string, weighted: readonly number[], raw: readonly number[]) => void;

let scratch = new Float64Array(256);

/**
 * Writes the total score of every feasible node into `totals`. Without a listener it leaves out what is the same for all nodes.
 *
 * @param memory cached scores, of the search that found these nodes. Missing ones are added. Not used with a listener, which needs the score of each plugin.
 * @param totals must have room for all feasible nodes; index i belongs to feasible node i.
 */
export function scoreNodes(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  feasible: FeasibleNodes,
  totals: Float64Array,
  memory: NodeMemory | undefined,
  listener?: ScoreListener,
): void {
  const { count } = feasible;
  totals.fill(framework.scoreless ? 1 : 0, 0, count);
  const list = () => listFeasible(feasible);
  const local: WeightedNodeScorer[] = [];
  for (const { plugin, weight } of framework.scorersFor(pod.info)) {
    const scorer = plugin.preScore?.(pod, cluster, list) ?? 'skip';
    if (scorer === 'skip') continue;
    if ('constant' in scorer) {
      // What all nodes get changes no choice.
      if (!listener) continue;
      const constant = scorer.constant * weight;
      if (constant !== 0) for (let i = 0; i < count; i++) totals[i] = (totals[i] as number) + constant;
      listener(
        plugin.name,
        new Array<number>(count).fill(constant),
        new Array<number>(count).fill(scorer.constant),
      );
      continue;
    }
    if (!listener && scorer.local && !scorer.normalize) {
      local.push({ scorer, weight });
      continue;
    }
    if (scratch.length < count) scratch = new Float64Array(count * 2);
    const scores = scratch;
    for (let i = 0; i < count; i++) scores[i] = scorer.score(feasibleNode(feasible, i));
    const raw = listener && Array.from(scores.subarray(0, count));
    scorer.normalize?.(scores, count);
    for (let i = 0; i < count; i++) totals[i] = (totals[i] as number) + (scores[i] as number) * weight;
    const weighted = raw?.map((_, i) => (scores[i] as number) * weight);
    if (listener && raw && weighted) listener(plugin.name, weighted, raw);
  }
  if (local.length > 0) addLocalScores(local, feasible, totals, cluster.table, memory?.scores);
}

interface WeightedNodeScorer {
  readonly scorer: NodeScorer;
  readonly weight: number;
}

function addLocalScores(
  scorers: readonly WeightedNodeScorer[],
  { count, slots }: FeasibleNodes,
  totals: Float64Array,
  table: NodeTable,
  known: Float64Array | undefined,
): void {
  for (let i = 0; i < count; i++) {
    const slot = slots[i] as number;
    let sum = known ? (known[slot] as number) : Number.NaN;
    if (Number.isNaN(sum)) {
      sum = localScore(scorers, table, slot);
      if (known) known[slot] = sum;
    }
    totals[i] = (totals[i] as number) + sum;
  }
}

function localScore(scorers: readonly WeightedNodeScorer[], table: NodeTable, slot: number): number {
  let sum = 0;
  for (let i = 0; i < scorers.length; i++) {
    const { scorer, weight } = scorers[i] as WeightedNodeScorer;
    const score = scorer.scoreInTable
      ? scorer.scoreInTable(table, slot)
      : scorer.score(table.nodes[slot] as NodeTable['nodes'][number]);
    sum += score * weight;
  }
  return sum;
}
