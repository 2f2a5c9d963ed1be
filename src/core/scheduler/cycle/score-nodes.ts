/** Computes the total score of each feasible node: the weighted sum over all score plugins (schedule_one.go, prioritizeNodes). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeTable } from '../cache/node-table.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeScorer, ScoredSlots } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { type FeasibleNodes, feasibleNode } from './feasible-nodes.ts';
import type { NodeMemory, TemplateMemory } from './node-memory.ts';
import { compareMissing, scoredSearch } from './search-scored.ts';

/** Receives the weighted and the raw scores of one plugin, in the order of the feasible nodes. */
export type ScoreListener = (plugin: string, weighted: readonly number[], raw: readonly number[]) => void;

let scratch = new Float64Array(256);
/** The local scorers of the pod, and their weights. Used again for each pod. */
const localScorers: NodeScorer[] = [];
const localWeights: number[] = [];

/**
 * Writes the total score of every feasible node into `totals`. Without a listener it leaves out what is the same for all nodes.
 *
 * @param memory cached scores, of the search that found these nodes. Missing ones are added. Not used with a listener, which needs the score of each plugin.
 * @param totals must have room for all feasible nodes; index i belongs to feasible node i.
 * @param onlyBest whether only the best node is asked for: then the totals may stay empty.
 * @returns the index of the best node, as the root of kube-scheduler's heap, where the search knows it. Otherwise the totals decide.
 */
export function scoreNodes(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  feasible: FeasibleNodes,
  totals: Float64Array,
  memory: TemplateMemory | undefined,
  listener?: ScoreListener,
  onlyBest = false,
): number | undefined {
  const { count } = feasible;
  totals.fill(framework.scoreless ? 1 : 0, 0, count);
  let local = 0;
  let isLocal = true;
  const scorers = framework.scorersFor(pod.info);
  for (let at = 0; at < scorers.length; at++) {
    const { plugin, weight } = scorers[at] as (typeof scorers)[number];
    const scorer = plugin.preScore?.(pod, cluster, feasible) ?? 'skip';
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
      localWeights[local] = weight;
      localScorers[local] = scorer;
      local += 1;
      continue;
    }
    isLocal = false;
    if (scratch.length < count) scratch = new Float64Array(count * 2);
    const scores = scratch;
    if (scorer.scoreSlots) scorer.scoreSlots(feasible.slots, count, scores);
    else for (let i = 0; i < count; i++) scores[i] = scorer.score(feasibleNode(feasible, i));
    const raw = listener && Array.from(scores.subarray(0, count));
    scorer.normalize?.(scores, count);
    for (let i = 0; i < count; i++) totals[i] = (totals[i] as number) + (scores[i] as number) * weight;
    const weighted = raw?.map((_, i) => (scores[i] as number) * weight);
    if (listener && raw && weighted) listener(plugin.name, weighted, raw);
  }
  // It keeps its room as long as it does not shrink, and most pods have as many.
  if (localScorers.length > local) localScorers.length = local;
  if (local === 0) return undefined;
  const { table } = cluster;
  const known = memory?.nodes.nodesOf(memory, 'scored', table.generations.length);
  if (known && onlyBest && isLocal && scoredSearch.memory === known) return bestOf(feasible, table, known);
  if (known) addRememberedScores(feasible, totals, table, known);
  else scoreSlots({ count, slots: feasible.slots, sums: totals }, table);
  return undefined;
}

/** Of the feasible nodes whose score is not known. */
let places = new Int32Array(256);
let slotsToScore = new Int32Array(256);
let sums = new Float64Array(256);

/** The best node of a search that compared the scores that were known. */
function bestOf({ slots }: FeasibleNodes, table: NodeTable, known: NodeMemory): number {
  const { missing, places: placesOf } = scoredSearch;
  if (missing > 0) {
    makeRoom(missing);
    for (let j = 0; j < missing; j++) slotsToScore[j] = slots[placesOf[j] as number] as number;
    scoreMissing(missing, table, known);
    for (let j = 0; j < missing; j++) compareMissing(placesOf[j] as number, sums[j] as number);
  }
  return scoredSearch.best;
}

function makeRoom(count: number): void {
  if (places.length >= count) return;
  places = new Int32Array(count * 2);
  slotsToScore = new Int32Array(count * 2);
  sums = new Float64Array(count * 2);
}

/** Scores the first slots to score, and remembers that. */
function scoreMissing(missing: number, table: NodeTable, { scores, verdictOf }: NodeMemory): void {
  const { generations } = table;
  sums.fill(0, 0, missing);
  scoreSlots({ count: missing, slots: slotsToScore, sums }, table);
  for (let j = 0; j < missing; j++) {
    const slot = slotsToScore[j] as number;
    scores[slot] = sums[j] as number;
    // A node that is scored passed the filters.
    verdictOf[slot] = generations[slot] as number;
  }
}

function addRememberedScores(
  { count, slots }: FeasibleNodes,
  totals: Float64Array,
  table: NodeTable,
  known: NodeMemory,
): void {
  const { generations } = table;
  const { scores, verdictOf } = known;
  makeRoom(count);
  let missing = 0;
  for (let i = 0; i < count; i++) {
    const slot = slots[i] as number;
    const score = scores[slot] as number;
    if (Number.isNaN(score) || verdictOf[slot] !== generations[slot]) {
      places[missing] = i;
      slotsToScore[missing] = slot;
      missing += 1;
    } else totals[i] = (totals[i] as number) + score;
  }
  if (missing === 0) return;
  scoreMissing(missing, table, known);
  for (let j = 0; j < missing; j++) {
    const place = places[j] as number;
    totals[place] = (totals[place] as number) + (sums[j] as number);
  }
}

function scoreSlots(nodes: ScoredSlots, table: NodeTable): void {
  if (localScorers.length === 2 && (addBoth(nodes, table, 0, 1) || addBoth(nodes, table, 1, 0))) return;
  for (let at = 0; at < localScorers.length; at++) {
    const scorer = localScorers[at] as NodeScorer;
    const weight = localWeights[at] as number;
    if (scorer.addScores) {
      scorer.addScores(table, nodes, weight);
      continue;
    }
    for (let i = 0; i < nodes.count; i++) {
      const node = table.nodes[nodes.slots[i] as number] as NodeTable['nodes'][number];
      nodes.sums[i] = (nodes.sums[i] as number) + scorer.score(node) * weight;
    }
  }
}

/** Adds the scores of both in one loop, where one can take the other along. */
function addBoth(nodes: ScoredSlots, table: NodeTable, taking: number, taken: number): boolean {
  const { addWithChanges } = localScorers[taking] as NodeScorer;
  const pair = addWithChanges && localScorers[taken]?.changedPair?.(table);
  if (!pair) return false;
  return addWithChanges(table, nodes, localWeights[taking] as number, pair, localWeights[taken] as number);
}
