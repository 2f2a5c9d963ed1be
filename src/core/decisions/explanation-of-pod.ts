/** Describes one decision about one pod as plain data: every node with its scores or with the filter that refuses it. */
import type { PodExplainedObservation } from '../recording/pod-observation.ts';
import type { Decision } from '../scheduler/decision.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { RecordedPod } from './recorded-pod.ts';

interface ExplainedScore {
  readonly plugin: string;
  /** As the plugin computes it, before it is normalised to 0..100. */
  readonly raw: number;
  /** Normalised × weight. */
  readonly weighted: number;
}

export interface ExplainedNode {
  readonly node: string;
  /** `not tried`: the search ended before it came to the node, or a plugin left it out of the search. */
  readonly verdict: 'feasible' | 'refused' | 'not tried';
  readonly total?: number;
  readonly scores?: readonly ExplainedScore[];
  readonly refusedBy?: string;
  readonly reasons?: readonly string[];
  /** Whether removing pods from the node could help. */
  readonly preemptible?: boolean;
}

/** How the model comes to one node: it was nominated, alone, the best, the root of the heap of scores (from 1.35), or drawn. */
export type Settlement = 'nominated' | 'only-node' | 'highest-total' | 'heap-root' | 'drawn';

interface ExplainedVictim {
  readonly namespace: string;
  readonly pod: string;
  readonly priority: number;
}

export interface PodExplanation {
  readonly at: Microseconds;
  readonly uid: string;
  readonly namespace: string;
  readonly pod: string;
  /** Version of the model. */
  readonly kubernetes: string;
  /** What happened at this time, or null if nothing did (`--at`). */
  readonly happened: { readonly node: string } | { readonly message: string } | null;
  /** Whether the model agrees with it; null if nothing happened. */
  readonly agrees: boolean | null;
  readonly outcome: Decision['outcome'];
  readonly node: string | null;
  readonly settledBy: Settlement | null;
  readonly message: string | null;
  readonly nominated: string | null;
  readonly victims: readonly ExplainedVictim[];
  readonly best: readonly string[];
  /** Feasible nodes first, by total. */
  readonly nodes: readonly ExplainedNode[];
  /** If the search ends before it has seen every feasible node, and where it begins and who wins the race is not known. */
  readonly search?: ExplainedSearch;
  /** How the scheduler itself explains it, where the recording contains that. */
  readonly recorded?: RecordedExplanation;
}

/** A search that ends before it has seen every feasible node. */
export interface ExplainedSearch {
  /** Number of feasible nodes, how many of them the search finds, and how many workers race for that. */
  readonly feasible: number;
  readonly needed: number;
  readonly parallelism: number;
  /**
   * `found`: the model's own search leads to the recorded node. `possible`: another one does, and its nodes are shown. `impossible`: none does.
   * `open`: neither could be proved. Null if the pod was not bound.
   */
  readonly leadsThere: 'found' | 'possible' | 'impossible' | 'open' | null;
}

interface RecordedExplanation {
  readonly node: string | null;
  /** Feasible nodes first, by total. */
  readonly nodes: readonly ExplainedNode[];
  /** Whether every score of the model is the same. */
  readonly equalsModel: boolean;
}

interface Moment {
  readonly at: Microseconds;
  readonly kubernetes: string;
  readonly happened: PodExplanation['happened'];
  readonly nodeNames: Iterable<string>;
  readonly deterministicTies: boolean;
  /** A pod by its uid. */
  readonly podOf: (uid: string) => RecordedPod | undefined;
}

/** Puts a decision into words and numbers. */
export function explainDecision(pod: RecordedPod, decision: Decision, moment: Moment): PodExplanation {
  const { at, kubernetes, happened, podOf } = moment;
  const { node = null, message = null, nominated = null, victims = [], explanation } = decision;
  const best = explanation?.best ?? [];
  return {
    at,
    uid: pod.uid,
    namespace: pod.namespace,
    pod: pod.name,
    kubernetes,
    happened,
    agrees: happened && ('node' in happened ? best.includes(happened.node) : decision.outcome !== 'bound'),
    outcome: decision.outcome,
    node,
    settledBy: node === null ? null : settlement(pod, node, decision, moment),
    message,
    nominated,
    victims: victims.flatMap((uid) => {
      const victim = podOf(uid);
      if (!victim) return [];
      return [{ namespace: victim.namespace, pod: victim.name, priority: victim.state.info.priority }];
    }),
    best,
    nodes: Array.from(moment.nodeNames, (name) => explainNode(name, decision)).sort(byRank),
  };
}

