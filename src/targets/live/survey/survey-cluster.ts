/** Compares a play with a cluster before anything is created: what is refused, what is played otherwise, what will be created and changed. */
import { counted } from '../../../core/errors/counted.ts';
import type { Problem } from '../../../core/errors/problem.ts';
import { UserError } from '../../../core/errors/user-error.ts';
import { shownDuration } from '../../../core/time/duration.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { PlannedObjects, Play, Survey } from '../../target.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import type { AdaptTo } from '../objects/adapt-template.ts';
import { createTemplates, SHOWN, type Templates, type TimelineFacts } from '../objects/plan-objects.ts';
import { podObject } from '../objects/pod-object.ts';
import { canBeStaged, podTiming } from '../objects/pod-timing.ts';
import { clusterNamespace } from '../objects/run-names.ts';
import { runObject } from '../objects/run-object.ts';
import type { Foundations } from '../play/prepare-run.ts';
import type { SchedulerControl } from '../scheduler-control.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import { CLUSTER_STAGES_NOTES } from './cluster-stages.ts';
import {
  CLAIM_RIGHTS,
  cleaningRights,
  DRAIN_RIGHTS,
  NAMESPACE_LABEL_RIGHTS,
  OBJECT_RIGHTS,
  PRIORITY_RIGHTS,
  RESIZE_RIGHTS,
  RIGHTS,
  requireRights,
  STAGE_RIGHTS,
  workloadRights,
} from './required-rights.ts';

/** @throws {UserError} for changes of the scheduler: no API server can make them. */
export function refuseSchedulerChanges({ counts, firstSchedulerChange }: TimelineFacts): void {
  if (firstSchedulerChange === undefined) return;
  const changes =
    counts.schedulerChanges === 1
      ? 'changes the scheduler'
      : `changes the scheduler ${counted(counts.schedulerChanges, 'time')}`;
  throw new UserError(
    `the scenario ${changes} (first at ${shownDuration(firstSchedulerChange)}), and the configuration of a running kube-scheduler can't be changed through the API server`,
    { next: 'play it on --target embedded, or leave out the changes with --ignore-scheduler-events' },
  );
}

/** @throws {UserError} (the cluster) where a right is missing that this play needs. */
export async function requireRightsFor(
  transport: Transport,
  { hasStages }: ClusterFacts,
  facts: TimelineFacts,
  foundations: Foundations,
  to: AdaptTo,
): Promise<void> {
  await requireRights(transport, [
    ...RIGHTS,
    ...cleaningRights(hasStages),
    ...(foundations.stages.length > 0 ? [STAGE_RIGHTS] : []),
    ...(foundations.priorityClasses.length > 0 ? [PRIORITY_RIGHTS] : []),
    ...facts.objects.flatMap(({ object }) => OBJECT_RIGHTS[object.kind] ?? []),
    ...(facts.objects.some(({ at, object }) => at > 0 && object.kind === 'Namespace')
      ? [NAMESPACE_LABEL_RIGHTS]
      : []),
    ...(to.storage ? CLAIM_RIGHTS : []),
    ...(facts.drains ? [DRAIN_RIGHTS] : []),
    ...(facts.resizes ? [RESIZE_RIGHTS] : []),
    ...[...facts.workloadKinds].map((kind) => workloadRights(`${kind.toLowerCase()}s`)),
  ]);
}

export interface Surveyed {
  readonly play: Play;
  readonly speed: number;
  readonly transport: Transport;
  readonly cluster: ClusterFacts;
  readonly facts: TimelineFacts;
  readonly foundations: Foundations;
  readonly to: AdaptTo;
  readonly simulator: NodeSimulator;
  /** What the jumps of the clock are not proven by, a sentence each. */
  readonly jumpNotes: readonly string[];
  readonly control: SchedulerControl | undefined;
  /** Whether the phases of pods are left to the Stages that the cluster has. */
  readonly clusterStages: boolean;
}

export function surveyOf(surveyed: Surveyed): Survey {
  const { speed, transport, cluster, facts, foundations, to } = surveyed;
  const templates = createTemplates(to);
  const changes = new Set([...facts.templates].flatMap((template) => templates.adapt(template).changes));
  const { context, server } = transport;
  return {
    place: `on context "${context}" (${server}, Kubernetes ${cluster.version}), as run ${to.run}`,
    server,
    removal: `kubectl keg cluster reset --run ${to.run}`,
    problems: [
      ...[...notes(surveyed), ...surveyed.jumpNotes].map((message) => note('played-otherwise', message)),
      ...[...changes].map((message) => note('changed-for-target', message)),
    ],
    objects: plannedObjects(facts, foundations, templates, to, speed),
  };
}

