/** Runs one scheduling cycle: filter, score, choose. All state is passed in (schedule_one.go, schedulePod). */
import type { ClusterObject } from '../../objects/cluster-object.ts';
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { Diagnosis } from '../framework/diagnosis.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { CycleResult, Explanation } from './cycle-result.ts';
import { failsAgain, isCountable } from './fails-again.ts';
import { type FeasibleNodes, feasibleNode, listFeasible } from './feasible-nodes.ts';
import { type FilterOutcome, findFeasibleNodes, type SearchOptions } from './find-feasible-nodes.ts';
import {
  causesOf,
  failureOf,
  isCausedBy,
  knownFailure,
  remembered,
  resultAgain,
  startAfter,
} from './known-failure.ts';
import type { BatchCycle, OpportunisticBatch } from './opportunistic-batch.ts';
import { runPostFilters } from './run-post-filters.ts';
import { scoreNodes } from './score-nodes.ts';
import { type ScoredNodes, scoredNodes } from './scored-nodes.ts';
import { refusedNodes } from './search-nodes.ts';
import { heapRoot, highest } from './select-node.ts';
import { tallyOf } from './tally.ts';

/** Chooses one of several equally good nodes by name. Undefined: the scheduler chooses. */
export type TieBreaker = (best: readonly string[]) => string | undefined;

export interface CycleOptions extends SearchOptions {
  /** Uniform in [0, 1). Decides ties up to 1.34. */
  readonly random: () => number;
  readonly chooseNode?: TieBreaker | undefined;
  /** Whether to collect an {@link Explanation}. */
  readonly explain: boolean;
  /** The batch of the framework, from 1.35. */
  readonly batch?: (BatchCycle & { readonly of: OpportunisticBatch }) | undefined;
}

const NO_PLUGINS: ReadonlySet<string> = new Set();
let ownTotals: Float64Array = new Float64Array(256);
/** These, or those of the table's kernel. */
let totals: Float64Array = ownTotals;

/** Chooses a node for the pod, or says why no node is feasible. Changes nothing but the memory. */
export function schedulePod(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  behaviour: Behaviour,
  options: CycleOptions,
): CycleResult {
  const { start, memory, nominations } = options;
  const canRemember = pod.nominatedNode === undefined && !options.explain;
  const known = canRemember ? memory?.failure : undefined;
  const failure = knownFailure(cluster, known, nominations, start);
  if (failure) return failure;
  const { batch } = options;
  const batchHint =
    batch && !batch.of.isEmpty
      ? (filters: readonly NodeFilter[]) => batch.of.hint(batch, pod, framework, cluster, filters)
      : undefined;
  if (known && !batchHint && failsAgain(framework, cluster, pod, known, options)) {
    known.generation = cluster.generation;
    known.nominations = nominations.generation;
    return resultAgain(known, start, cluster);
  }
  const found = findFeasibleNodes(framework, cluster, pod, behaviour, options, batchHint);
  const { feasible, evaluated, diagnosis, nominee, made } = found;
  const nextStart = nominee ? start : startAfter(start, evaluated, cluster);
  const error =
    found.error ?? (feasible.count > 1 && !framework.scoreless ? framework.failing.score : undefined);
  if (error !== undefined) {
    const nothing = failureOf(error, evaluated, nextStart);
    if (!options.explain) return nothing;
    return { ...nothing, explanation: { feasible: [], rejections: rejectionsByName(diagnosis()), best: [] } };
  }
  if (feasible.count === 0) {
    const remembers = memory && canRemember && found.local;
    const tally = remembers && found.isWhole ? tallyOf(refusedNodes(cluster.table)) : undefined;
    let result: Omit<CycleResult, 'made' | 'feasibleCount' | 'nextStart'>;
    if (known && tally && isCausedBy(known, tally, cluster)) {
      known.generation = cluster.generation;
      known.nominations = nominations.generation;
      result = known.result;
    } else {
      const diagnosed = diagnosis();
      const causes = tally && causesOf(tally, cluster, isCountable(found.filters));
      const { local, byCounts, ...failure } = runPostFilters(
        framework,
        cluster,
        pod,
        found,
        diagnosed,
        options,
      );
      result = { evaluated, rejectors: diagnosed.rejectors, ...failure };
      const { generation } = cluster;
      if (remembers && local)
        memory.failure = {
          ...{ generation, nominations: nominations.generation, result: remembered(result, nextStart) },
          causes: byCounts ? causes : undefined,
        };
    }
    const whole: CycleResult = {
      evaluated: result.evaluated,
      rejectors: result.rejectors,
      message: result.message,
      nominated: result.nominated,
      victims: result.victims,
      preemptor: result.preemptor,
      made,
      feasibleCount: 0,
      nextStart,
      hint: found.hint,
      flush: found.flush,
    };
    if (!options.explain) return whole;
    return { ...whole, explanation: { feasible: [], rejections: rejectionsByName(diagnosis()), best: [] } };
  }
  const chosen = chooseFeasible(framework, cluster, pod, found, behaviour, options);
  const changes = changesBy(framework, made, chosen.node);
  const stored = batch?.of.store(batch, found.hint, chosen.node.name, chosen.others);
  const result = {
    evaluated,
    feasibleCount: feasible.count,
    nextStart,
    rejectors: NO_PLUGINS,
    made,
    node: chosen.node,
    changes,
    hint: found.hint,
    flush: found.flush ?? stored,
  };
  if (!options.explain) return result;
  return { ...result, explanation: { ...chosen.explanation, rejections: rejectionsByName(diagnosis()) } };
}

