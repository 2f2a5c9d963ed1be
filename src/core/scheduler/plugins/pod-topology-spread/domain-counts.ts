/** Counts the matching pods of each topology domain. Between two cycles only the nodes that changed are counted again. */
import type { Node } from '../../../objects/node.ts';
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { SpreadConstraint } from './constraints.ts';
import { domainOf, hasAllKeys, inclusionTest } from './eligible-nodes.ts';
import type { MatchCounters } from './matching-pods.ts';

/** Matching pods by domain. A domain without a node that counts is absent. A node without the topology key belongs to the domain without a name. */
type DomainCounts = ReadonlyMap<string, number>;

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

interface Counted {
  readonly counts: Map<string, number>;
  /** Number of nodes in each domain. */
  readonly nodes: Map<string, number>;
  /** By slot: the generation of the node when it was counted, its domain and its pods. */
  readonly generations: Float64Array;
  readonly domains: (string | undefined)[];
  readonly pods: Int32Array;
  readonly order: Int32Array;
}

/** Most entries over all constraints (20 bytes each). At the limit all are dropped. */
const MOST_ENTRIES = 2_000_000;

/** Counters without any count yet. */
export function domainCounters(counters: MatchCounters): DomainCounters {
  let known = new Map<string, Counted>();
  let entries = 0;
  const countedFor = (key: string, { order, table }: ClusterView): Counted => {
    const before = known.get(key);
    // Without the nodes that left, all counts begin anew.
    if (before?.order === order) return before;
    const slots = table.generations.length;
    entries += before ? 0 : slots;
    if (entries > MOST_ENTRIES) {
      known = new Map();
      entries = slots;
    }
    const made: Counted = {
      counts: new Map(),
      nodes: new Map(),
      generations: new Float64Array(slots),
      domains: new Array<string | undefined>(slots).fill(undefined),
      pods: new Int32Array(slots),
      order,
    };
    known.set(key, made);
    return made;
  };
  return (pod, constraint, required, cluster) => {
    const counted = countedFor(keyOf(pod, constraint, required), cluster);
    const { generations } = counted;
    const { order, table } = cluster;
    const included = inclusionTest(pod);
    const counter = counters(pod.namespace, constraint);
    for (let i = 0; i < order.length; i++) {
      const slot = order[i] as number;
      const generation = table.generations[slot] as number;
      if (generations[slot] === generation) continue;
      generations[slot] = generation;
      const info = table.nodes[slot] as NodeInfo;
      const node = info.node as Node;
      const counts = hasAllKeys(node, required) && included(node, constraint);
      move(
        counted,
        slot,
        counts ? (domainOf(node, constraint) ?? '') : undefined,
        counts ? counter(info) : 0,
      );
    }
    return counted.counts;
  };
}

/** Replaces what a node counts for. */
function move(
  { counts, nodes, domains, pods }: Counted,
  slot: number,
  domain: string | undefined,
  count: number,
): void {
  const before = domains[slot];
  const countBefore = pods[slot] as number;
  domains[slot] = domain;
  pods[slot] = count;
  if (before === domain) {
    if (domain !== undefined) counts.set(domain, (counts.get(domain) ?? 0) + count - countBefore);
    return;
  }
  if (before !== undefined) {
    const left = (nodes.get(before) ?? 0) - 1;
    if (left === 0) {
      nodes.delete(before);
      counts.delete(before);
    } else {
      nodes.set(before, left);
      counts.set(before, (counts.get(before) ?? 0) - countBefore);
    }
  }
  if (domain === undefined) return;
  nodes.set(domain, (nodes.get(domain) ?? 0) + 1);
  counts.set(domain, (counts.get(domain) ?? 0) + count);
}

/** Equal for constraints with the same counts. */
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
