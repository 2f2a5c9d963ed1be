/** Takes note of what happens in the cluster, and wakes the pods to which it matters (eventhandlers.go). */
import type { ClusterObject } from '../objects/cluster-object.ts';
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { PodInfo } from './cache/pod-info.ts';
import { type Decision, gatedDecision } from './decision.ts';
import { type Engine, freeNode, releaseNomination } from './engine.ts';
import { nodeChanges, podChanges } from './framework/cluster-event.ts';
import { type PodState, podState, type SchedulerPod } from './framework/pod-state.ts';
import type { Rejection } from './framework/rejection.ts';
import { nodeAdmission } from './queue/node-admission.ts';

/** The methods of a scheduler that report changes. */
export interface ClusterChanges {
  addNode(node: Node, now: number): void;
  /** Takes the whole new object. A node that is not known is added. */
  updateNode(node: Node, now: number): void;
  /** The node's pods keep counting until they are deleted. */
  removeNode(name: string, now: number): void;
  /**
   * Queues a pod, or adds a pod that is on a node to the cache. A pod that is known already does not change. A pod that names a scheduler of
   * no profile is not queued.
   *
   * @returns a decision with the outcome `gated` if the pod may not be tried yet.
   */
  addPod(pod: SchedulerPod, now: number): Decision | undefined;
  /**
   * Takes the whole new state of a pod: gates removed, labels or tolerations changed, resized, started. Its priority must be the same. A pod
   * that is not known is added.
   *
   * @returns a decision with the outcome `gated` if the pod still may not be tried.
   */
  updatePod(pod: SchedulerPod, now: number): Decision | undefined;
  /** Takes note that a pod is being deleted. It holds its resources until {@link deletePod}. A pod that waits is not tried any more. */
  podTerminating(uid: string, now: number): void;
  /** Frees the resources of a pod that succeeded or failed. */
  finishPod(uid: string, now: number): void;
  /** Removes a pod, bound or not, whose object is gone. */
  deletePod(uid: string, now: number): void;
  /** Adds or replaces a Service, a claim, a budget or another object that decides. */
  setObject(object: ClusterObject, now: number): void;
  removeObject(object: ClusterObject, now: number): void;
  /** Number of waiting pods that no profile is responsible for. */
  readonly ignoredCount: number;
}

interface IgnoredPods {
  /** Queues the ignored pods that a new profile is responsible for, and takes over those that left the queue. */
  sortOut(homeless: readonly PodState[], now: number): void;
}

/** The methods for an engine. */
export function clusterChanges(
  engine: Engine,
  readPod: (template: PodTemplate) => PodInfo,
): ClusterChanges & IgnoredPods {
  const { behaviour, cluster, queue, nominator, assumed } = engine;
  const admission = nodeAdmission(behaviour);
  const ignored = new Map<string, PodState>();

  const freed = (uid: string, now: number) => {
    queue.advance(now);
    if (ignored.size > 0) ignored.delete(uid);
    const nominated = nominator.remove(uid);
    queue.remove(uid);
    const pod = freeNode(engine, uid);
    if (pod) queue.notify({ kind: 'pod-removed', pod }, now);
    else if (nominated) releaseNomination(engine, nominated, now);
  };
  const added = (node: Node, now: number) => {
    const fits = admission(cluster.addNode(node));
    queue.notify({ kind: 'node-added', after: node }, now, fits && (({ pod }) => fits(pod.info)));
  };
  const enqueue = (pod: PodState, now: number): Rejection | undefined => {
    const framework = engine.frameworks.of(pod);
    if (framework) return queue.add(pod, framework, now);
    ignored.set(pod.uid, pod);
    return undefined;
  };

  const changes: ClusterChanges & IgnoredPods = {
    addNode(node, now) {
      if (cluster.node(node.metadata.name)) return changes.updateNode(node, now);
      queue.advance(now);
      added(node, now);
    },
    updateNode(node, now) {
      queue.advance(now);
      const info = cluster.node(node.metadata.name);
      if (!info) return added(node, now);
      const before = cluster.updateNode(node);
      if (!before) return;
      const fits = admission(info);
      for (const event of nodeChanges(before, node))
        queue.notify(event, now, fits && (({ pod }) => fits(pod.info)));
    },
    removeNode(name, now) {
      queue.advance(now);
      const before = cluster.removeNode(name);
      if (before && behaviour.queueingHints) queue.notify({ kind: 'node-removed', before }, now);
    },
    addPod(pod, now) {
      queue.advance(now);
      const { uid } = pod;
      const nodeName = pod.nodeName ?? pod.template.spec.nodeName;
      if (cluster.has(uid) || (queue.get(uid) && !nodeName) || ignored.has(uid)) return undefined;
      const state = podState(pod, readPod(pod.template));
      if (!nodeName) return gatedDecision(uid, enqueue(state, now));
      queue.remove(uid);
      nominator.remove(uid);
      cluster.assign(state, nodeName);
      queue.notify({ kind: 'pod-assigned', pod: state }, now);
      return undefined;
    },
    updatePod(pod, now) {
      queue.advance(now);
      const { uid } = pod;
      const waiting = queue.get(uid);
      const before = cluster.pod(uid) ?? waiting ?? ignored.get(uid);
      if (!before) return changes.addPod(pod, now);
      const { terminating, preempted, nominatedNode } = before;
      const after = { ...podState(pod, readPod(pod.template)), terminating, preempted, nominatedNode };
      if (ignored.has(uid)) ignored.set(uid, after);
      const events = podChanges(before, after, behaviour);
      const rejection = waiting && queue.update(after, events, now);
      if (nominatedNode !== undefined && waiting) nominator.set(after);
      if (cluster.updatePod(after) && !assumed.has(uid)) for (const event of events) queue.notify(event, now);
      return gatedDecision(uid, rejection);
    },
    podTerminating(uid, now) {
      if (!cluster.has(uid)) return freed(uid, now);
      queue.advance(now);
      // The binding of a pod that is being deleted fails.
      if (assumed.has(uid)) return freed(uid, now);
      const pod = cluster.pod(uid);
      if (pod && !pod.terminating) cluster.updatePod({ ...pod, terminating: true });
    },
    finishPod: freed,
    deletePod: freed,
    setObject(object, now) {
      queue.advance(now);
      const objectBefore = cluster.objects.set(object);
      queue.notify({ kind: objectBefore ? 'object-updated' : 'object-added', object, objectBefore }, now);
    },
    removeObject(object, now) {
      queue.advance(now);
      const { namespace, name } = object.metadata;
      if (cluster.objects.remove(object.kind, namespace, name))
        queue.notify({ kind: 'object-removed', object }, now);
    },
    sortOut(homeless, now) {
      const waiting = [...ignored.values()];
      ignored.clear();
      for (const pod of homeless) ignored.set(pod.uid, pod);
      for (const pod of waiting) enqueue(pod, now);
    },
    get ignoredCount() {
      return ignored.size;
    },
  };
  return changes;
}
