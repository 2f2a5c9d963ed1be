/** Scores nodes by preferred affinity and anti-affinity, of the pod and of the pods on nodes (interpodaffinity/scoring.go). */
import type { Labels } from '../../../objects/label-selector.ts';
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import { MAX_NODE_SCORE, type PreScoreResult } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { truncate } from '../../integer.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { AffinityArguments } from './affinity-arguments.ts';
import type { TermReader } from './affinity-terms.ts';
import { keptCounts, type TakeBack } from './kept-counts.ts';
import { namespaceLabels, ownTerm, termMatches } from './term-matching.ts';

interface WeightSum {
  /** Can be 0. */
  sum: number;
  /** Number of weights. */
  weights: number;
}

/** Topology key → value → sum of weights. */
type WeightSums = Map<string, Map<string, WeightSum>>;

/** Gives the sums for pods with preferred terms of their own. */
type WeightCounters = ReturnType<typeof weightCounters>;

/** Counters without any sum yet. */
export const weightCounters = () => keptCounts((): WeightSums => new Map());

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
  const addNode = (sums: WeightSums, { node, pods, podsWithAffinity }: NodeInfo): TakeBack | undefined => {
    const labels = node?.metadata.labels;
    if (!labels || pods.size === 0) return undefined;
    const added: [key: string, weight: number][] = [];
    for (const other of alone ? podsWithAffinity.values() : pods.values()) {
      for (const { matches, topologyKey, weight } of own)
        if (matches(other)) added.push([topologyKey, weight]);
      if (!other.info.hasPodAffinity) continue;
      const theirs = termsOf(other.info);
      if (hardPodAffinityWeight > 0) {
        for (const term of theirs.required)
          if (termMatches(term, other.namespace, pod, namespace))
            added.push([term.topologyKey, hardPodAffinityWeight]);
      }
      for (const term of theirs.preferred)
        if (termMatches(term, other.namespace, pod, namespace)) added.push([term.topologyKey, term.weight]);
    }
    if (added.length === 0) return undefined;
    for (const [key, weight] of added) addWeight(sums, labels, key, weight, 1);
    return () => {
      for (const [key, weight] of added) addWeight(sums, labels, key, -weight, -1);
    };
  };
  let sums: WeightSums;
  if (alone) {
    sums = new Map();
    for (const node of cluster.withPodAffinity) addNode(sums, node);
  } else sums = sumsFor(pod, cluster, addNode);
  return sums.size === 0 ? 'skip' : { score: (node) => sumOf(sums, node), normalize: scaleToRange };
}

function addWeight(sums: WeightSums, labels: Labels, key: string, weight: number, count: 1 | -1): void {
  if (!Object.hasOwn(labels, key)) return;
  const value = labels[key] as string;
  const values = sums.get(key) ?? new Map<string, WeightSum>();
  sums.set(key, values);
  const entry = values.get(value) ?? { sum: 0, weights: 0 };
  entry.sum += weight;
  entry.weights += count;
  if (entry.weights > 0) values.set(value, entry);
  else values.delete(value);
  if (values.size === 0) sums.delete(key);
}

function sumOf(sums: WeightSums, { node }: NodeInfo): number {
  const labels = node?.metadata.labels ?? {};
  let sum = 0;
  for (const [key, values] of sums) {
    const value = labels[key];
    if (value !== undefined) sum += values.get(value)?.sum ?? 0;
  }
  return sum;
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
