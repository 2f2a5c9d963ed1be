/** Reuses the scores of one pod for the next ones that are like it, while each of them fills its node (runtime/batch.go, from 1.35). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { BatchFlush, BatchHint } from './cycle-result.ts';
import { rejectionBy } from './node-trial.ts';
import { scoreNodes } from './score-nodes.ts';
import { type ScoredNodes, scoredNodes } from './scored-nodes.ts';

/** Scores older than this are not used. Microseconds. */
const LONGEST_AGE = 500_000;

/** The cycle that asks for a hint, or that has chosen a node. */
export interface BatchCycle {
  /** Undefined for a pod that is like no other. */
  readonly signature: string | undefined;
  /** The number of cycles so far. */
  readonly count: number;
  readonly now: number;
}

export interface OpportunisticBatch {
  /** Without scores it gives no hint. */
  readonly isEmpty: boolean;
  hint(
    cycle: BatchCycle,
    pod: PodState,
    framework: Framework,
    cluster: ClusterView,
    filters: readonly NodeFilter[],
  ): BatchHint;
  /**
   * Takes note of a decision.
   *
   * @param others the other feasible nodes with their scores; undefined if none were scored.
   * @returns why these scores cannot be used for the next pod.
   */
  store(
    cycle: BatchCycle,
    hint: string | undefined,
    chosen: string,
    others: ScoredNodes | undefined,
  ): BatchFlush | undefined;
}

/** A batch without scores, for one framework. */
export function createOpportunisticBatch({
  batchesRescore,
}: Pick<Behaviour, 'batchesRescore'>): OpportunisticBatch {
  let state: { signature: string; nodes: ScoredNodes; createdAt: number } | undefined;
  let last = { count: -1, chosen: '' };
  return {
    get isEmpty() {
      return !state || state.nodes.size() === 0;
    },
    hint({ signature, count, now }, pod, framework, cluster, filters) {
      if (!state || state.nodes.size() === 0) return {};
      if (count !== last.count + 1) return { flush: 'pod_skipped' };
      if (batchesRescore && pod.nominatedNode !== undefined) return { flush: 'pod_nominated' };
      if (signature !== state.signature) return { flush: 'pod_incompatible' };
      if (now > state.createdAt + LONGEST_AGE) return { flush: 'expired' };
      const used = cluster.node(last.chosen);
      if (!used) return { flush: 'node_missing' };
      if (!rejectionBy(filters, used, [])) {
        if (!batchesRescore) return { flush: 'node_not_full' };
        const nodes = rescored(state.nodes, used, pod, framework, cluster);
        if (!nodes) return { flush: 'node_missing' };
        state.nodes = nodes;
      }
      const hint = state.nodes.pop();
      return hint ? { hint: hint.name } : {};
    },
    store({ signature, count, now }, hint, chosen, others) {
      last = { count, chosen };
      if (hint === chosen) return undefined;
      if (signature !== undefined && others && others.size() > 0) {
        state = { signature, nodes: others, createdAt: now };
        return undefined;
      }
      state = undefined;
      return others && others.size() > 0 ? 'pod_not_batchable' : 'empty_list';
    },
  };
}

/** The nodes together with the one that was used last, which has another score now (from 1.37). */
function rescored(
  nodes: ScoredNodes,
  used: NodeInfo,
  pod: PodState,
  framework: Framework,
  cluster: ClusterView,
): ScoredNodes | undefined {
  const candidates = nodes.unordered();
  if (candidates.some((node) => cluster.node(node.name) !== node)) return undefined;
  const all = [...candidates, used];
  const totals = new Float64Array(all.length);
  const slots = Int32Array.from(all, ({ slot }) => slot);
  const scored = { count: all.length, slots, bySlot: cluster.table.nodes };
  scoreNodes(framework, cluster, pod, scored, totals, undefined);
  return scoredNodes(all, totals);
}
