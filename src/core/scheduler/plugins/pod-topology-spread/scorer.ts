/** Scores nodes by how few matching pods their domains have, for `ScheduleAnyway` constraints (podtopologyspread/scoring.go). */
import type { Node } from '../../../objects/node.ts';
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import { MAX_NODE_SCORE, type NodeScorer } from '../../framework/plugin.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { divide } from '../../integer.ts';
import { HOSTNAME_LABEL, type PodConstraints, type SpreadConstraint } from './constraints.ts';
import type { DomainCounters } from './domain-counts.ts';
import { domainOf, hasAllKeys } from './eligible-nodes.ts';
import type { MatchCounter, MatchCounters } from './matching-pods.ts';

/** One constraint in a cycle. */
interface Part {
  readonly constraint: SpreadConstraint;
  readonly counter: MatchCounter;
  /** Matching pods by domain. Undefined for the hostname, where each node is its own domain. */
  readonly domains: Map<string, number> | undefined;
  /** Grows with the number of domains, so that constraints with few domains count as much as those with many. */
  weight: number;
}

/** The scorer of a cycle. */
export function spreadScorer(
  pod: PodState,
  { soft, requireAllKeys }: PodConstraints,
  cluster: ClusterView,
  feasible: readonly NodeInfo[],
  counters: { readonly pods: MatchCounters; readonly domains: DomainCounters },
): NodeScorer {
  const parts = soft.map((constraint): Part => {
    const domains = constraint.topologyKey === HOSTNAME_LABEL ? undefined : new Map<string, number>();
    return { constraint, counter: counters.pods(pod.namespace, constraint), domains, weight: 0 };
  });
  const withDomains = parts.filter(({ domains }) => domains);
  const ignored = new Set<NodeInfo>();
  for (const info of feasible) {
    const node = info.node as Node;
    if (requireAllKeys && !hasAllKeys(node, soft)) {
      ignored.add(info);
      continue;
    }
    for (const { constraint, domains } of withDomains) domains?.set(domainOf(node, constraint) ?? '', 0);
  }
  for (const part of parts) {
    const size = part.domains ? part.domains.size : feasible.length - ignored.size;
    part.weight = Math.log(size + 2);
  }
  for (const { constraint, domains } of withDomains) {
    const counts = counters.domains(pod, constraint, requireAllKeys ? soft : [], cluster);
    for (const domain of domains?.keys() ?? []) domains?.set(domain, counts.get(domain) ?? 0);
  }
  return {
    score(info) {
      if (ignored.size > 0 && ignored.has(info)) return 0;
      let score = 0;
      for (const { constraint, counter, domains, weight } of parts) {
        const domain = domainOf(info.node as Node, constraint);
        if (domain === undefined) continue;
        const count = domains ? (domains.get(domain) ?? 0) : counter(info);
        score += count * weight + (constraint.maxSkew - 1);
      }
      return Math.round(score);
    },
    normalize: (scores, count) => normalize(scores, count, feasible, ignored),
  };
}

/** The fewest pods score best. Ignored nodes score 0. */
function normalize(
  scores: Float64Array,
  count: number,
  feasible: readonly NodeInfo[],
  ignored: ReadonlySet<NodeInfo>,
): void {
  const isIgnored = (i: number) => ignored.size > 0 && ignored.has(feasible[i] as NodeInfo);
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
