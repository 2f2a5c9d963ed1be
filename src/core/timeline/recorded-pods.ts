/** Converts the pods of a recording to planned pods, with their arrivals, lifetimes and phase delays, so that they can be played again. */

import type { PodTemplate } from '../objects/pod.ts';
import type { Observation } from '../recording/observation.ts';
import type { PodCreatedObservation } from '../recording/pod-observation.ts';
import type { PodEnd } from '../scenario/scenario.ts';
import { createPins } from './recorded-pins.ts';
import type { Planned, PlannedPod } from './timeline-event.ts';

interface SeenPod {
  readonly namespace: string;
  readonly name: string;
  readonly group: string;
  readonly template: PodTemplate;
  readonly createdAt: number;
  /** Kind of its controller. */
  readonly owner: string | undefined;
  boundAt?: number;
  node?: string | null;
  startedAt?: number;
  readyAt?: number;
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
}

/**
 * Collects the pods of a recording and plans them again:
 * - A pod arrives at its intended creation, or at 0 if it existed before the recording.
 * - Its lifetime is the time from started (or bound, where no start is recorded) to its end. A pod without an end runs for ever.
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

  function create(created: PodCreatedObservation): void {
    const template = templates.get(created.template);
    if (!template || pods.has(created.uid)) return;
    const { namespace, group } = created;
    const createdAt = created.intended ?? created.at;
    const key = `${namespace}/${created.name}`;
    const before = countsByName.get(key) ?? 0;
    countsByName.set(key, before + 1);
    const name = before === 0 ? created.name : `${created.name}.${before + 1}`;
    const owner = created.owners?.[0]?.kind;
    pods.set(created.uid, { namespace, name, group: group ?? created.name, template, createdAt, owner });
  }

  return {
    get resized() {
      return resized.size;
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
        case 'pod-resized':
          resized.add(observation.uid);
          return;
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
    planned({ pin = false, nodes } = {}) {
      const pins = createPins();
      return [...pods.values()].flatMap((pod) => {
        if (nodes && isOfOtherNode(pod, nodes)) return [];
        const planned = plan(pod, sawReady);
        if (pin || (nodes && pod.owner === STATIC)) return [pins.pin(planned, pod.node, pod.boundAt)];
        return [{ at: planned.at, action: { kind: 'create-pod', pod: planned.pod } }];
      });
    },
    placements: () =>
      [...pods.values()].map(({ namespace, name, node }) => ({ key: `${namespace}/${name}`, node })),
  };
}

/** Kind of the controller of a static pod: a kubelet creates it from a local file, without the scheduler. */
const STATIC = 'Node';

function isOfOtherNode({ owner, node }: SeenPod, nodes: ReadonlySet<string>): boolean {
  return (owner === STATIC || owner === 'DaemonSet') && typeof node === 'string' && !nodes.has(node);
}

function note(pod: SeenPod | undefined, key: 'boundAt' | 'startedAt' | 'readyAt', at: number): void {
  if (pod && pod[key] === undefined) pod[key] = at;
}

function noteEnd(pod: SeenPod | undefined, at: number, end: PodEnd): void {
  if (!pod || pod.endedAt !== undefined) return;
  pod.endedAt = at;
  pod.end = end;
}

function plan(pod: SeenPod, sawReady: boolean): { at: number; pod: PlannedPod } {
  const { boundAt, endedAt, readyAt } = pod;
  const startedAt = pod.startedAt ?? boundAt;
  const wasBound = startedAt !== undefined;
  return {
    at: pod.createdAt,
    pod: {
      namespace: pod.namespace,
      name: pod.name,
      group: pod.group,
      template: pod.template,
      lifetime: wasBound && endedAt !== undefined ? endedAt - startedAt : null,
      end: pod.end ?? 'deleted',
      startDelay: wasBound && boundAt !== undefined ? startedAt - boundAt : 0,
      readyDelay: readyAt !== undefined && wasBound ? Math.max(0, readyAt - startedAt) : sawReady ? null : 0,
      withdrawnAt: wasBound || endedAt === undefined ? null : endedAt,
    },
  };
}
