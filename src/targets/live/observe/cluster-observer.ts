/** Converts what the watches of pods and nodes see into observations: one order of time, and no pod on a node that was not observed before. */
import type { ObjectKind } from '../../../core/objects/object-kinds.ts';
import type { NodeObject } from '../../../core/observing/node-object.ts';
import {
  createNodeTransitions,
  type NodeTransitionsOptions,
} from '../../../core/observing/node-transitions.ts';
import { createObjectTransitions } from '../../../core/observing/object-transitions.ts';
import type { PodObject } from '../../../core/observing/pod-object.ts';
import {
  createPodTransitions,
  type PodDescription,
  type PodTransitions,
  type PodTransitionsOptions,
} from '../../../core/observing/pod-transitions.ts';
import type { Observation } from '../../../core/recording/observation.ts';
import type { Observer } from '../../../core/recording/observer.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { WatchReport } from '../../../kubernetes/watch-loop.ts';

export type ClusterPod = PodObject & KubernetesObject;
export type ClusterNode = NodeObject & KubernetesObject;

export interface ClusterObserverOptions {
  readonly observer: Observer;
  /** Recording time of a moment on the transport's clock. */
  readonly timeOf: (wall: Microseconds) => Microseconds;
  /** Decides what of a pod gets into the recording. Asked once a pod, when it is first seen. */
  readonly describePod: (pod: PodObject, seenAt: Microseconds) => PodDescription;
  readonly podOptions?: PodTransitionsOptions;
  /** The node pool of a node. Asked once a node, when it is first seen. */
  readonly poolOf: (node: NodeObject) => string | undefined;
  readonly nodeOptions?: NodeTransitionsOptions;
  /** The node as the recording shows it. Default: as it is. */
  readonly nodeAs?: (node: ClusterNode) => ClusterNode;
  /** Whether nodes are never seen: a pod is then bound as soon as it has a node. Default false. */
  readonly isWithoutNodes?: boolean;
  /** Called before each state of a pod is observed; `pod` has no node while its node is not observed yet. */
  readonly onPod?: (pod: ClusterPod, wall: Microseconds) => void;
  /** Called before the end of a pod is observed. */
  readonly onPodGone?: (uid: string, wall: Microseconds) => void;
}

/** A time in which a watch saw nothing, or saw it late; `from` and `to` on the transport's clock. */
export interface ObservedGap {
  readonly from: Microseconds;
  readonly to: Microseconds;
  readonly reason: string;
  readonly lost: 'times' | 'events';
  /** The collection; undefined for all of them. */
  readonly scope?: string;
}

export interface ClusterObserver {
  pod(report: WatchReport<ClusterPod>): void;
  node(report: WatchReport<ClusterNode>): void;
  podGone(uid: string, wall: Microseconds, last?: ClusterPod): void;
  nodeGone(uid: string, wall: Microseconds): void;
  gap(gap: ObservedGap): void;
  /** Takes a report about an object that decides. @returns whether it was observed. */
  object(report: WatchReport<KubernetesObject>, entry: ObjectKind): boolean;
  objectGone(uid: string, wall: Microseconds): void;
  /** Recording time of a moment on the transport's clock, never before the time of the last observation. */
  timeAt(wall: Microseconds): Microseconds;
  /** Takes an observation of the recording that this one continues, and observes nothing. */
  restore(observation: Observation): void;
  /** Recording time of the last observation. */
  readonly last: Microseconds;
  readonly pods: Pick<PodTransitions, 'refused' | 'has' | 'size'>;
  /** Nodes that were seen and are not gone. */
  readonly nodeCount: number;
}