function note(code: Problem['code'], message: string): Problem {
  return { code, severity: 'note', message };
}

/** What this cluster plays otherwise than the scenario says, and what to know about it, a sentence each. */
function notes(surveyed: Surveyed): string[] {
  const { play, cluster, facts, foundations, to, simulator, control } = surveyed;
  const { scheduler } = play;
  const { nodes } = cluster;
  const { stages } = foundations;
  const sentences: string[] = [];
  if (scheduler.configuration !== undefined && control === undefined)
    sentences.push(
      'the cluster’s own scheduler decides, as it is configured: the scenario’s scheduler configuration is not applied',
    );
  if (surveyed.clusterStages) sentences.push(...CLUSTER_STAGES_NOTES);
  else if (stages.length === 0) sentences.push(...simulator.withoutStages(facts.workloadKinds));
  if (facts.perStart && stages.length > 0)
    sentences.push(
      `how long a start takes while others are under way (phases.perStart) is not known before: keg, not ${simulator.name}, carries out the phases and ends of those pods`,
    );
  if (facts.workloadKinds.size > 0)
    sentences.push(
      'workloads are created and scaled as objects: kube-controller-manager names their pods and takes its own time, which does not compress',
    );
  if (to.storage)
    sentences.push(
      'volumes, claims and their classes are created with names of the run; keg makes the volumes that a storage driver would make',
    );
  const leftOut = new Set(
    facts.objects.flatMap(({ object }) =>
      object.kind === 'PriorityClass' || runObject(object, to.run, 0) ? [] : [object.kind],
    ),
  );
  if (leftOut.size > 0)
    sentences.push(`objects of these kinds are not created on the cluster: ${[...leftOut].join(', ')}`);
  if (facts.claims && !to.storage)
    sentences.push(
      'volumeClaimTemplates are left out: pods of StatefulSets are placed as if every node reached their volumes',
    );
  if (facts.terminated && to.gracefully !== true)
    sentences.push(
      'a pod whose lifetime ends by deletion holds its room for phases.terminated and is then deleted; a pod that is deleted earlier (by a drain, a preemption, its workload) is gone at once',
    );
  if (facts.timers.size > 0) {
    const timers = [...facts.timers].join(', ');
    sentences.push(
      to.gracefully === true
        ? `controllers of the cluster time ${timers}: the clock does not jump while one of them runs`
        : `${timers} run in wall time: they do not compress`,
    );
  }
  if (nodes.ofRuns.size > 0)
    sentences.push(
      `the cluster has other runs of keg (${[...nodes.ofRuns].slice(0, SHOWN).join(', ')}): see kubectl keg cluster status`,
    );
  if (to.isConfined)
    sentences.push(
      `the cluster has ${counted(nodes.names.size, 'other node')}: pods of this run are kept off them, and other pods off its own`,
    );
  else if (facts.counts.nodes + facts.counts.nodesLater === 0)
    sentences.push(
      `the scenario brings no nodes: its pods run on those of the cluster, ${counted(nodes.names.size, 'node')}`,
    );
  return sentences;
}

function plannedObjects(
  facts: TimelineFacts,
  foundations: Foundations,
  templates: Templates,
  { run, gracefully }: AdaptTo,
  speed: number,
): PlannedObjects[] {
  const of = (kind: string, objects: readonly object[]): PlannedObjects[] => {
    const [example] = objects as readonly { metadata: { name: string } }[];
    if (example === undefined) return [];
    const names = (objects as readonly { metadata: { name: string } }[])
      .slice(0, SHOWN)
      .map(({ metadata }) => metadata.name);
    return [{ kind, count: objects.length, names, example }];
  };
  const { firstPod, counts, podNames } = facts;
  const pods: PlannedObjects[] = [];
  if (firstPod !== undefined) {
    const { pod } = firstPod;
    const timing = podTiming(pod, speed, gracefully);
    const namespace = clusterNamespace(run, pod.namespace);
    const example = podObject(
      pod,
      namespace,
      templates.adapt(pod.template),
      0,
      timing,
      foundations.stages.length > 0 && canBeStaged(pod),
    );
    pods.push({ kind: 'Pod', count: counts.pods, names: podNames, example });
  }
  return [
    ...of('Namespace', foundations.namespaces),
    ...of('PriorityClass', foundations.priorityClasses),
    ...of('Stage', foundations.stages),
    ...of(
      [...new Set(foundations.objects.map(({ body }) => body.kind))].join(', '),
      foundations.objects.map(({ body }) => body),
    ),
    ...of('Node', foundations.nodes),
    ...pods,
    ...(counts.workloads > 0
      ? [{ kind: [...facts.workloadKinds].join(', '), count: counts.workloads, names: [], example: {} }]
      : []),
  ];
}
