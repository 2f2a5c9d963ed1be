/** Counts the matching pods of each topology domain. Between two cycles only the nodes that changed are counted again. */
import type { Node } from '../../../objects/node.ts';
import type { ClusterView } from '../../cache/cluster-view.ts';
import { type CountedNodes, countedNodes, recount } from '../../cache/counted-nodes.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { TopologyDomains } from '../../cache/topology-domains.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { SpreadConstraint } from './constraints.ts';
import { hasAllKeys, inclusionTest } from './eligible-nodes.ts';
import type { MatchCounters } from './matching-pods.ts';

export interface DomainCounts {
  readonly domains: TopologyDomains;
  /** The number of the domain without a name, to which nodes without the topology key belong too. -2: no node has such a value. */
  blank: number;
  /** Matching pods by place of the domain: see {@link placeOf}. */
  counts: Float64Array;
  /** Number of nodes that count, in the same order. A domain without one does not count itself. */
  nodes: Int32Array;
}

/** The place of a domain, by its number. The domain without a name has the place 0. */
export function placeOf(domain: number, blank: number): number {
  return domain === blank ? 0 : domain + 1;
}

/**
 * Gives the counts of a constraint of a pod. They are valid until the next call, in the next cycle.
 *
 * @param required constraints whose keys a node must have to count.
 */
export type DomainCounters = (
  pod: PodState,
  constraint: SpreadConstraint,
  required: readonly SpreadConstraint[],
  cluster: ClusterView,
) => DomainCounts;

interface Counted extends DomainCounts {
  readonly seen: CountedNodes;
  /** By slot: the place of the domain in which the node counts, plus one (0: in none), and its pods. */
  readonly places: Int32Array;
  readonly pods: Int32Array;
}

/** Most entries over all constraints (20 bytes each). At the limit all are dropped. */
const MOST_ENTRIES = 2_000_000;

/** Counters without any count yet. */
export function domainCounters(counters: MatchCounters): DomainCounters {
  let known = new Map<string, Counted>();
  let entries = 0;
  const keyOf = keyReader();
  const countedFor = (key: string, topologyKey: string, cluster: ClusterView): Counted => {
    const before = known.get(key);
    // Without the nodes that left, all counts begin anew.
    if (before?.seen.order === cluster.order) return before;
    const slots = cluster.table.generations.length;
    entries += before ? 0 : slots;
    if (entries > MOST_ENTRIES) {
      known = new Map();
      entries = slots;
    }
    const made: Counted = {
      domains: cluster.domainsOf(topologyKey),
      blank: -2,
      counts: new Float64Array(0),
      nodes: new Int32Array(0),
      seen: countedNodes(cluster),
      places: new Int32Array(slots),
      pods: new Int32Array(slots),
    };
    known.set(key, made);
    return made;
  };
  return (pod, constraint, required, cluster) => {
    const { topologyKey } = constraint;
    const counted = countedFor(keyOf(pod, constraint, required), topologyKey, cluster);
    const { byValue } = cluster.domainsOf(topologyKey);
    grow(counted, byValue.size + 1);
    counted.blank = byValue.get('') ?? -2;
    const included = inclusionTest(pod);
    const counter = counters(pod.namespace, constraint);
    recount(counted.seen, cluster, (info) => {
      const node = info.node as Node;
      const counts = hasAllKeys(node, required) && included(node, constraint);
      move(counted, info, counts ? counter(info) : undefined);
    });
    return counted;
  };
}

function grow(counted: Counted, length: number): void {
  if (counted.counts.length >= length) return;
  const { counts, nodes } = counted;
  counted.counts = new Float64Array(length * 2);
  counted.counts.set(counts);
  counted.nodes = new Int32Array(length * 2);
  counted.nodes.set(nodes);
}

/** Replaces what a node counts for. Undefined: it does not count. */
function move(
  { domains, blank, counts, nodes, places, pods }: Counted,
  { slot }: NodeInfo,
  count: number | undefined,
): void {
  const before = (places[slot] as number) - 1;
  if (before >= 0) {
    nodes[before] = (nodes[before] as number) - 1;
    counts[before] = (counts[before] as number) - (pods[slot] as number);
  }
  const place = count === undefined ? -1 : placeOf(domains.of[slot] as number, blank);
  places[slot] = place + 1;
  pods[slot] = count ?? 0;
  if (place < 0) return;
  nodes[place] = (nodes[place] as number) + 1;
  counts[place] = (counts[place] as number) + (pods[slot] as number);
}

interface KnownKey extends Pick<PodState, 'namespace' | 'info'> {
  readonly required: readonly SpreadConstraint[];
  readonly key: string;
}

/** Returns a function that gives equal keys to constraints with the same counts. */
function keyReader() {
  const known = new WeakMap<SpreadConstraint, KnownKey>();
  return (pod: PodState, constraint: SpreadConstraint, required: readonly SpreadConstraint[]): string => {
    const before = known.get(constraint);
    const { namespace, info } = pod;
    if (before?.info === info && before.namespace === namespace && before.required === required)
      return before.key;
    const key = keyOf(pod, constraint, required);
    known.set(constraint, { namespace, info, required, key });
    return key;
  };
}

function keyOf(
  { namespace, info: { spec } }: PodState,
  { topologyKey, selectorKey, countsNothing, honorsAffinity, honorsTaints }: SpreadConstraint,
  required: readonly SpreadConstraint[],
): string {
  return JSON.stringify([
    ...[namespace, topologyKey, countsNothing || selectorKey],
    required.map((each) => each.topologyKey),
    honorsAffinity && [spec.nodeSelector, spec.affinity?.nodeAffinity],
    honorsTaints && [spec.tolerations],
  ]);
}
