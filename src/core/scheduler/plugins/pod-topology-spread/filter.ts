/** Rejects nodes on which the pod would exceed the allowed skew of a `DoNotSchedule` constraint (podtopologyspread/filtering.go). */
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { NodeFilter } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { type Rejection, unresolvable, unschedulable } from '../../framework/rejection.ts';
import type { SpreadConstraint } from './constraints.ts';
import { type DomainCounters, type DomainCounts, placeOf } from './domain-counts.ts';
import { hasAllKeys, inclusionTest } from './eligible-nodes.ts';

export const SPREAD = 'PodTopologySpread';
const TEXT = "node(s) didn't match pod topology spread constraints";
const TOO_SKEWED = unschedulable(SPREAD, TEXT);
const MISSING_LABEL = unresolvable(SPREAD, `${TEXT} (missing required label)`);

/** The matching pods of one constraint by domain. */
interface Domains {
  readonly constraint: SpreadConstraint;
  /** 1 if the pod itself counts, else 0. */
  readonly self: number;
  readonly counted: DomainCounts;
  /** Number of domains with a node that counts. */
  readonly size: number;
  /** The place of the domain with the fewest pods, its count, and the lowest count of the others. */
  readonly lowestPlace: number;
  readonly lowest: number;
  readonly secondLowest: number;
}

/** By place of the domain. */
type Changes = Map<number, number>;

/** The filter of a cycle. */
export function spreadFilter(
  pod: PodState,
  constraints: readonly SpreadConstraint[],
  cluster: ClusterView,
  counters: DomainCounters,
): NodeFilter {
  const domains = constraints.map((constraint) =>
    withLowest(
      constraint,
      constraint.matches(pod.labels) ? 1 : 0,
      counters(pod, constraint, constraints, cluster),
    ),
  );
  return filterWith(pod, domains, constraints, []);
}

function withLowest(constraint: SpreadConstraint, self: number, counted: DomainCounts): Domains {
  const { counts, nodes } = counted;
  let size = 0;
  let lowestPlace = -1;
  let lowest = Number.POSITIVE_INFINITY;
  let secondLowest = Number.POSITIVE_INFINITY;
  for (let place = 0; place < counts.length; place++) {
    if (nodes[place] === 0) continue;
    size += 1;
    const count = counts[place] as number;
    if (count < lowest) {
      secondLowest = lowest;
      lowest = count;
      lowestPlace = place;
    } else if (count < secondLowest) secondLowest = count;
  }
  return { constraint, self, counted, size, lowestPlace, lowest, secondLowest };
}

/** @param changes by constraint: what addPod and removePod changed. */
function filterWith(
  pod: PodState,
  domains: readonly Domains[],
  constraints: readonly SpreadConstraint[],
  changes: readonly Changes[],
): NodeFilter {
  const included = inclusionTest(pod);
  const own = domains.map((_, i) => new Map(changes[i]));
  // A terminating pod is not counted at first, but it is subtracted when it is removed: filtering.go, updateWithPod, does not look.
  const count = (changed: PodState, { node, slot }: NodeInfo, sign: 1 | -1) => {
    if (changed.namespace !== pod.namespace || !node || !hasAllKeys(node, constraints)) return;
    for (let i = 0; i < domains.length; i++) {
      const { constraint, counted } = domains[i] as Domains;
      if (!constraint.matches(changed.labels) || !included(node, constraint)) continue;
      const place = placeOf(counted.domains.of[slot] as number, counted.blank);
      const change = own[i] as Changes;
      change.set(place, (change.get(place) ?? 0) + sign);
    }
  };
  const rejectSlot = (slot: number): Rejection | undefined => {
    for (let i = 0; i < domains.length; i++) {
      const each = domains[i] as Domains;
      const { counts, blank, domains: numbers } = each.counted;
      const domain = numbers.of[slot] as number;
      if (domain < 0) return MISSING_LABEL;
      const change = own[i] as Changes;
      const place = placeOf(domain, blank);
      const changed = change.size > 0 ? (change.get(place) ?? 0) : 0;
      const { maxSkew, minDomains } = each.constraint;
      const least = each.size < minDomains ? 0 : lowestOf(each, change);
      if ((counts[place] as number) + changed + each.self - least > maxSkew) return TOO_SKEWED;
    }
    return undefined;
  };
  return {
    reject: ({ slot }) => rejectSlot(slot),
    rejectSlot,
    addPod: (added, node) => count(added, node, 1),
    removePod: (removed, node) => count(removed, node, -1),
    clone: () => filterWith(pod, domains, constraints, own),
  };
}

function lowestOf(domains: Domains, changes: Changes): number {
  if (changes.size === 0) return domains.lowest;
  const { counts, nodes } = domains.counted;
  let least = Number.POSITIVE_INFINITY;
  if (changes.size === 1) {
    for (const [place, change] of changes) {
      const others = place === domains.lowestPlace ? domains.secondLowest : domains.lowest;
      least = Math.min(others, (counts[place] as number) + change);
    }
    return least;
  }
  for (let place = 0; place < counts.length; place++)
    if (nodes[place] !== 0) least = Math.min(least, (counts[place] as number) + (changes.get(place) ?? 0));
  return least;
}