const NO_CHANGES: readonly ClusterObject[] = [];

/** What the binding changes besides the pod: PreBind does it. */
function changesBy(
  { preBinds }: Framework,
  made: CycleResult['made'],
  node: NodeInfo,
): readonly ClusterObject[] {
  for (const index of preBinds)
    if (made[index]?.changes) return preBinds.flatMap((each) => made[each]?.changes?.(node) ?? []);
  return NO_CHANGES;
}

function rejectionsByName({ rejected: { nodes, rejections } }: Diagnosis): Map<string, Rejection> {
  return new Map(nodes.map(({ name }, i) => [name, rejections[i] as Rejection]));
}

interface Choice {
  readonly node: NodeInfo;
  /** The other feasible nodes, if the batch can use their scores. */
  readonly others?: ScoredNodes | undefined;
  readonly explanation: Omit<Explanation, 'rejections'>;
}

function chooseFeasible(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  { feasible }: FilterOutcome,
  behaviour: Behaviour,
  options: CycleOptions,
): Choice {
  const names = options.explain ? listFeasible(feasible).map(({ name }) => name) : [];
  if (feasible.count === 1)
    return { node: feasibleNode(feasible, 0), explanation: { feasible: names, best: names } };
  const { kernel } = cluster.table;
  if (!kernel && ownTotals.length < feasible.count) ownTotals = new Float64Array(feasible.count * 2);
  totals = kernel?.totals ?? ownTotals;
  const scores = options.explain ? emptyScores(names) : undefined;
  const rawScores = scores && emptyScores(names);
  const { batch, chooseNode, explain } = options;
  const onlyBest = behaviour.deterministicTies && !chooseNode && !explain && batch?.signature === undefined;
  const best = scoreNodes(
    framework,
    cluster,
    pod,
    feasible,
    totals,
    options.memory,
    scores &&
      ((plugin, weighted, raw) => {
        for (const [i, name] of names.entries()) {
          scores.get(name)?.set(plugin, weighted[i] as number);
          rawScores?.get(name)?.set(plugin, raw[i] as number);
        }
      }),
    onlyBest,
  );
  const index = best ?? choose(feasible, behaviour, options);
  const node = feasibleNode(feasible, index);
  const others = batch?.signature === undefined ? undefined : othersThan(node, feasible);
  if (!scores || !rawScores) return { node, others, explanation: { feasible: names, best: [] } };
  const highestNames = highest(totals, feasible.count).map((i) => names[i] as string);
  const sums = new Map(names.map((name, i) => [name, totals[i] as number]));
  return {
    node,
    others,
    explanation: { feasible: names, best: highestNames, scores, rawScores, totals: sums },
  };
}

function emptyScores(names: readonly string[]): Map<string, Map<string, number>> {
  return new Map(names.map((name) => [name, new Map<string, number>()]));
}

/** Undefined if a tie was decided otherwise than kube-scheduler decides it. */
function othersThan(node: NodeInfo, feasible: FeasibleNodes): ScoredNodes | undefined {
  const others = scoredNodes(listFeasible(feasible), totals);
  return others.pop() === node ? others : undefined;
}

function choose(feasible: FeasibleNodes, behaviour: Behaviour, options: CycleOptions): number {
  if (options.chooseNode) {
    const best = highest(totals, feasible.count);
    const name = options.chooseNode(best.map((i) => feasibleNode(feasible, i).name));
    const index = best.find((i) => feasibleNode(feasible, i).name === name);
    if (index !== undefined) return index;
  }
  if (behaviour.deterministicTies) return heapRoot(totals, feasible.count);
  const best = highest(totals, feasible.count);
  return best[best.length === 1 ? 0 : Math.floor(options.random() * best.length)] as number;
}