export function createClusterObserver(options: ClusterObserverOptions): ClusterObserver {
  const { observer, timeOf, nodeAs, onPod, onPodGone, isWithoutNodes = false } = options;
  let last = 0;
  /** Several watches share one order of time. */
  const timeAt = (wall: Microseconds): Microseconds => {
    last = Math.max(last, timeOf(wall));
    return last;
  };
  const nodeTransitions = createNodeTransitions(observer, options.poolOf, options.nodeOptions);
  const podTransitions = createPodTransitions(observer, options.describePod, options.podOptions);
  const objects = createObjectTransitions(observer);
  const nodeNames = new Map<string, string>();
  const observedNames = new Set<string>();
  /** Pods that are bound to a node that was not seen yet, by uid, in their last state. */
  const early = new Map<string, ClusterPod>();

  function observePod(pod: ClusterPod, wall: Microseconds): void {
    onPod?.(pod, wall);
    podTransitions.seen(pod, timeAt(wall));
  }

  function podSeen(pod: ClusterPod, wall: Microseconds): void {
    const { uid } = pod.metadata;
    const node = pod.spec.nodeName;
    // The watch of nodes may be behind that of pods. A pod that runs is on its node, even if the node was not seen yet.
    if (
      !isWithoutNodes &&
      node &&
      !observedNames.has(node) &&
      (pod.status?.phase ?? 'Pending') === 'Pending'
    ) {
      const { nodeName: _later, ...spec } = pod.spec;
      early.set(uid, pod);
      observePod({ ...pod, spec }, wall);
      return;
    }
    if (early.size > 0) early.delete(uid);
    observePod(pod, wall);
  }

  function podGone(uid: string, wall: Microseconds, state?: ClusterPod): void {
    const isEarly = early.delete(uid);
    onPodGone?.(uid, wall);
    podTransitions.gone(uid, timeAt(wall), isEarly ? undefined : state);
  }

  function nodeSeen(node: ClusterNode, wall: Microseconds): void {
    const { uid, name } = node.metadata;
    nodeTransitions.seen(nodeAs ? nodeAs(node) : node, timeAt(wall));
    nodeNames.set(uid, name);
    observedNames.add(name);
    for (const [pod, state] of early) {
      if (state.spec.nodeName !== name) continue;
      early.delete(pod);
      podSeen(state, wall);
    }
  }

  function nodeGone(uid: string, wall: Microseconds): void {
    observedNames.delete(nodeNames.get(uid) ?? '');
    nodeNames.delete(uid);
    nodeTransitions.gone(uid, timeAt(wall));
  }

  function gap({ from, to, reason, lost, scope }: ObservedGap): void {
    const at = timeAt(to);
    observer.observe({
      at,
      kind: 'gap',
      from: Math.min(timeOf(from), at),
      reason,
      ...(scope === undefined ? {} : { scope }),
      lost,
    });
  }

  function see<T>(
    report: WatchReport<T>,
    scope: string,
    seen: (object: T, wall: Microseconds) => void,
    gone: (uid: string, wall: Microseconds, state: T | undefined) => void,
  ): void {
    switch (report.type) {
      case 'added':
      case 'changed':
        return seen(report.object, report.at);
      case 'deleted':
        return gone(report.uid, report.at, report.object);
      case 'gap':
        return gap({ ...gapOf(report), scope });
      case 'synced':
    }
  }

  return {
    pod: (report) => see(report, 'pods', podSeen, podGone),
    node: (report) => see(report, 'nodes', nodeSeen, nodeGone),
    podGone,
    nodeGone,
    objectGone: (uid, wall) => objects.gone(uid, timeAt(wall)),
    object(report, entry) {
      if (report.type === 'added' || report.type === 'changed')
        return objects.seen(report.object, entry, timeAt(report.at));
      if (report.type === 'deleted') objects.gone(report.uid, timeAt(report.at));
      else if (report.type === 'gap') gap({ ...gapOf(report), scope: entry.plural });
      return report.type === 'deleted';
    },
    gap,
    timeAt,
    restore(observation) {
      last = Math.max(last, observation.at);
      podTransitions.restore(observation);
      nodeTransitions.restore(observation);
      objects.restore(observation);
    },
    get last() {
      return last;
    },
    pods: podTransitions,
    get nodeCount() {
      return nodeTransitions.size;
    },
  };
}

/** The gap that a watch saw, without what belongs to the watch. */
export function gapOf({
  from,
  to,
  reason,
  lost,
}: Extract<WatchReport<unknown>, { readonly type: 'gap' }>): ObservedGap {
  return { from, to, reason, lost };
}
