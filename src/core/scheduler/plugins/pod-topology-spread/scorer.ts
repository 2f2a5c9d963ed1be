/** Scores nodes by how few matching pods their domains have, for `ScheduleAnyway` constraints (podtopologyspread/scoring.go). */
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import { type FeasibleSlots, MAX_NODE_SCORE, type NodeScorer } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { divide } from '../../integer.ts';
import { HOSTNAME_LABEL, type PodConstraints, type SpreadConstraint } from './constraints.ts';
import { type DomainCounters, type DomainCounts, placeOf } from './domain-counts.ts';
import type { MatchCounter, MatchCounters } from './matching-pods.ts';

/** One constraint in a cycle. */
interface Part {
  readonly constraint: SpreadConstraint;
  /** The domain of each node. */
  readonly of: Int32Array;
  readonly counter: MatchCounter;
  /** Matching pods by domain. Undefined for the hostname, where each node is its own domain. */
  readonly counted: DomainCounts | undefined;
  /** Grows with the number of domains, so that constraints with few domains count as much as those with many. */
  readonly weight: number;
}

const NONE: readonly SpreadConstraint[] = [];

/** The scorer of a cycle. */
export function spreadScorer(
  pod: PodState,
  { soft, requireAllKeys }: PodConstraints,
  cluster: ClusterView,
  feasible: FeasibleSlots,
  counters: { readonly pods: MatchCounters; readonly domains: DomainCounters },
): NodeScorer {
  const domains = soft.map(({ topologyKey }) => cluster.domainsOf(topologyKey));
  const ignored = requireAllKeys
    ? withoutKeys(
        domains.map(({ of }) => of),
        feasible,
      )
    : undefined;
  const parts = soft.map((constraint, i): Part => {
    const { of, byValue } = domains[i] as (typeof domains)[number];
    const counter = counters.pods(pod.namespace, constraint);
    if (constraint.topologyKey === HOSTNAME_LABEL) {
      const size = feasible.count - (ignored?.size ?? 0);
      return { constraint, of, counter, counted: undefined, weight: Math.log(size + 2) };
    }
    const size = countDomains(of, byValue, feasible, ignored);
    const counted = counters.domains(pod, constraint, requireAllKeys ? soft : NONE, cluster);
    return { constraint, of, counter, counted, weight: Math.log(size + 2) };
  });
  const { nodes } = cluster.table;
  const scoreAt = (slot: number): number => {
    if (ignored?.has(slot)) return 0;
    let score = 0;
    for (let i = 0; i < parts.length; i++) {
      const { constraint, of, counter, counted, weight } = parts[i] as Part;
      const domain = of[slot] as number;
      if (domain < 0) continue;
      const count = counted
        ? (counted.counts[placeOf(domain, counted.blank)] as number)
        : counter(nodes[slot] as NodeInfo);
      score += count * weight + (constraint.maxSkew - 1);
    }
    return Math.round(score);
  };
  return {
    score: ({ slot }) => scoreAt(slot),
    scoreSlots(slots, count, scores) {
      for (let i = 0; i < count; i++) scores[i] = scoreAt(slots[i] as number);
    },
    normalize: (scores, count) => normalize(scores, count, feasible.slots, ignored),
    domainsOf({ slot }) {
      if (requireAllKeys && domains.some(({ of }) => (of[slot] as number) < 0)) return undefined;
      return parts.flatMap(({ of, counted }, i) =>
        counted ? `${i}/${placeOf(of[slot] as number, counted.blank)}` : [],
      );
    },
  };
}

/** The feasible nodes that lack a key. Undefined: none. */
function withoutKeys(
  keys: readonly Int32Array[],
  { count, slots }: FeasibleSlots,
): ReadonlySet<number> | undefined {
  let ignored: Set<number> | undefined;
  for (let i = 0; i < count; i++) {
    const slot = slots[i] as number;
    for (const of of keys) {
      if ((of[slot] as number) >= 0) continue;
      ignored ??= new Set();
      ignored.add(slot);
    }
  }
  return ignored;
}

/** Marks of domains that were met, by place. */
let met = new Uint8Array(64);

/** Number of domains of the feasible nodes that are not ignored. */
function countDomains(
  of: Int32Array,
  byValue: ReadonlyMap<string, number>,
  { count, slots }: FeasibleSlots,
  ignored: ReadonlySet<number> | undefined,
): number {
  const places = byValue.size + 1;
  if (met.length < places) met = new Uint8Array(places * 2);
  met.fill(0, 0, places);
  const blank = byValue.get('') ?? -2;
  let size = 0;
  for (let i = 0; i < count; i++) {
    const slot = slots[i] as number;
    if (ignored?.has(slot)) continue;
    const place = placeOf(of[slot] as number, blank);
    size += 1 - (met[place] as number);
    met[place] = 1;
  }
  return size;
}

/** The fewest pods score best. Ignored nodes score 0. */
function normalize(
  scores: Float64Array,
  count: number,
  slots: Int32Array,
  ignored: ReadonlySet<number> | undefined,
): void {
  const isIgnored = (i: number) => ignored?.has(slots[i] as number) === true;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < count; i++) {
    if (isIgnored(i)) continue;
    least = Math.min(least, scores[i] as number);
    most = Math.max(most, scores[i] as number);
  }
  for (let i = 0; i < count; i++) {
    if (isIgnored(i)) scores[i] = 0;
    else if (most === 0) scores[i] = MAX_NODE_SCORE;
    else scores[i] = divide(MAX_NODE_SCORE * (most + least - (scores[i] as number)), most);
  }
}
