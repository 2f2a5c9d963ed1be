/** Follows the searches of a recorded scheduler that end before they have seen every feasible node, and judges what they can have led to. */
import type { RecordingHeader } from '../recording/observation.ts';
import type { NodeSurvey } from '../scheduler/cycle/survey-nodes.ts';
import { type Decision, decisionOf } from '../scheduler/decision.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { ExplainedSearch } from './explanation-of-pod.ts';
import { type PossibleBinding, possibleBinding, type SearchStart } from './possible-binding.ts';
import type { RecordedCluster } from './recorded-cluster.ts';
import type { RecordedPod } from './recorded-pod.ts';

/**
 * `in-turn`: a replay on the embedded cluster, one node after the other. `raced`: the same with `--parallel-search`: the order of the nodes and the
 * first place are known at the start. `unknown`: any other scheduler, whose first place, and order of nodes that are older than the recording,
 * are not known.
 */
export type SearchKind = 'in-turn' | 'raced' | 'unknown';

export function searchKindOf({ source: { kind, target, search } }: RecordingHeader): SearchKind {
  if (kind !== 'replay' || target !== 'embedded') return 'unknown';
  return search === 'parallel' ? 'raced' : 'in-turn';
}

export interface JudgedSearch extends PossibleBinding {
  readonly survey: NodeSurvey;
}

export interface PartialSearches {
  /**
   * Whether a search in the present state can have led to the node. Undefined if it sees every feasible node, or is known.
   *
   * @param mostTries the most searches to try.
   */
  judge(pod: RecordedPod, node: string, at: Microseconds, mostTries?: number): JudgedSearch | undefined;
  /** Takes note of a decision that was seen: a binding before the pod is put on its node. Without a node it is a refusal. */
  note(pod: RecordedPod, at: Microseconds, node: string | undefined, evaluated: number): void;
  /** The scheduler was started again. */
  restart(): void;
}

/** How long scores are used again (framework/runtime/batch.go), with some time for the binding to be seen. */
const LONGEST_BATCH = 1_000_000;

export function createPartialSearches(
  cluster: RecordedCluster,
  kind: SearchKind,
  slack: Microseconds,
): PartialSearches {
  let start: number | undefined = kind === 'raced' ? 0 : undefined;
  let lately: { readonly at: Microseconds; readonly node: string; readonly template: unknown }[] = [];
  const batchOf = ({ template }: RecordedPod, at: Microseconds) => {
    if (!cluster.behaviour.batches) return [];
    lately = lately.filter((each) => each.at >= at - LONGEST_BATCH - slack);
    return lately.filter((each) => each.template === template);
  };
  const judge = (
    pod: RecordedPod,
    node: string,
    at: Microseconds,
    mostTries?: number,
  ): JudgedSearch | undefined => {
    const survey = kind === 'in-turn' ? undefined : cluster.survey(pod);
    if (!survey) return undefined;
    const judged = (from: SearchStart) => possibleBinding(survey, node, from, mostTries);
    const isBatched = batchOf(pod, at).length > 0;
    const result = judged(isBatched ? 'any-place' : (start ?? 'any-place'));
    if (result.verdict !== 'impossible') return { ...result, survey };
    // A pod of a batch gets a node of an earlier search, which may have found nodes that are full by now.
    const passes = new Set(survey.feasible.map((place) => survey.names[place]));
    const isOpen =
      batchOf(pod, at).some((each) => !passes.has(each.node)) ||
      (kind === 'unknown' && judged('any-order').verdict !== 'impossible');
    return { verdict: isOpen ? 'open' : 'impossible', survey };
  };
  const next = (
    from: number,
    pod: RecordedPod,
    at: Microseconds,
    node: string | undefined,
    evaluated: number,
  ): number | undefined => {
    if (node !== undefined && batchOf(pod, at).length > 0) return undefined;
    const survey = node === undefined ? undefined : cluster.survey(pod);
    const nodes = cluster.nodeNames.size;
    // Of all nodes, or of some that PreFilter chose, or of the nominated one.
    if (!survey) return evaluated === nodes ? from : undefined;
    const { feasible, needed, isNarrowed } = survey;
    // How many nodes are refused on the way depends on the race.
    return isNarrowed || feasible.length < nodes ? undefined : (from + needed) % nodes;
  };
  return {
    judge,
    note(pod, at, node, evaluated) {
      if (start !== undefined) start = next(start, pod, at, node, evaluated);
      if (node !== undefined && kind !== 'in-turn' && cluster.behaviour.batches)
        lately.push({ at, node, template: pod.template });
    },
    restart() {
      start = undefined;
    },
  };
}

/**
 * The model's decision about a pod. If its own search does not lead to the recorded node and another one can, the decision of that one, wherever it begins.
 *
 * @param node where the pod was bound; undefined if it was not.
 */
export function searchedDecision(
  cluster: RecordedCluster,
  kind: SearchKind,
  pod: RecordedPod,
  node: string | undefined,
): { readonly decision: Decision; readonly search?: ExplainedSearch } {
  const decision = cluster.decide(pod, { advance: false });
  const survey = kind === 'in-turn' ? undefined : cluster.survey(pod);
  if (!survey) return { decision };
  const { feasible, needed, parallelism } = survey;
  const figures = { feasible: feasible.length, needed, parallelism };
  if (node === undefined) return { decision, search: { ...figures, leadsThere: null } };
  if (decision.explanation?.best.includes(node))
    return { decision, search: { ...figures, leadsThere: 'found' } };
  const { verdict, found } = possibleBinding(survey, node, 'any-place');
  return {
    decision: found ? decisionOf(pod.uid, survey.decideAmong(found)) : decision,
    search: { ...figures, leadsThere: verdict },
  };
}
