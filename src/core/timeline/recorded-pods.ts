/** Converts the pods of a recording to planned pods, with their arrivals, lifetimes and phase delays, so that they can be played again. */

import type { PodChange } from '../objects/changed-pod.ts';
import { graceSecondsOf } from '../objects/grace-period.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { Observation } from '../recording/observation.ts';
import { templateWithVolumes } from '../recording/own-volumes.ts';
import type { PodChangedObservation, PodCreatedObservation, PodOwner } from '../recording/pod-observation.ts';
import type { PodEnd } from '../scenario/scenario.ts';
import { createPins } from './recorded-pins.ts';
import type { Planned, PlannedPod } from './timeline-event.ts';

interface SeenPod {
  readonly namespace: string;
  readonly name: string;
  readonly group: string;
  readonly template: PodTemplate;
  readonly createdAt: number;
  /** How long it had existed when the recording began. */
  readonly age: number | undefined;
  /** Kind of its controller. */
  readonly owner: string | undefined;
  readonly owners: readonly PodOwner[] | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** In order of time. */
  readonly changes: { readonly at: number; readonly change: PodChange }[];
  /** As the last change left them. */
  current: { template: PodTemplate; labels: Readonly<Record<string, string>> };
  boundAt?: number;
  node?: string | null;
  startedAt?: number;
  readyAt?: number;
  /** When its deletion was requested. */
  terminatingAt?: number;
  endedAt?: number;
  end?: PodEnd;
}

export interface RecordedPodsOptions {
  /**
   * Put every pod on its recorded node. A pod then arrives at the time of its binding and does not wait. A pod that was never bound stays
   * pending as long as in the recording. Default false: the scheduler places all pods.
   */
  readonly pin?: boolean;
  /**
   * Names of all nodes of the replay, where they are recorded nodes. A static pod then runs on its node, and pods that belong to a node which
   * is not in the set (static pods, pods of DaemonSets) are left out. Default: the nodes are others, and all pods are treated alike.
   */
  readonly nodes?: ReadonlySet<string>;
  /**
   * The recording is a window: pods that exist at its start run on their recorded nodes, where these are there, and only the others are
   * scheduled. Default false.
   */
  readonly placed?: boolean;
  /** The group of a pod, by its uid in the recording. Default: the recorded group. */
  readonly group?: (uid: string) => string | undefined;
}

/** A planned pod and its node in the recording. */
export interface RecordedPlacement {
  /** The name in the replay: `namespace/name`. */
  readonly key: string;
  /** Null where the recording does not contain it; undefined if the pod was never bound. */
  readonly node: string | null | undefined;
}

export interface RecordedPods {
  observe(observation: Observation): void;
  planned(options?: RecordedPodsOptions): Planned[];
  /** Number of pods that are left out because they belong to a node that is not in the set. */
  ofOtherNodes(nodes: ReadonlySet<string>): number;
  placements(): RecordedPlacement[];
  /** Number of pods whose requests were changed in place. A timeline cannot represent that. */
  readonly resized: number;
  /** Whether labels of pods are missing although some pods are decided by them: older versions did not record them. */
  readonly lacksDeciding: boolean;
}

/**
 * Collects the pods of a recording and plans them again:
 * - A pod arrives at its intended creation, or at 0 if it existed before the recording.
 * - Its lifetime is the time from started (or bound, where no start is recorded) to its end. A pod without an end runs for ever.
 * - If its deletion was requested before its end, the lifetime ends with the request, and the pod holds its room as long after it as in the
 *   recording.
 * - A pod that was deleted before it was bound is deleted at the same time again, in any state.
 * - Pods that belong to a node are left out with it (see RecordedPodsOptions).
 * - Of several pods of one name, all but the first get a number, because in the replay one may live longer than in the recording.
 */
