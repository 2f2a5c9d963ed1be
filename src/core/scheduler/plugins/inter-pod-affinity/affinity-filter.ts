/** Filters nodes by required affinity and anti-affinity, of the pod and of the pods on nodes (interpodaffinity/filtering.go). */
import type { Labels } from '../../../objects/label-selector.ts';
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { NodeFilter, PreFilterResult } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { unresolvable, unschedulable } from '../../framework/rejection.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { TermReader } from './affinity-terms.ts';
import { keptCounts, type TakeBack } from './kept-counts.ts';
import { allMatch, namespaceLabels, type OwnTerm, ownTerm, termMatches } from './term-matching.ts';
import { createTopologyCounts, type TopologyCounts } from './topology-counts.ts';

const NAME = 'InterPodAffinity';
const NO_AFFINITY = unresolvable(NAME, "node(s) didn't match pod affinity rules");
const ANTI_AFFINITY = unschedulable(NAME, "node(s) didn't match pod anti-affinity rules");
const EXISTING = unschedulable(NAME, "node(s) didn't satisfy existing pods anti-affinity rules");
const NO_LABELS: Labels = Object.freeze({});

/** What is known of the pod to schedule during a cycle. */
interface Incoming {
  readonly pod: PodState;
  readonly required: readonly OwnTerm[];
  readonly requiredAnti: readonly OwnTerm[];
  /** Labels of the pod's namespace. */
  readonly namespace: Labels;
  readonly termsOf: TermReader;
}

interface Counts {
  /** Pods that match all required terms of the pod. */
  readonly matching: TopologyCounts;
  /** Pods that a required anti-affinity of the pod matches. */
  readonly avoided: TopologyCounts;
  /** Pods with a required anti-affinity that matches the pod. */
  readonly avoiding: TopologyCounts;
}

/** The filter for one cycle. Skipped for a pod that no required term concerns. */
export function affinityFilter(
  pod: PodState,
  cluster: ClusterView,
  behaviour: Behaviour,
  termsOf: TermReader,
  countsFor: AffinityCounters,
): PreFilterResult {
  const own = termsOf(pod.info);
  const alone = own.required.length === 0 && own.requiredAnti.length === 0;
  if (alone && cluster.withRequiredAntiAffinity.size === 0) return 'skip';
  const { objects } = cluster;
  const incoming: Incoming = {
    pod,
    required: own.required.map((term) => ownTerm(term, pod, objects, behaviour)),
    requiredAnti: own.requiredAnti.map((term) => ownTerm(term, pod, objects, behaviour)),
    namespace: namespaceLabels(objects, pod.namespace),
    termsOf,
  };
  if (alone) {
    const counts = emptyCounts();
    for (const node of cluster.withRequiredAntiAffinity) {
      const labels = labelsOf(node);
      for (const other of node.podsWithRequiredAntiAffinity.values())
        countAvoiding(counts, incoming, other, labels, 1);
    }
    return counts.avoiding.empty ? 'skip' : { filter: filterOf(incoming, counts) };
  }
  const counts = countsFor(pod, cluster, (to, node) => countNode(to, incoming, node));
  return { filter: filterOf(incoming, counts) };
}

/** Gives the counts for pods with required terms of their own. */
export type AffinityCounters = ReturnType<typeof affinityCounters>;

/** Counters without any count yet. */
export const affinityCounters = () => keptCounts(emptyCounts);

function emptyCounts(): Counts {
  return {
    matching: createTopologyCounts(),
    avoided: createTopologyCounts(),
    avoiding: createTopologyCounts(),
  };
}

function countNode(to: Counts, incoming: Incoming, node: NodeInfo): TakeBack | undefined {
  if (node.pods.size === 0) return undefined;
  const labels = labelsOf(node);
  // What is added is added to counts of the node alone too, so that it can be taken back when its pods are others.
  const own = { matching: additions(), avoided: additions(), avoiding: additions() };
  for (const other of node.podsWithRequiredAntiAffinity.values())
    countAvoiding(own, incoming, other, labels, 1);
  for (const other of node.pods.values()) countMatching(own, incoming, other, labels, 1);
  const add = (sign: 1 | -1) => {
    for (const [key, count] of own.matching.keys) to.matching.add(labels, key, sign * count);
    for (const [key, count] of own.avoided.keys) to.avoided.add(labels, key, sign * count);
    for (const [key, count] of own.avoiding.keys) to.avoiding.add(labels, key, sign * count);
  };
  if (own.matching.keys.size + own.avoided.keys.size + own.avoiding.keys.size === 0) return undefined;
  add(1);
  return () => add(-1);
}

/** What the pods of one node add, by topology key. */
function additions(): Pick<TopologyCounts, 'add'> & { readonly keys: ReadonlyMap<string, number> } {
  const keys = new Map<string, number>();
  return { keys, add: (_labels, key, count) => void keys.set(key, (keys.get(key) ?? 0) + count) };
}

function filterOf(incoming: Incoming, counts: Counts): NodeFilter {
  const count = (other: PodState, node: NodeInfo, sign: 1 | -1) => {
    const labels = labelsOf(node);
    countAvoiding(counts, incoming, other, labels, sign);
    countMatching(counts, incoming, other, labels, sign);
  };
  return {
    reject(node) {
      const labels = labelsOf(node);
      if (!affinityHolds(incoming, counts, labels)) return NO_AFFINITY;
      if (incoming.requiredAnti.some(({ topologyKey }) => counts.avoided.of(labels, topologyKey) > 0))
        return ANTI_AFFINITY;
      return counts.avoiding.concerns(labels) ? EXISTING : undefined;
    },
    addPod: (other, node) => count(other, node, 1),
    removePod: (other, node) => count(other, node, -1),
    clone: () =>
      filterOf(incoming, {
        matching: counts.matching.copy(),
        avoided: counts.avoided.copy(),
        avoiding: counts.avoiding.copy(),
      }),
  };
}

function countAvoiding(
  { avoiding }: { readonly avoiding: Pick<TopologyCounts, 'add'> },
  { pod, namespace, termsOf }: Incoming,
  other: PodState,
  node: Labels,
  sign: 1 | -1,
): void {
  for (const term of termsOf(other.info).requiredAnti)
    if (termMatches(term, other.namespace, pod, namespace)) avoiding.add(node, term.topologyKey, sign);
}

function countMatching(
  { matching, avoided }: Readonly<Record<'matching' | 'avoided', Pick<TopologyCounts, 'add'>>>,
  { required, requiredAnti }: Incoming,
  other: PodState,
  node: Labels,
  sign: 1 | -1,
): void {
  if (allMatch(required, other))
    for (const { topologyKey } of required) matching.add(node, topologyKey, sign);
  for (const { matches, topologyKey } of requiredAnti)
    if (matches(other)) avoided.add(node, topologyKey, sign);
}

/** The first pod of a group whose terms match the group itself may go to any node that has all the topology labels. */
function affinityHolds({ pod, required }: Incoming, { matching }: Counts, node: Labels): boolean {
  if (!required.every(({ topologyKey }) => Object.hasOwn(node, topologyKey))) return false;
  if (required.every(({ topologyKey }) => matching.of(node, topologyKey) > 0)) return true;
  return matching.empty && allMatch(required, pod);
}

function labelsOf({ node }: NodeInfo): Labels {
  return node?.metadata.labels ?? NO_LABELS;
}
