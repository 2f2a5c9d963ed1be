/** Converts the pods of a recording to planned pods, with their arrivals, lifetimes and phase delays, so that they can be played again. */

import type { PodTemplate } from '../objects/pod.ts';
import type { Observation } from '../recording/observation.ts';
import { templateWithVolumes } from '../recording/own-volumes.ts';
import type { PodCreatedObservation, PodObservation } from '../recording/pod-observation.ts';
import {
  disruptionOfPod,
  type PlannedLife,
  planRecordedPod,
  type UnrepeatedEnd,
  unrepeatedEnd,
} from './plan-recorded-pod.ts';
import type { DisruptionCause } from './recorded-disruption.ts';
import { createPins } from './recorded-pins.ts';
import { noteObservation, type SeenPod } from './seen-pod.ts';
import type { Planned } from './timeline-event.ts';

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
  /**
   * Each pod runs as long as in the recording, whatever ended it: to compare how long pods exist. Default false: what ended it from outside happens at its
   * time.
   */
  readonly keepRuns?: boolean;
  /** The group of a pod, by its uid in the recording. Default: the recorded group. */
  readonly group?: (uid: string) => string | undefined;
}

/** A planned pod and its node in the recording. */
export interface RecordedPlacement {
  /** The name in the replay: `namespace/name`. */
  readonly key: string;
  /** Null where the recording does not contain it; undefined if the pod was never bound. */
  readonly node: string | null | undefined;
  /** What ended it in the recording, if it did not end by itself. */
  readonly disruption?: DisruptionCause;
  /** What becomes of it where its scheduler or node does not end it again. */
  readonly unrepeated?: UnrepeatedEnd;
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
 * - Restarts, ends of containers and readiness happen again as long after its binding.
 * - An eviction, and an end by its kubelet, happens at its time with its cause. What its scheduler or its node did is left to those of the
 *   replay, unless the pod is pinned (plan-recorded-pod.ts).
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
      incidents: [],
      usage: [],
      current: { template, labels: labels ?? {} },
    });
  }

  function keyOf(uid: string): string | undefined {
    const pod = pods.get(uid);
    return pod && `${pod.namespace}/${pod.name}`;
  }

  return {
    get resized() {
      return resized.size;
    },
    get lacksDeciding() {
      return asksForLabels && !hasLabels;
    },
    observe(observation) {
      const { kind } = observation;
      if (kind === 'template') templates.set(observation.hash, observation.template);
      else if (kind === 'pod-created') create(observation);
      else if (isOfPod(observation)) {
        if (kind === 'pod-ready') sawReady = true;
        if (kind === 'pod-resized') resized.add(observation.uid);
        const pod = pods.get(observation.uid);
        if (pod) noteObservation(pod, observation, templates);
      }
    },
    ofOtherNodes: (nodes) => [...pods.values()].filter((pod) => isOfOtherNode(pod, nodes)).length,
    planned({ pin = false, nodes, placed = false, keepRuns = false, group } = {}) {
      const pins = createPins();
      return [...pods].flatMap(([uid, seen]) => {
        if (nodes && isOfOtherNode(seen, nodes)) return [];
        const pod = group ? { ...seen, group: group(uid) ?? seen.group } : seen;
        const isPlaced = placed && isPlacedAtStart(pod, nodes);
        const isPinned = pin || (nodes !== undefined && pod.owner === STATIC);
        const life = planRecordedPod(pod, {
          sawReady,
          isPinned,
          isPlaced,
          ofWindow: placed,
          keepsRun: keepRuns,
        });
        const ends = disruptionsOf(pod, life, keyOf);
        if (isPlaced) return [pins.pin(life, pod.node, 0), ...changesOf(pod), ...ends];
        if (isPinned) return [pins.pin(life, pod.node, pod.boundAt), ...ends];
        const creation: Planned = { at: life.at, action: { kind: 'create-pod', pod: life.pod } };
        if (ends.length === 0 && pod.changes.length === 0) return creation;
        return [creation, ...changesOf(pod), ...ends];
      });
    },
    placements: () =>
      [...pods.values()].map((pod) => {
        const disruption = disruptionOfPod(pod);
        const unrepeated = unrepeatedEnd(pod, disruption);
        return {
          key: `${pod.namespace}/${pod.name}`,
          node: pod.node,
          ...(disruption && { disruption: disruption.cause }),
          ...(unrepeated && { unrepeated }),
        };
      }),
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

/** Everything after the creation of a pod. */
function isOfPod(observation: Observation): observation is Exclude<PodObservation, PodCreatedObservation> {
  return observation.kind.startsWith('pod-') && observation.kind !== 'pod-created';
}

function changesOf({ namespace, name, changes }: SeenPod): Planned[] {
  return changes.map(({ at, change }) => ({ at, action: { kind: 'update-pod', namespace, name, change } }));
}

function disruptionsOf(
  { namespace, name }: SeenPod,
  { disruption: planned }: PlannedLife,
  keyOf: (uid: string) => string | undefined,
): Planned[] {
  if (!planned) return [];
  const { by: uid, ...rest } = planned.disruption;
  const by = uid === undefined ? undefined : keyOf(uid);
  const disruption = { ...rest, ...(by !== undefined && { by }) };
  return [{ at: planned.at, action: { kind: 'disrupt-pod', namespace, name, disruption } }];
}
