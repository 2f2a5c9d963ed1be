/** Makes room for a pod that fits on no node: chooses a node, and the pods of lower priority there that must go (plugins/defaultpreemption). */
import type { ClusterView } from '../../cache/cluster-view.ts';
import { fitErrorMessage } from '../../framework/diagnosis.ts';
import type { PostFilterResult } from '../../framework/plugin.ts';
import { definePlugin } from '../../framework/plugin-definition.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { PostFilterPoint } from '../../framework/post-filter.ts';
import { type Rejection, unresolvable } from '../../framework/rejection.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import { budgetReader } from './budget-violations.ts';
import { bestCandidates } from './choose-candidate.ts';
import { dryRun } from './dry-run.ts';
import { ineligibility } from './eligibility.ts';
import { helpfulCount, helpfulNodes } from './helpful-nodes.ts';
import { type PreemptionArguments, preemptionArguments } from './preemption-arguments.ts';
import { NAME, NO_VICTIMS } from './select-victims.ts';

const NOT_HELPFUL = unresolvable(NAME, 'Preemption is not helpful for scheduling');

export const defaultPreemption = definePlugin({
  name: NAME,
  points: ['preEnqueue', 'postFilter'],
  groupPoints: ['podGroupPostFilter'],
  arguments: preemptionArguments,
  create: ({ args, behaviour }) => {
    const budgetsOf = budgetReader();
    return {
      name: NAME,
      postFilter: (pod, cluster, point) =>
        preempt(pod, cluster, point, { args, behaviour, budgetsOf: () => budgetsOf(cluster.objects) }),
    };
  },
});

interface Context {
  readonly args: PreemptionArguments;
  readonly behaviour: Behaviour;
  readonly budgetsOf: () => ReturnType<ReturnType<typeof budgetReader>>;
}

/** The steps of framework/preemption/preemption.go, Preempt. */
function preempt(
  pod: PodState,
  cluster: ClusterView,
  point: PostFilterPoint,
  { args, behaviour, budgetsOf }: Context,
): PostFilterResult {
  const ineligible = ineligibility(pod, cluster, point.diagnosis, behaviour);
  if (ineligible) {
    const reason = `preemption: ${ineligible}`;
    return pod.nominatedNode === undefined
      ? { local: true, byCounts: true, reason }
      : { local: true, reason };
  }
  if (pod.info.priority <= cluster.lowestPriority)
    return {
      ...failure(cluster, new Map([[NO_VICTIMS, helpfulCount(cluster, point.diagnosis)]])),
      byCounts: true,
    };
  const helpful = helpfulNodes(cluster, point.diagnosis);
  const { candidates, rejections, errors } = dryRun(pod, helpful, point, args, budgetsOf(), behaviour);
  if (candidates.length === 0) {
    // The filters do not forget a removed pod completely (PodTopologySpread), so the node seems to fit with all pods on it.
    if (errors.size > 0) return { failed: true, reason: `preemption: ${errorText([...errors])}` };
    return failure(cluster, rejections);
  }
  const best = bestCandidates(candidates);
  const chosen =
    best.length === 1
      ? best[0]
      : best.find(({ name }) => name === point.choose(best.map((each) => each.name)));
  const { name, victims } = chosen ?? (best[0] as (typeof best)[number]);
  return {
    reason: behaviour.preemptionInMessage
      ? `preemption: found a potential placement for pod on node ${name}, preempting ${victims.length} victims`
      : '',
    nominated: name,
    victims: behaviour.deletesTerminatingVictims
      ? victims
      : victims.filter(({ terminating }) => !terminating),
  };
}

/** The failure depends on the nodes alone, because a pod with a nomination is never remembered. */
function failure({ nodes }: ClusterView, tried: ReadonlyMap<Rejection, number>): PostFilterResult {
  let rest = nodes.length;
  for (const count of tried.values()) rest -= count;
  const rejections = new Map([...tried, [NOT_HELPFUL, rest] as const]);
  return { local: true, reason: `preemption: ${fitErrorMessage(nodes.length, rejections)}`, nominated: null };
}

function errorText(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`;
}
