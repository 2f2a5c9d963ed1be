/** Rejects nodes on which the pod would exceed the allowed skew of a `DoNotSchedule` constraint (podtopologyspread/filtering.go). */
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { NodeFilter } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { type Rejection, unresolvable, unschedulable } from '../../framework/rejection.ts';
import type { SpreadConstraint } from './constraints.ts';
import type { DomainCounters } from './domain-counts.ts';
import { domainOf, hasAllKeys, inclusionTest } from './eligible-nodes.ts';

export const SPREAD = 'PodTopologySpread';
const TEXT = "node(s) didn't match pod topology spread constraints";
const TOO_SKEWED = unschedulable(SPREAD, TEXT);
const MISSING_LABEL = unresolvable(SPREAD, `${TEXT} (missing required label)`);

/** The matching pods of one constraint by domain. */
interface Domains {
  readonly constraint: SpreadConstraint;
  /** 1 if the pod itself counts, else 0. */
  readonly self: number;
  readonly counts: ReadonlyMap<string, number>;
  /** The domain with the fewest pods, its count, and the lowest count of the others. */
  readonly lowestDomain: string | undefined;
  readonly lowest: number;
  readonly secondLowest: number;
}

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

function withLowest(
  constraint: SpreadConstraint,
  self: number,
  counts: ReadonlyMap<string, number>,
): Domains {
  let lowestDomain: string | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  let secondLowest = Number.POSITIVE_INFINITY;
  for (const [domain, count] of counts) {
    if (count < lowest) {
      secondLowest = lowest;
      lowest = count;
      lowestDomain = domain;
    } else if (count < secondLowest) secondLowest = count;
  }
  return { constraint, self, counts, lowestDomain, lowest, secondLowest };
}

/** @param changes by constraint: what addPod and removePod changed, by domain. */
function filterWith(
  pod: PodState,
  domains: readonly Domains[],
  constraints: readonly SpreadConstraint[],
  changes: readonly ReadonlyMap<string, number>[],
): NodeFilter {
  const included = inclusionTest(pod);
  const own = domains.map((_, i) => new Map(changes[i]));
  // A terminating pod is not counted at first, but it is subtracted when it is removed: filtering.go, updateWithPod, does not look.
  const count = (changed: PodState, { node }: NodeInfo, sign: 1 | -1) => {
    if (changed.namespace !== pod.namespace || !node || !hasAllKeys(node, constraints)) return;
    for (const [i, { constraint }] of domains.entries()) {
      if (!constraint.matches(changed.labels) || !included(node, constraint)) continue;
      const domain = domainOf(node, constraint) as string;
      own[i]?.set(domain, (own[i]?.get(domain) ?? 0) + sign);
    }
  };
  const reject = ({ node }: NodeInfo): Rejection | undefined => {
    for (let i = 0; i < domains.length; i++) {
      const each = domains[i] as Domains;
      const change = own[i] as ReadonlyMap<string, number>;
      const domain = node && domainOf(node, each.constraint);
      if (domain === undefined) return MISSING_LABEL;
      const { maxSkew, minDomains } = each.constraint;
      const present = (each.counts.get(domain) ?? 0) + (change.get(domain) ?? 0);
      const least = each.counts.size < minDomains ? 0 : lowestOf(each, change);
      if (present + each.self - least > maxSkew) return TOO_SKEWED;
    }
    return undefined;
  };
  return {
    reject,
    addPod: (added, node) => count(added, node, 1),
    removePod: (removed, node) => count(removed, node, -1),
    clone: () => filterWith(pod, domains, constraints, own),
  };
}

function lowestOf(domains: Domains, changes: ReadonlyMap<string, number>): number {
  if (changes.size === 0) return domains.lowest;
  let least = Number.POSITIVE_INFINITY;
  if (changes.size === 1) {
    for (const [domain, change] of changes) {
      const others = domain === domains.lowestDomain ? domains.secondLowest : domains.lowest;
      least = Math.min(others, (domains.counts.get(domain) ?? 0) + change);
    }
    return least;
  }
  for (const [domain, count] of domains.counts) least = Math.min(least, count + (changes.get(domain) ?? 0));
  return least;
}
