/** Computes the total score of each feasible node: the weighted sum over all score plugins (schedule_one.go, prioritizeNodes). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeScorer } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { NodeMemory } from './node-memory.ts';

/** Receives the weighted and the raw scores of one plugin, in the order of the feasible nodes. */
export type ScoreListener = (plugin: string, weighted: readonly number[], raw: readonly number[]) => void;

let scratch = new Float64Array(256);

/**
 * Writes the total score of every feasible node into `totals`.
 *
 * @param memory cached scores; outdated scores are replaced. Not used with a listener, which needs the score of each plugin.
 * @param totals must have room for all feasible nodes; index i belongs to feasible node i.
 */
export function scoreNodes(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  feasible: readonly NodeInfo[],
  totals: Float64Array,
  memory: NodeMemory | undefined,
  listener?: ScoreListener,
): void {
  const count = feasible.length;
  totals.fill(framework.scoreless ? 1 : 0, 0, count);
  if (scratch.length < count) scratch = new Float64Array(count * 2);
  const scores = scratch;
  const local: WeightedNodeScorer[] = [];
  for (const { plugin, weight } of framework.scorers) {
    const scorer = plugin.preScore?.(pod, cluster, feasible) ?? 'skip';
    if (scorer === 'skip') continue;
    if ('constant' in scorer) {
      const constant = scorer.constant * weight;
      if (constant !== 0) for (let i = 0; i < count; i++) totals[i] = (totals[i] as number) + constant;
      listener?.(
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
    for (let i = 0; i < count; i++) scores[i] = scorer.score(feasible[i] as NodeInfo);
    const raw = listener && Array.from(scores.subarray(0, count));
    scorer.normalize?.(scores, count);
    for (let i = 0; i < count; i++) totals[i] = (totals[i] as number) + (scores[i] as number) * weight;
    const weighted = raw?.map((_, i) => (scores[i] as number) * weight);
    if (listener && raw && weighted) listener(plugin.name, weighted, raw);
  }
  if (local.length > 0) addLocalScores(local, feasible, totals, memory);
}

interface WeightedNodeScorer {
  readonly scorer: NodeScorer;
  readonly weight: number;
}

function addLocalScores(
  scorers: readonly WeightedNodeScorer[],
  feasible: readonly NodeInfo[],
  totals: Float64Array,
  memory: NodeMemory | undefined,
): void {
  for (let i = 0; i < feasible.length; i++) {
    const node = feasible[i] as NodeInfo;
    let sum = 0;
    if (memory && memory.scoreOf[node.slot] === node.generation) sum = memory.scores[node.slot] as number;
    else {
      for (const { scorer, weight } of scorers) sum += scorer.score(node) * weight;
      if (memory) {
        memory.scoreOf[node.slot] = node.generation;
        memory.scores[node.slot] = sum;
      }
    }
    totals[i] = (totals[i] as number) + sum;
  }
}