/** Puts what the scheduler recorded of its decision beside the model's. */
export function withRecorded(
  explanation: PodExplanation,
  { node, refused, scores }: Omit<PodExplainedObservation, 'at' | 'kind' | 'uid'>,
): PodExplanation {
  const refusals = Object.entries(refused).map(([name, reasons]): ExplainedNode => {
    const [plugin = ''] = Object.keys(reasons);
    return { node: name, verdict: 'refused', refusedBy: plugin, reasons: Object.values(reasons) };
  });
  const feasible = Object.entries(scores).map(([name, byPlugin]): ExplainedNode => {
    const all = Object.entries(byPlugin).map(([plugin, [raw, weighted]]) => ({ plugin, raw, weighted }));
    if (all.length === 0) return { node: name, verdict: 'feasible' };
    const total = all.reduce((sum, { weighted }) => sum + weighted, 0);
    return { node: name, verdict: 'feasible', total, scores: all };
  });
  const nodes = [...feasible, ...refusals].sort(byRank);
  return { ...explanation, recorded: { node, nodes, equalsModel: areEqual(explanation.nodes, feasible) } };
}

/** A plugin that one of the two leaves out scores 0: kube-scheduler skips plugins that score all nodes alike. */
function areEqual(model: readonly ExplainedNode[], recorded: readonly ExplainedNode[]): boolean {
  const feasible = new Map(
    model.filter(({ verdict }) => verdict === 'feasible').map((each) => [each.node, each]),
  );
  return (
    feasible.size === recorded.length &&
    recorded.every(({ node, total, scores = [] }) => {
      const of = feasible.get(node);
      return (
        of !== undefined &&
        of.total === total &&
        scores.every(
          ({ plugin, weighted }) =>
            weighted === (of.scores?.find((each) => each.plugin === plugin)?.weighted ?? 0),
        )
      );
    })
  );
}

function settlement(
  { state }: RecordedPod,
  node: string,
  { explanation }: Decision,
  { deterministicTies }: Moment,
): Settlement {
  if (state.nominatedNode === node && !explanation?.scores) return 'nominated';
  if (explanation?.feasible.length === 1) return 'only-node';
  if ((explanation?.best.length ?? 0) <= 1) return 'highest-total';
  return deterministicTies ? 'heap-root' : 'drawn';
}

function explainNode(node: string, { explanation }: Decision): ExplainedNode {
  const rejection = explanation?.rejections.get(node);
  if (rejection) {
    const { plugin, reasons, code } = rejection;
    return {
      node,
      verdict: 'refused',
      refusedBy: plugin,
      reasons,
      preemptible: code === 'Unschedulable',
    };
  }
  if (!explanation?.feasible.includes(node)) return { node, verdict: 'not tried' };
  const { totals, scores, rawScores } = explanation;
  const total = totals?.get(node);
  const ofNode = scores?.get(node);
  return {
    node,
    verdict: 'feasible',
    ...(total === undefined ? {} : { total }),
    ...(ofNode && {
      scores: Array.from(ofNode, ([plugin, weighted]) => ({
        plugin,
        raw: rawScores?.get(node)?.get(plugin) ?? weighted,
        weighted,
      })),
    }),
  };
}

const ORDER: Readonly<Record<ExplainedNode['verdict'], number>> = { feasible: 0, refused: 1, 'not tried': 2 };

function byRank(a: ExplainedNode, b: ExplainedNode): number {
  return (
    ORDER[a.verdict] - ORDER[b.verdict] ||
    (b.total ?? 0) - (a.total ?? 0) ||
    (a.node < b.node ? -1 : Number(a.node > b.node))
  );
}
