/** Scores nodes by preferred affinity and anti-affinity, of the pod and of the pods on nodes (interpodaffinity/scoring.go). */
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { ResourceColumns } from '../../cache/resource-columns.ts';
import { MAX_NODE_SCORE, type PreScoreResult } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { truncate } from '../../integer.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { AffinityArguments } from './affinity-arguments.ts';
import type { TermReader } from './affinity-terms.ts';
import { keptCounts, type TakeBack } from './kept-counts.ts';
import { namespaceLabels, ownTerm, termMatches } from './term-matching.ts';
import {
  addToDomain,
  countAt,
  createTopologyCounts,
  type KeyCounts,
  keyCounts,
  renewDomains,
  type TopologyCounts,
} from './topology-counts.ts';

interface WeightSums {
  readonly sums: TopologyCounts;
  /** Number of weights that nodes with the label of their term have. Their sum can be 0. */
  weights: number;
}

/** Gives the sums for a pod. */
type WeightCounters = ReturnType<typeof weightCounters>;

/** Counters without any sum yet. */
export const weightCounters = (columns: ResourceColumns) =>
  keptCounts<WeightSums>(columns, ({ domainsOf }) => ({ sums: createTopologyCounts(domainsOf), weights: 0 }));

/** What a node added to one domain. */
interface AddedWeight {
  readonly of: KeyCounts;
  readonly domain: number;
  weight: number;
}

/** The scorer for one cycle. Skipped if no term matches a pod. */
export function affinityScorer(
  pod: PodState,
  cluster: ClusterView,
  behaviour: Behaviour,
  termsOf: TermReader,
  { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods }: AffinityArguments,
  sumsFor: WeightCounters,
): PreScoreResult {
  const { preferred } = termsOf(pod.info);
  const alone = preferred.length === 0;
  if (alone && (ignorePreferredTermsOfExistingPods || cluster.withPodAffinity.size === 0)) return 'skip';
  const { objects } = cluster;
  const own = preferred.map((term) => ownTerm(term, pod, objects, behaviour));
  const namespace = namespaceLabels(objects, pod.namespace);
  const addNode = (to: WeightSums, { slot, pods, podsWithAffinity }: NodeInfo): TakeBack | undefined => {
    const others = alone ? podsWithAffinity : pods;
    if (others.size === 0) return undefined;
    const { sums } = to;
    renewDomains(sums);
    const added: AddedWeight[] = [];
    let weights = 0;
    const add = (key: string, weight: number) => {
      const of = keyCounts(sums, key);
      const domain = of.domains.of[slot] as number;
      if (domain < 0) return;
      weights += 1;
      for (const each of added) {
        if (each.of !== of) continue;
        each.weight += weight;
        return;
      }
      added.push({ of, domain, weight });
    };
    for (const other of others.values()) {
      for (const { matches, topologyKey, weight } of own) if (matches(other)) add(topologyKey, weight);
      if (!other.info.hasPodAffinity) continue;
      const theirs = termsOf(other.info);
      if (hardPodAffinityWeight > 0) {
        for (const term of theirs.required)
          if (termMatches(term, other.namespace, pod, namespace))
            add(term.topologyKey, hardPodAffinityWeight);
      }
      for (const term of theirs.preferred)
        if (termMatches(term, other.namespace, pod, namespace)) add(term.topologyKey, term.weight);
    }
    if (weights === 0) return undefined;
    to.weights += weights;
    for (const { of, domain, weight } of added) addToDomain(sums, of, domain, weight);
    return () => {
      to.weights -= weights;
      for (const { of, domain, weight } of added) addToDomain(sums, of, domain, -weight);
    };
  };
  const kept = sumsFor(pod, cluster, alone ? cluster.withPodAffinity : cluster.nodes, addNode);
  if (kept.weights === 0) return 'skip';
  renewDomains(kept.sums);
  const { keys } = kept.sums;
  const scoreAt = (slot: number): number => {
    let sum = 0;
    for (let i = 0; i < keys.length; i++) sum += countAt(keys[i] as KeyCounts, slot);
    return sum;
  };
  return {
    score: ({ slot }) => scoreAt(slot),
    scoreSlots(slots, count, scores) {
      for (let i = 0; i < count; i++) scores[i] = scoreAt(slots[i] as number);
    },
    normalize: scaleToRange,
  };
}

/** The lowest score becomes 0 and the highest 100; equal scores all become 0. */
function scaleToRange(scores: Float64Array, count: number): void {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    lowest = Math.min(lowest, scores[i] as number);
    highest = Math.max(highest, scores[i] as number);
  }
  const range = highest - lowest;
  for (let i = 0; i < count; i++)
    scores[i] = range > 0 ? truncate(MAX_NODE_SCORE * (((scores[i] as number) - lowest) / range)) : 0;
}
