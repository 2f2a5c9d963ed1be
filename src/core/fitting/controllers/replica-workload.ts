/** Describes the pods of a Deployment, ReplicaSet or StatefulSet: its numbers over time and its rolling updates. */

import type { Watch } from '../pods/group-samples.ts';
import { groupOf, type WorkloadGroup } from '../pods/workload-group.ts';
import { type PlainGroup, revisedTemplate, withCutOffs } from './controlled-pods.ts';
import { agrees } from './controller-agreement.ts';
import type { ControlledPod, WantedSize } from './controller-clues.ts';
import { agesOf, presentAtStart, reactionGap } from './count-changes.ts';
import type { FoundStep, FoundWorkload } from './found-workload.ts';
import { stepsByOrdinal } from './ordinal-steps.ts';
import { type ReplicaSteps, stepsByCounting, stepsBySizes } from './replica-steps.ts';
import { type Rollout, rolloutsByRevision, rolloutsByTurnover, strategyOf } from './rollouts.ts';

export interface Replicated {
  readonly kind: 'Deployment' | 'ReplicaSet' | 'StatefulSet';
  readonly name: string;
  readonly pods: readonly ControlledPod[];
  /** Of the objects of the workload; empty where the recording has none. */
  readonly sizes: readonly WantedSize[];
}

export interface FoundReplicas {
  readonly group: WorkloadGroup;
  readonly workload: FoundWorkload;
  readonly steps: ReplicaSteps;
  readonly rollouts: readonly Rollout[];
}

/** Undefined where no numbers over time explain the pods: see `agrees`. */
export function replicaWorkload(
  { kind, name, pods, sizes }: Replicated,
  { window, resolution }: Watch,
): FoundReplicas | undefined {
  const gap = reactionGap(resolution);
  const byRevision = kind === 'ReplicaSet' ? [] : rolloutsByRevision(pods, revisionOf, gap);
  const isShownByTimes = kind === 'Deployment' && byRevision.length === 0 && !pods.every(namesRevision);
  const rollouts = isShownByTimes ? rolloutsByTurnover(pods) : byRevision;
  const candidates = [
    ...(sizes.length > 0 ? [stepsBySizes(sizes, pods, rollouts, gap)] : []),
    kind === 'StatefulSet' ? stepsByOrdinal(pods, gap) : stepsByCounting(pods, rollouts, gap),
  ];
  const steps = candidates.find((each) => agrees(each, pods, rollouts, window));
  if (!steps || steps.steps.length === 0) return undefined;
  const cutOff = new Set([...steps.scaled, ...rollouts.flatMap(({ old }) => [...old])]);
  const group = withCutOffs(firstRevision(name, pods, rollouts), pods, cutOff);
  const strategy = kind === 'Deployment' ? strategyOf(rollouts, pods) : undefined;
  const present = presentAtStart(pods);
  const numbers = present.length > 0 ? fromStart(steps.steps, present.length, gap) : steps.steps;
  const workload: FoundWorkload = {
    kind,
    name,
    steps: withTemplates(numbers, group, rollouts),
    ages: agesOf(present).slice(0, numbers[0]!.pods),
    ...(strategy && { strategy }),
  };
  return { group, workload, steps, rollouts };
}

/** Pods that existed at the start were wanted then, though the recording may show the object that wanted them a little later. */
function fromStart(steps: ReplicaSteps['steps'], present: number, gap: number): ReplicaSteps['steps'] {
  const [first, ...later] = steps;
  return first && first.at <= gap ? [{ ...first, at: 0 }, ...later] : [{ at: 0, pods: present }, ...steps];
}

function revisionOf(pod: ControlledPod): string {
  return namedRevision(pod) ?? pod.templateHash;
}

/** Where every pod names its revision, equal names are no rolling update, though all pods were replaced. */
function namesRevision(pod: ControlledPod): boolean {
  return namedRevision(pod) !== undefined;
}

/** The ReplicaSet of a Deployment, or the revision that a controller stamped. */
function namedRevision({ owners, labels }: ControlledPod): string | undefined {
  const [controller, deployment] = owners;
  if (deployment && controller!.kind === 'ReplicaSet') return controller!.name;
  return labels?.['controller-revision-hash'] ?? labels?.['pod-template-hash'];
}

/** The pods before the first rolling update give the template. */
function firstRevision(
  name: string,
  pods: readonly ControlledPod[],
  [first]: readonly Rollout[],
): PlainGroup {
  const before = first ? pods.filter(({ created }) => created < first.at) : pods;
  return groupOf(name, pods[0]!.namespace, before.length > 0 ? before : pods);
}

function withTemplates(
  steps: ReplicaSteps['steps'],
  group: WorkloadGroup,
  rollouts: readonly Rollout[],
): FoundStep[] {
  const changes = rollouts.map(({ at, fresh }, index) => {
    const { template } = groupOf(group.name, group.namespace, [...fresh]);
    return { at, template: revisedTemplate(template, group.template, index + 2) };
  });
  const merged: FoundStep[] = steps.map((step) => {
    const change = changes.find(({ at }) => at === step.at);
    return change ? { ...step, template: change.template } : step;
  });
  for (const { at, template } of changes) {
    if (merged.some((step) => step.at === at)) continue;
    const pods = steps.findLast((step) => step.at <= at)?.pods;
    if (pods !== undefined) merged.push({ at, pods, template });
  }
  return merged.sort((left, right) => left.at - right.at);
}
