/** Filters nodes by required affinity and anti-affinity, of the pod and of the pods on nodes (interpodaffinity/filtering.go). */
import type { Labels } from '../../../objects/label-selector.ts';
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { ResourceColumns } from '../../cache/resource-columns.ts';
import type { NodeFilter, PreFilterResult } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { type Rejection, unresolvable, unschedulable } from '../../framework/rejection.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { AffinityTerms, TermReader } from './affinity-terms.ts';
import { keptCounts, type TakeBack } from './kept-counts.ts';
import { allMatch, namespaceLabels, type OwnTerm, ownTerm, termMatches } from './term-matching.ts';
import {
  addToCounts,
  addToDomain,
  copyCounts,
  countAt,
  createTopologyCounts,
  isCounted,
  type KeyCounts,
  keyCounts,
  renewDomains,
  type TopologyCounts,
} from './topology-counts.ts';

const NAME = 'InterPodAffinity';
const NO_AFFINITY = unresolvable(NAME, "node(s) didn't match pod affinity rules");
const ANTI_AFFINITY = unschedulable(NAME, "node(s) didn't match pod anti-affinity rules");
const EXISTING = unschedulable(NAME, "node(s) didn't satisfy existing pods anti-affinity rules");

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
  if (isAlone(own) && cluster.withRequiredAntiAffinity.size === 0) return 'skip';
  return filterByTerms(pod, own, cluster, behaviour, termsOf, countsFor);
}

/** Whether the pod itself requires nothing of other pods. */
function isAlone({ required, requiredAnti }: AffinityTerms): boolean {
  return required.length === 0 && requiredAnti.length === 0;
}

/** A function of its own: the functions in it take memory whenever it is called. */
function filterByTerms(
  pod: PodState,
  own: AffinityTerms,
  cluster: ClusterView,
  behaviour: Behaviour,
  termsOf: TermReader,
  countsFor: AffinityCounters,
): PreFilterResult {
  const alone = isAlone(own);
  const { objects } = cluster;
  const incoming: Incoming = {
    pod,
    required: own.required.map((term) => ownTerm(term, pod, objects, behaviour)),
    requiredAnti: own.requiredAnti.map((term) => ownTerm(term, pod, objects, behaviour)),
    namespace: namespaceLabels(objects, pod.namespace),
    termsOf,
  };
  const nodes = alone ? cluster.withRequiredAntiAffinity : cluster.nodes;
  const counts = countsFor(pod, cluster, nodes, (to, node) => countNode(to, incoming, node));
  if (alone && counts.avoiding.filled === 0) return 'skip';
  renew(counts);
  return { filter: filterOf(incoming, counts) };
}

/** Gives the counts for a pod. */
export type AffinityCounters = ReturnType<typeof affinityCounters>;

/** Counters without any count yet. */
export const affinityCounters = (columns: ResourceColumns) =>
  keptCounts<Counts>(columns, ({ domainsOf }) => ({
    matching: createTopologyCounts(domainsOf),
    avoided: createTopologyCounts(domainsOf),
    avoiding: createTopologyCounts(domainsOf),
  }));

/** The labels of nodes can be others than at the last count. */
function renew({ matching, avoided, avoiding }: Counts): void {
  renewDomains(matching);
  renewDomains(avoided);
  renewDomains(avoiding);
}

/** What a node added to one domain. */
interface Addition {
  readonly all: TopologyCounts;
  readonly of: KeyCounts;
  readonly domain: number;
  count: number;
}

function countNode(to: Counts, incoming: Incoming, node: NodeInfo): TakeBack | undefined {
  if (node.pods.size === 0) return undefined;
  renew(to);
  const added: Addition[] = [];
  const add = (all: TopologyCounts, key: string) => {
    for (const each of added) {
      if (each.all !== all || each.of.key !== key) continue;
      each.count += 1;
      return;
    }
    const of = keyCounts(all, key);
    added.push({ all, of, domain: of.domains.of[node.slot] as number, count: 1 });
  };
  for (const other of node.podsWithRequiredAntiAffinity.values()) countAvoiding(to, incoming, other, add);
  if (incoming.required.length + incoming.requiredAnti.length > 0)
    for (const other of node.pods.values()) countMatching(to, incoming, other, add);
  if (added.length === 0) return undefined;
  for (const { all, of, domain, count } of added) addToDomain(all, of, domain, count);
  return () => {
    for (const { all, of, domain, count } of added) addToDomain(all, of, domain, -count);
  };
}

function filterOf(incoming: Incoming, counts: Counts): NodeFilter {
  const { matching, avoided, avoiding } = counts;
  const near = incoming.required.map(({ topologyKey }) => keyCounts(matching, topologyKey));
  const apart = incoming.requiredAnti.map(({ topologyKey }) => keyCounts(avoided, topologyKey));
  const isFirst = () => matching.filled === 0 && allMatch(incoming.required, incoming.pod);
  const rejectSlot = (slot: number): Rejection | undefined => {
    if (near.length > 0 && !(holds(near, slot) || (isInAll(near, slot) && isFirst()))) return NO_AFFINITY;
    for (let i = 0; i < apart.length; i++) if (countAt(apart[i] as KeyCounts, slot) > 0) return ANTI_AFFINITY;
    return isCounted(avoiding, slot) ? EXISTING : undefined;
  };
  const count = (other: PodState, node: NodeInfo, sign: 1 | -1) => {
    const add = (all: TopologyCounts, key: string) => addToCounts(all, node, key, sign);
    countAvoiding(counts, incoming, other, add);
    countMatching(counts, incoming, other, add);
  };
  return {
    reject: ({ slot }) => rejectSlot(slot),
    rejectSlot,
    addPod: (other, node) => count(other, node, 1),
    removePod: (other, node) => count(other, node, -1),
    clone: () =>
      filterOf(incoming, {
        matching: copyCounts(matching),
        avoided: copyCounts(avoided),
        avoiding: copyCounts(avoiding),
      }),
  };
}

type Add = (to: TopologyCounts, key: string) => void;

function countAvoiding(
  { avoiding }: Counts,
  { pod, namespace, termsOf }: Incoming,
  other: PodState,
  add: Add,
): void {
  for (const term of termsOf(other.info).requiredAnti)
    if (termMatches(term, other.namespace, pod, namespace)) add(avoiding, term.topologyKey);
}

function countMatching(
  { matching, avoided }: Counts,
  { required, requiredAnti }: Incoming,
  other: PodState,
  add: Add,
): void {
  if (allMatch(required, other)) for (const { topologyKey } of required) add(matching, topologyKey);
  for (const { matches, topologyKey } of requiredAnti) if (matches(other)) add(avoided, topologyKey);
}

/** Whether each domain of the node has a pod that matches. */
function holds(near: readonly KeyCounts[], slot: number): boolean {
  for (let i = 0; i < near.length; i++) if (!(countAt(near[i] as KeyCounts, slot) > 0)) return false;
  return true;
}

/** The first pod of a group whose terms match the group itself may go to any node that has all the topology labels. */
function isInAll(near: readonly KeyCounts[], slot: number): boolean {
  for (const { domains } of near) if ((domains.of[slot] as number) < 0) return false;
  return true;
}
