/** A recording's pods as planned pods, so that a real day can be played again: its arrivals, its lifetimes, its phase delays. */

import type { PodTemplate } from '../objects/pod.ts';
import type { Observation, PodCreatedObservation } from '../recording/observation.ts';
import type { PodEnd } from '../scenario/scenario.ts';
import { createPins } from './recorded-pins.ts';
import type { Planned, PlannedPod } from './timeline-event.ts';

interface SeenPod {
  readonly namespace: string;
  readonly name: string;
  readonly group: string;
  readonly template: PodTemplate;
  readonly createdAt: number;
  /** Kind of what controls it. */
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
   * Put every pod on the node on which it was, when it was bound: the scheduler decides nothing. A pod then arrives when it was bound, and
   * waits for nothing; one that was never bound waits as long as it did. Default false: the scheduler decides.
   */
  readonly pin?: boolean;
  /**
   * Names of the nodes that there ever are, where they are the recorded ones or some of them: a static pod is on its node, and pods that belong
   * to a node that is not among these (static ones, those of DaemonSets) are left out. Default: the nodes are others, and all pods alike.
   */
  readonly nodes?: ReadonlySet<string>;
}

/** A planned pod, and where it was in the recording. */
export interface RecordedPlacement {
  /** Under which it is played: `namespace/name`. */
  readonly key: string;
  /** Null where the recording does not tell it; undefined if it was never bound. */
  readonly node: string | null | undefined;
}

export interface RecordedPods {
  observe(observation: Observation): void;
  planned(options?: RecordedPodsOptions): Planned[];
  /** How many belong to nodes that are not among these, and so are left out. */
  ofOtherNodes(nodes: ReadonlySet<string>): number;
  placements(): RecordedPlacement[];
  /** Pods whose requests were changed in place, which no timeline can tell. */
  readonly resized: number;
}

/**
 * Collects the pods of a recording. What a pod did becomes what it is planned to do:
 * - it arrives when it was (meant to be) created, at 0 if it was there before;
 * - its lifetime is from started (else bound) to its end; without an end it is right-censored, and runs on for ever;
 * - a pod that was deleted without ever having been bound is deleted at that very time again, whatever became of it;
 * - pods that belong to a node go with it (see RecordedPodsOptions);
 * - of pods of one name, all but the first get a number: in the replay one may outlive the time at which the next of them came.
 */
export function collectRecordedPods(): RecordedPods {
  const templates = new Map<string, PodTemplate>();
  const pods = new Map<string, SeenPod>();
  const namesakes = new Map<string, number>();
  const resized = new Set<string>();
  let sawReady = false;

  function create(created: PodCreatedObservation): void {
    const template = templates.get(created.template);
    if (!template || pods.has(created.uid)) return;
    const { namespace, group } = created;
    const createdAt = created.intended ?? created.at;
    const key = `${namespace}/${created.name}`;
    const before = namesakes.get(key) ?? 0;
    namesakes.set(key, before + 1);
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

/** What a static pod is controlled by: its kubelet made it from a file of its own, and no scheduler ever saw it. */
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
