/** Computes what a timeline needs on a cluster: namespaces, classes, the nodes of the first moment, and the facts that the survey reports. */
import { mean } from '../../../core/distributions/families/distribution.ts';
import type { ClusterObject } from '../../../core/objects/cluster-object.ts';
import type { Node } from '../../../core/objects/node.ts';
import type { PodTemplate } from '../../../core/objects/pod.ts';
import type { PlannedWorkload, TimelineEvent } from '../../../core/timeline/timeline-event.ts';
import type { Play } from '../../target.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import type { Foundations, NamedObject } from '../play/prepare-run.ts';
import {
  type AdaptedTemplate,
  type AdaptTo,
  adaptTemplate,
  type RunPriority,
  runPriority,
} from './adapt-template.ts';
import { nodeObject } from './node-object.ts';
import { clusterNamespace, runLabels } from './run-names.ts';
import { runObject } from './run-object.ts';
import { withDefaultClass } from './storage-objects.ts';

/** Adapts each template once. */
export interface Templates {
  adapt(template: PodTemplate): AdaptedTemplate;
}

export function createTemplates(to: AdaptTo): Templates {
  const known = new WeakMap<PodTemplate, AdaptedTemplate>();
  return {
    adapt(template) {
      const before = known.get(template);
      if (before !== undefined) return before;
      const adapted = adaptTemplate(template, to);
      known.set(template, adapted);
      return adapted;
    },
  };
}

/** What the timeline contains, found in one pass. */
export interface TimelineFacts {
  readonly namespaces: ReadonlySet<string>;
  readonly templates: ReadonlySet<PodTemplate>;
  /** Objects that are ever set, and those of the first moment as they are sent. */
  readonly objects: readonly SetObject[];
  readonly nodesAtStart: readonly Extract<TimelineEvent['action'], { kind: 'add-node' }>[];
  readonly counts: Readonly<
    Record<'nodes' | 'pods' | 'workloads' | 'nodesLater' | 'schedulerChanges', number>
  >;
  readonly workloadKinds: ReadonlySet<string>;
  readonly podNames: readonly string[];
  readonly firstPod: Extract<TimelineEvent['action'], { kind: 'create-pod' }> | undefined;
  readonly firstSchedulerChange: number | undefined;
  /** What Kubernetes' controllers do after some time, by the names of the fields. */
  readonly timers: ReadonlySet<string>;
  /** Whether nodes get taints that evict pods. */
  readonly evictions: boolean;
  /** Whether DaemonSets have pods that may fail. */
  readonly failingDaemons: boolean;
  /** Whether starts take longer while others are under way. */
  readonly perStart: boolean;
  /** Whether pods take time to end after their deletion. */
  readonly terminated: boolean;
  /** Whether StatefulSets bring claims. */
  readonly claims: boolean;
  readonly drains: boolean;
  readonly resizes: boolean;
}

/** An object, and the position of its event in the timeline. */
interface SetObject {
  readonly at: number;
  readonly sequence: number;
  readonly object: ClusterObject;
}

/** The names of the objects of a kind that the timeline ever sets. */
export function namesOfKind({ objects }: TimelineFacts, kind: ClusterObject['kind']): ReadonlySet<string> {
  return new Set(objects.flatMap(({ object }) => (object.kind === kind ? [object.metadata.name] : [])));
}

