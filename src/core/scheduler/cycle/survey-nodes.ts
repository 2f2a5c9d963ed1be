/** Looks at every feasible node of a search that ends early, so that it can be judged which of them kube-scheduler may have scored. */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeScorer } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { Nominations } from '../queue/nominator.ts';
import type { CycleResult } from './cycle-result.ts';
import type { DrawnVisits } from './drawn-visits.ts';
import { listFeasible } from './feasible-nodes.ts';
import { findFeasibleNodes, wantedNodes } from './find-feasible-nodes.ts';
import { schedulePod } from './schedule-pod.ts';

export interface NodeSurvey {
  /** The nodes in the order of the circle, from its first one on. */
  readonly names: readonly string[];
  /** The places of the feasible nodes in it. */
  readonly feasible: readonly number[];
  /** How many of them a search finds: fewer than there are. */
  readonly needed: number;
  /** Number of workers. */
  readonly parallelism: number;
  /** Whether PreFilter chose the nodes to search: their order is that of a Go map then. */
  readonly isNarrowed: boolean;
  readonly scores: SurveyedScores;
  /** The decision if the search finds these nodes, with its explanation. */
  decideAmong(names: readonly string[]): CycleResult;
}

/** The scores of the feasible nodes, in the order of {@link NodeSurvey.feasible}. */
interface SurveyedScores {
  /** Sum of the weighted scores that do not depend on the other nodes that are found. */
  readonly fixed: Float64Array;
  /** The scores that are normalised over the nodes that are found. */
  readonly varying: readonly VaryingScore[];
  /**
   * Groups of nodes: one of each must be found, or the raw scores are others. They are the domains of a spreading. Undefined: the raw scores depend
   * on other things too, for example on how many of the nodes have the keys of all constraints.
   */
  readonly groups: readonly (readonly number[])[] | undefined;
}

export interface VaryingScore {
  readonly weight: number;
  readonly raw: Float64Array;
  /** Works in place, on raw scores of any nodes. */
  readonly normalize: (scores: Float64Array, count: number) => void;
}

interface SurveyOptions {
  readonly nominations: Nominations;
  readonly parallelism: number;
}

/** Undefined for a search that finds every feasible node: it has only one result. */
export function surveyNodes(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  behaviour: Behaviour,
  { nominations, parallelism }: SurveyOptions,
): NodeSurvey | undefined {
  const all = { ...framework, percentageOfNodesToScore: 100, scoreless: false };
  const found = findFeasibleNodes(all, cluster, pod, behaviour, { start: 0, nominations });
  const needed = wantedNodes(framework, found.evaluated);
  if (found.nominee || found.error !== undefined || found.feasible.count <= needed) return undefined;
  const passing = listFeasible(found.feasible);
  const places = new Map(cluster.nodes.map((node, place) => [node, place]));
  return {
    names: cluster.nodes.map(({ name }) => name),
    feasible: passing.map((node) => places.get(node) as number),
    needed,
    parallelism,
    isNarrowed: !found.isWhole,
    scores: surveyScores(framework, cluster, pod, passing, needed),
    decideAmong(names) {
      const drawVisits = () => visitsOf(names.map((name) => cluster.node(name)?.slot as number));
      return schedulePod(all, cluster, pod, behaviour, {
        ...{ start: 0, nominations, drawVisits, random: () => 0, explain: true },
      });
    },
  };
}

function visitsOf(slots: readonly number[]): DrawnVisits {
  let next = 0;
  return { next: () => slots[next++], underWay: () => [] };
}

function surveyScores(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  nodes: readonly NodeInfo[],
  needed: number,
): SurveyedScores {
  const fixed = new Float64Array(nodes.length);
  const varying: VaryingScore[] = [];
  let groups: (readonly number[])[] | undefined = [];
  for (const { plugin, weight } of framework.scorersFor(pod.info)) {
    const scorerOf = (list: readonly NodeInfo[]): NodeScorer | undefined => {
      const feasible = { count: list.length, slots: Int32Array.from(list, ({ slot }) => slot) };
      const scorer = plugin.preScore?.(pod, cluster, feasible) ?? 'skip';
      return scorer === 'skip' || 'constant' in scorer ? undefined : scorer;
    };
    let scorer = scorerOf(nodes);
    if (!scorer) continue;
    if (scorer.domainsOf) {
      const domains = domainsAmong(nodes, scorer.domainsOf);
      if (!domains || domains.size > needed) groups = undefined;
      else groups?.push(...domains.values());
      scorer = scorerOf(withOneOfEach(nodes, [...(domains?.values() ?? [])], needed)) ?? scorer;
    }
    const { score, normalize } = scorer;
    if (normalize) varying.push({ weight, raw: Float64Array.from(nodes, score), normalize });
    else for (const [i, node] of nodes.entries()) fixed[i] = (fixed[i] as number) + score(node) * weight;
  }
  return { fixed, varying, groups };
}

function domainsAmong(
  nodes: readonly NodeInfo[],
  domainsOf: NonNullable<NodeScorer['domainsOf']>,
): Map<string, number[]> | undefined {
  const domains = new Map<string, number[]>();
  for (const [i, node] of nodes.entries()) {
    const of = domainsOf(node);
    if (!of) return undefined;
    for (const domain of of) domains.set(domain, [...(domains.get(domain) ?? []), i]);
  }
  return domains;
}

/** As many nodes as a search finds, one of each group among them. */
function withOneOfEach(
  nodes: readonly NodeInfo[],
  groups: readonly (readonly number[])[],
  needed: number,
): NodeInfo[] {
  const first = new Set(groups.map(([index]) => index as number));
  for (let i = 0; first.size < needed; i++) first.add(i);
  return [...first].slice(0, needed).map((index) => nodes[index] as NodeInfo);
}