export function collectRecordedPods(): RecordedPods {
  const templates = new Map<string, PodTemplate>();
  const pods = new Map<string, SeenPod>();
  const countsByName = new Map<string, number>();
  const resized = new Set<string>();
  let sawReady = false;
  let hasLabels = false;
  let asksForLabels = false;

  function create(created: PodCreatedObservation): void {
    const template = templates.get(created.template);
    if (!template || pods.has(created.uid)) return;
    const { namespace, group } = created;
    const createdAt = created.intended ?? created.at;
    const key = `${namespace}/${created.name}`;
    const before = countsByName.get(key) ?? 0;
    countsByName.set(key, before + 1);
    const name = before === 0 ? created.name : `${created.name}.${before + 1}`;
    const { owners, labels, volumes } = created;
    const owner = owners?.[0]?.kind;
    const whole = volumes ? templateWithVolumes(template, volumes) : template;
    if (labels) hasLabels = true;
    if (needsLabels(template) || SPREAD_OWNERS.has(owner ?? '')) asksForLabels = true;
    pods.set(created.uid, {
      namespace,
      name,
      group: group ?? created.name,
      template: whole,
      createdAt,
      age: created.age,
      owner,
      owners,
      labels,
      changes: [],
      current: { template, labels: labels ?? {} },
    });
  }

  return {
    get resized() {
      return resized.size;
    },
    get lacksDeciding() {
      return asksForLabels && !hasLabels;
    },
    observe(observation) {
      switch (observation.kind) {
        case 'template':
          templates.set(observation.hash, observation.template);
          return;
        case 'pod-created':
          return create(observation);
        case 'pod-bound': {
          const pod = pods.get(observation.uid);
          if (pod && pod.boundAt === undefined) pod.node = observation.node;
          return note(pod, 'boundAt', observation.at);
        }
        case 'pod-started':
          return note(pods.get(observation.uid), 'startedAt', observation.at);
        case 'pod-ready':
          sawReady = true;
          return note(pods.get(observation.uid), 'readyAt', observation.at);
        case 'pod-changed': {
          const pod = pods.get(observation.uid);
          return pod && noteChange(pod, observation, templates);
        }
        case 'pod-resized':
          resized.add(observation.uid);
          return;
        case 'pod-terminating':
          return note(pods.get(observation.uid), 'terminatingAt', observation.at);
        case 'pod-finished':
          return noteEnd(
            pods.get(observation.uid),
            observation.at,
            observation.phase === 'Failed' ? 'failed' : 'succeeded',
          );
        case 'pod-deleted':
          return noteEnd(pods.get(observation.uid), observation.at, 'deleted');
        default:
          return;
      }
    },
    ofOtherNodes: (nodes) => [...pods.values()].filter((pod) => isOfOtherNode(pod, nodes)).length,
    planned({ pin = false, nodes, placed = false, group } = {}) {
      const pins = createPins();
      return [...pods].flatMap(([uid, pod]) => {
        if (nodes && isOfOtherNode(pod, nodes)) return [];
        const isPlaced = placed && isPlacedAtStart(pod, nodes);
        const planned = plan({ ...pod, group: group?.(uid) ?? pod.group }, sawReady, placed, isPlaced);
        if (isPlaced) return [pins.pin(planned, pod.node, 0), ...changesOf(pod)];
        if (pin || (nodes && pod.owner === STATIC)) return [pins.pin(planned, pod.node, pod.boundAt)];
        return [{ at: planned.at, action: { kind: 'create-pod', pod: planned.pod } }, ...changesOf(pod)];
      });
    },
    placements: () =>
      [...pods.values()].map(({ namespace, name, node }) => ({ key: `${namespace}/${name}`, node })),
  };
}

/** Kind of the controller of a static pod: a kubelet creates it from a local file, without the scheduler. */
const STATIC = 'Node';

function isPlacedAtStart({ age, boundAt, node }: SeenPod, nodes: ReadonlySet<string> | undefined): boolean {
  return age !== undefined && boundAt === 0 && typeof node === 'string' && nodes?.has(node) === true;
}

function isOfOtherNode({ owner, node }: SeenPod, nodes: ReadonlySet<string>): boolean {
  return (owner === STATIC || owner === 'DaemonSet') && typeof node === 'string' && !nodes.has(node);
}