export function timelineFacts({ timeline }: Play): TimelineFacts {
  const namespaces = new Set<string>();
  const templates = new Set<PodTemplate>();
  const workloadKinds = new Set<string>();
  const workloads = new Set<string>();
  const nodesAtStart: Extract<TimelineEvent['action'], { kind: 'add-node' }>[] = [];
  const counts = { nodes: 0, pods: 0, workloads: 0, nodesLater: 0, schedulerChanges: 0 };
  const podNames: string[] = [];
  let firstPod: TimelineFacts['firstPod'];
  let firstSchedulerChange: number | undefined;
  const objects: SetObject[] = [];
  let perStart = false;
  let terminated = false;
  let claims = false;
  let drains = false;
  let resizes = false;
  let evictions = false;
  let failingDaemons = false;
  const timers = new Set<string>();
  for (const { at, sequence, action } of timeline) {
    switch (action.kind) {
      case 'create-pod':
        namespaces.add(action.pod.namespace);
        templates.add(action.pod.template);
        counts.pods += 1;
        perStart ||= (action.pod.delayPerStart ?? 0) > 0;
        terminated ||= action.pod.terminatedDelay !== undefined;
        firstPod ??= action;
        if (podNames.length < SHOWN) podNames.push(action.pod.name);
        break;
      case 'scale-workload': {
        const { kind, namespace, name, template } = action.workload;
        for (const timer of timersOfJob(action.workload)) timers.add(timer);
        failingDaemons ||= kind === 'DaemonSet' && mayFail(action.workload);
        namespaces.add(namespace);
        templates.add(template);
        workloadKinds.add(kind);
        terminated ||= mean(action.workload.terminated) > 0;
        claims ||= action.workload.claimTemplates !== undefined;
        workloads.add(`${kind}/${namespace}/${name}`);
        break;
      }
      case 'set-object': {
        const { kind, metadata } = action.object;
        if (kind === 'Namespace') namespaces.add(metadata.name);
        else if (metadata.namespace !== undefined) namespaces.add(metadata.namespace);
        objects.push({ at, sequence, object: action.object });
        break;
      }
      case 'drain-node':
        drains = true;
        break;
      case 'disrupt-pod':
        drains ||= action.disruption.asksApi === true;
        break;
      case 'update-pod':
        resizes ||= action.change.resize !== undefined;
        break;
      case 'update-node':
        evictions ||= hasEvictingTaint(action.node);
        break;
      case 'add-node':
        evictions ||= hasEvictingTaint(action.node);
        if (at === 0) nodesAtStart.push(action);
        else counts.nodesLater += 1;
        break;
      case 'change-scheduler':
        counts.schedulerChanges += 1;
        firstSchedulerChange ??= at;
        break;
      default:
    }
  }
  counts.nodes = nodesAtStart.length;
  counts.workloads = workloads.size;
  const tolerations = [
    ...[...templates].flatMap(({ spec }) => spec.tolerations ?? []),
    ...objects.flatMap(({ object }) =>
      object.kind === 'RuntimeClass' ? (object.scheduling?.tolerations ?? []) : [],
    ),
  ];
  if (tolerations.some((each) => each.tolerationSeconds !== undefined)) timers.add('tolerationSeconds');
  return {
    namespaces,
    templates,
    objects,
    nodesAtStart,
    counts,
    workloadKinds,
    podNames,
    firstPod,
    firstSchedulerChange,
    timers,
    evictions,
    failingDaemons,
    perStart,
    terminated,
    claims,
    drains,
    resizes,
  };
}

function timersOfJob({ job }: PlannedWorkload): string[] {
  const { activeDeadlineSeconds, ttlSecondsAfterFinished } = job ?? {};
  return [
    ...(activeDeadlineSeconds === undefined ? [] : ['activeDeadlineSeconds of Jobs']),
    ...(ttlSecondsAfterFinished === undefined ? [] : ['ttlSecondsAfterFinished']),
  ];
}

function mayFail({ template, lifetime, end, ends }: PlannedWorkload): boolean {
  const fails = end === 'failed' || ends?.some((aged) => aged.ends.some((each) => each.end === 'failed'));
  return (lifetime !== null && fails === true) || template.spec.activeDeadlineSeconds != null;
}

function hasEvictingTaint({ spec }: Node): boolean {
  return spec?.taints?.some(({ effect }) => effect === 'NoExecute') === true;
}

/** How many names of a list a message or a dry run shows. */
export const SHOWN = 3;

function labelsOfNamespace(
  { objects }: TimelineFacts,
  name: string,
): Readonly<Record<string, string>> | undefined {
  const own = objects.find(
    ({ at, object }) => at === 0 && object.kind === 'Namespace' && object.metadata.name === name,
  );
  return own?.object.metadata.labels ?? undefined;
}

function asSent(object: ClusterObject, { storage }: AdaptTo): ClusterObject {
  return object.kind === 'PersistentVolumeClaim' ? withDefaultClass(object, storage?.defaultClass) : object;
}

/** @param staged whether the run brings Stages of its own. */
export function foundationsOf(
  facts: TimelineFacts,
  to: AdaptTo,
  simulator: NodeSimulator,
  staged: boolean,
): Foundations {
  const { run, isConfined } = to;
  const classes = new Map<string, RunPriority>();
  for (const template of facts.templates) {
    const { priorityClassName } = template.spec;
    if (priorityClassName !== undefined && to.priorityClasses.has(priorityClassName)) continue;
    const priority = runPriority(template.spec, run);
    if (priority !== undefined) classes.set(priority.name, priority);
  }
  return {
    namespaces: [...facts.namespaces].map((namespace) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: clusterNamespace(run, namespace),
        labels: { ...labelsOfNamespace(facts, namespace), ...runLabels(run) },
      },
    })),
    objects: facts.objects.flatMap(({ at, sequence, object }) =>
      at > 0 || object.kind === 'Namespace' ? [] : (runObject(asSent(object, to), run, sequence) ?? []),
    ),
    priorityClasses: [...classes.values()].map(({ name, value, preemptionPolicy }) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name, labels: runLabels(run) },
      value,
      preemptionPolicy,
    })),
    stages: staged ? simulator.stages(run) : [],
    nodes: facts.nodesAtStart.map(
      ({ node, pool }) => nodeObject(node, pool, { run, isConfined, simulator }) as NamedObject,
    ),
  };
}
