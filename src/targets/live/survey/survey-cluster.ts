/** Puts a play and a cluster side by side before anything is made: what is refused, what can't be honoured, what will be made and changed. */
import { UserError } from '../../../core/errors/user-error.ts';
import { formatDuration } from '../../../core/time/duration.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { Play } from '../../target.ts';
import type { PlannedObjects, Survey } from '../live-target.ts';
import type { AdaptTo } from '../objects/adapt-template.ts';
import { createTemplates, SHOWN, type Templates, type TimelineFacts } from '../objects/plan-objects.ts';
import { podObject } from '../objects/pod-object.ts';
import { canBeStaged, podTiming } from '../objects/pod-timing.ts';
import { clusterNamespace } from '../objects/run-names.ts';
import type { Foundations } from '../play/prepare-run.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import {
  cleaningRights,
  PRIORITY_RIGHTS,
  RIGHTS,
  requireRights,
  STAGE_RIGHTS,
  workloadRights,
} from './required-rights.ts';

/** @throws {UserError} for changes of the scheduler, which no API server can make. */
export function refuseSchedulerChanges({ counts, firstSchedulerChange }: TimelineFacts): void {
  if (firstSchedulerChange === undefined) return;
  const changes =
    counts.schedulerChanges === 1
      ? 'changes the scheduler'
      : `changes the scheduler ${counts.schedulerChanges} times`;
  throw new UserError(
    `the scenario ${changes} (first at ${formatDuration(firstSchedulerChange)}), and the configuration of a running kube-scheduler can't be changed through the API server`,
    { next: 'play it on --target embedded, or leave the changes out with --ignore-scheduler-events' },
  );
}

export async function requireRightsFor(
  transport: Transport,
  { hasStages }: ClusterFacts,
  facts: TimelineFacts,
  foundations: Foundations,
): Promise<void> {
  await requireRights(transport, [
    ...RIGHTS,
    ...cleaningRights(hasStages),
    ...(foundations.stages.length > 0 ? [STAGE_RIGHTS] : []),
    ...(foundations.priorityClasses.length > 0 ? [PRIORITY_RIGHTS] : []),
    ...[...facts.workloadKinds].map((kind) => workloadRights(`${kind.toLowerCase()}s`)),
  ]);
}

export function surveyOf(
  play: Play,
  speed: number,
  transport: Transport,
  cluster: ClusterFacts,
  facts: TimelineFacts,
  foundations: Foundations,
  to: AdaptTo,
): Survey {
  const templates = createTemplates(to);
  const changes = new Set([...facts.templates].flatMap((template) => templates.adapt(template).changes));
  return {
    context: transport.context,
    server: transport.server,
    version: cluster.version,
    notes: notes(play, cluster, facts, foundations, to),
    changes: [...changes],
    objects: plannedObjects(facts, foundations, templates, to, speed),
  };
}

function notes(
  { scheduler }: Play,
  { nodes }: ClusterFacts,
  facts: TimelineFacts,
  { stages }: Foundations,
  { isConfined }: AdaptTo,
): string[] {
  const sentences: string[] = [];
  if (scheduler.configuration !== undefined)
    sentences.push(
      'the cluster’s own scheduler decides, as it is configured: the scenario’s scheduler configuration is not applied',
    );
  if (stages.length === 0) {
    sentences.push(
      'the cluster serves no Stage objects: KWOK’s own stages act, which start a bound pod and make it ready at once, whatever its phase delays; keg ends its lifetime',
    );
    if (facts.workloadKinds.has('Job'))
      sentences.push(
        'KWOK’s own stages complete the pods of a Job as soon as they run, whatever their lifetime',
      );
  }
  if (facts.perStart && stages.length > 0)
    sentences.push(
      'how long a start takes beside others (phases.perStart) is not known before: keg, not KWOK, carries out the phases and ends of those pods',
    );
  if (facts.workloadKinds.size > 0)
    sentences.push(
      'workloads are made and scaled as objects: kube-controller-manager names their pods and takes its own time, which does not compress',
    );
  if (facts.tolerationSeconds) sentences.push('tolerationSeconds run on the wall: they do not compress');
  if (nodes.ofRuns.size > 0)
    sentences.push(
      `other keg runs are alive here (${[...nodes.ofRuns].slice(0, SHOWN).join(', ')}): see kubectl keg cluster status`,
    );
  if (isConfined)
    sentences.push(
      `the cluster has ${counted(nodes.names.size, 'other node')}: pods of this run are kept off them, and other pods off its own`,
    );
  else if (facts.counts.nodes === 0)
    sentences.push(
      `the scenario brings no nodes: its pods go to what is there, ${counted(nodes.names.size, 'node')}`,
    );
  return sentences;
}

function plannedObjects(
  facts: TimelineFacts,
  foundations: Foundations,
  templates: Templates,
  { run }: AdaptTo,
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
    const timing = podTiming(pod, speed);
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
    ...of('Node', foundations.nodes),
    ...pods,
    ...(counts.workloads > 0
      ? [{ kind: [...facts.workloadKinds].join(', '), count: counts.workloads, names: [], example: {} }]
      : []),
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