/** Controllers whose pods the scheduler spreads by default, by their labels. */
const SPREAD_OWNERS: ReadonlySet<string> = new Set(['ReplicaSet', 'ReplicationController', 'StatefulSet']);

function needsLabels({ spec: { affinity, topologySpreadConstraints: constraints } }: PodTemplate): boolean {
  return affinity?.podAffinity != null || affinity?.podAntiAffinity != null || (constraints ?? []).length > 0;
}

/** Takes over new labels, and gates that were removed. */
function noteChange(
  pod: SeenPod,
  { at, template: hash, labels }: PodChangedObservation,
  templates: ReadonlyMap<string, PodTemplate>,
): void {
  const { template, labels: before } = pod.current;
  const now = (hash === undefined ? undefined : templates.get(hash)) ?? template;
  const gates = new Set(now.spec.schedulingGates?.map(({ name }) => name));
  const ungate = (template.spec.schedulingGates ?? []).flatMap(({ name }) => (gates.has(name) ? [] : [name]));
  const gone = labels ? Object.keys(before).filter((key) => !Object.hasOwn(labels, key)) : [];
  pod.current = { template: now, labels: labels ?? before };
  pod.changes.push({
    at,
    change: {
      ...(ungate.length > 0 ? { ungate } : {}),
      ...(labels ? { labels: { ...Object.fromEntries(gone.map((key) => [key, null])), ...labels } } : {}),
    },
  });
}

function changesOf({ namespace, name, changes }: SeenPod): Planned[] {
  return changes.map(({ at, change }) => ({ at, action: { kind: 'update-pod', namespace, name, change } }));
}

function note(
  pod: SeenPod | undefined,
  key: 'boundAt' | 'startedAt' | 'readyAt' | 'terminatingAt',
  at: number,
): void {
  if (pod && pod[key] === undefined) pod[key] = at;
}

function noteEnd(pod: SeenPod | undefined, at: number, end: PodEnd): void {
  if (!pod || pod.endedAt !== undefined) return;
  pod.endedAt = at;
  pod.end = end;
}

/** A pod that was still being deleted when the recording ended runs on for its grace period, not for ever. */
function latestEnd({ terminatingAt, boundAt, template }: SeenPod): number | undefined {
  if (terminatingAt === undefined || boundAt === undefined) return terminatingAt;
  return terminatingAt + graceSecondsOf(template.spec) * 1e6;
}

function plan(
  pod: SeenPod,
  sawReady: boolean,
  ofWindow: boolean,
  isPlaced: boolean,
): { at: number; pod: PlannedPod } {
  const { boundAt, readyAt } = pod;
  const endedAt = pod.endedAt ?? latestEnd(pod);
  const startedAt = pod.startedAt ?? boundAt;
  const wasBound = startedAt !== undefined;
  const isTerminated =
    wasBound && endedAt !== undefined && pod.terminatingAt !== undefined && pod.terminatingAt < endedAt;
  const stopsAt = isTerminated ? Math.max(startedAt, pod.terminatingAt!) : endedAt;
  return {
    at: pod.createdAt,
    pod: {
      namespace: pod.namespace,
      name: pod.name,
      group: pod.group,
      template: pod.template,
      ...(pod.labels ? { labels: pod.labels } : {}),
      ...(pod.owners ? { owners: pod.owners } : {}),
      lifetime: wasBound && stopsAt !== undefined ? stopsAt - startedAt : null,
      end: isTerminated ? 'deleted' : (pod.end ?? 'deleted'),
      startDelay: wasBound && boundAt !== undefined ? startedAt - boundAt : 0,
      readyDelay: readyAt !== undefined && wasBound ? Math.max(0, readyAt - startedAt) : sawReady ? null : 0,
      ...(isTerminated && { terminatedDelay: endedAt - stopsAt! }),
      ...(ofWindow && pod.age !== undefined && (isPlaced ? { age: pod.age } : { pendingFor: pod.age })),
      withdrawnAt: wasBound || endedAt === undefined ? null : endedAt,
    },
  };
}
