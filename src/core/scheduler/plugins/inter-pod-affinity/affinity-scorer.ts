/** Scores nodes by preferred affinity and anti-affinity, of the pod and of the pods on nodes (interpodaffinity/scoring.go). */
import type { Labels } from '../../../objects/label-selector.ts';
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import { MAX_NODE_SCORE, type PreScoreResult } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { AffinityArguments } from './affinity-arguments.ts';
import type { TermReader } from './affinity-terms.ts';
import { namespaceLabels, ownTerm, termMatches } from './term-matching.ts';

/** Topology key → value → sum of weights. A sum can be 0. */
type WeightSums = Map<string, Map<string, number>>;

/** The scorer for one cycle. Skipped if no term matches a pod. */
export function affinityScorer(
  pod: PodState,
  cluster: ClusterView,
  behaviour: Behaviour,
  termsOf: TermReader,
  { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods }: AffinityArguments,
): PreScoreResult {
  const { preferred } = termsOf(pod.info);
  const alone = preferred.length === 0;
  if (alone && (ignorePreferredTermsOfExistingPods || cluster.withPodAffinity.size === 0)) return 'skip';
  const { objects } = cluster;
  const own = preferred.map((term) => ownTerm(term, pod, objects, behaviour));
  const namespace = namespaceLabels(objects, pod.namespace);
  const sums: WeightSums = new Map();
  for (const { node, pods, podsWithAffinity } of alone ? cluster.withPodAffinity : cluster.nodes) {
    const labels = node?.metadata.labels;
    if (!labels) continue;
    for (const other of alone ? podsWithAffinity.values() : pods.values()) {
      for (const { matches, topologyKey, weight } of own)
        if (matches(other)) addWeight(sums, labels, topologyKey, weight);
      if (!other.info.hasPodAffinity) continue;
      const theirs = termsOf(other.info);
      if (hardPodAffinityWeight > 0) {
        for (const term of theirs.required)
          if (termMatches(term, other.namespace, pod, namespace))
            addWeight(sums, labels, term.topologyKey, hardPodAffinityWeight);
      }
      for (const term of theirs.preferred)
        if (termMatches(term, other.namespace, pod, namespace))
          addWeight(sums, labels, term.topologyKey, term.weight);
    }
  }
  return sums.size === 0 ? 'skip' : { score: (node) => sumOf(sums, node), normalize: scaleToRange };
}

function addWeight(sums: WeightSums, labels: Labels, key: string, weight: number): void {
  if (!Object.hasOwn(labels, key)) return;
  const value = labels[key] as string;
  const values = sums.get(key) ?? new Map<string, number>();
  sums.set(key, values);
  values.set(value, (values.get(value) ?? 0) + weight);
}

function sumOf(sums: WeightSums, { node }: NodeInfo): number {
  const labels = node?.metadata.labels ?? {};
  let sum = 0;
  for (const [key, values] of sums) {
    const value = labels[key];
    if (value !== undefined) sum += values.get(value) ?? 0;
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
    scores[i] = range > 0 ? Math.trunc(MAX_NODE_SCORE * (((scores[i] as number) - lowest) / range)) : 0;
}
