/** A model of kube-scheduler in virtual time: the caller reports what happens in the cluster and asks for one decision at a time. */
import type { ClusterObject } from '../objects/cluster-object.ts';
import type { Node } from '../objects/node.ts';
import { type ClusterCache, createClusterCache } from './cache/cluster-cache.ts';
import { podInfoReader } from './cache/pod-info.ts';
import { createResourceColumns } from './cache/resource-columns.ts';
import type { Profile } from './configuration/profile.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { withWeights } from './configuration/with-weights.ts';
import type { CycleResult } from './cycle/cycle-result.ts';
import { createNodeMemories } from './cycle/node-memory.ts';
import { schedulePod, type TieBreaker } from './cycle/schedule-pod.ts';
import { type Decision, decisionOf } from './decision.ts';
import { nodeChanges } from './framework/cluster-event.ts';
import { createFramework, type Framework } from './framework/framework.ts';
import type { PluginDefinition } from './framework/plugin-definition.ts';
import { type PodState, podState, type SchedulerPod } from './framework/pod-state.ts';
import { behaviourOf, type KubernetesVersion } from './kubernetes-version.ts';
import { nodeAdmission } from './queue/node-admission.ts';
import { createNominator } from './queue/nominator.ts';
import type { QueuedPod } from './queue/queued-pod.ts';
import { createSchedulingQueue, type QueueLengths, type SchedulingQueue } from './queue/scheduling-queue.ts';

export interface SchedulerOptions {
  readonly kubernetesVersion: KubernetesVersion;
  /** A KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1) or one profile of it. */
  readonly configuration?: unknown;
  /** The plugins that a configuration may name. Default: those of kube-scheduler. */
  readonly plugins?: readonly PluginDefinition[] | undefined;
  /** Uniform in [0, 1). Decides ties up to 1.34, where kube-scheduler draws too. Default: the first of the best nodes wins. */
  readonly random?: (() => number) | undefined;
  /** Decides ties in place of the scheduler, to follow recorded placements. */
  readonly chooseNode?: TieBreaker | undefined;
  /** Whether to explain every decision. Costs time and memory. */
  readonly explain?: boolean;
}

/** `restart` (the default) models a new process, which kube-scheduler needs for a new configuration. See {@link Scheduler.configure}. */
interface ChangeOptions {
  readonly restart?: boolean;
}

/**
 * All times are integer microseconds of virtual time and must not decrease. kube-scheduler's own timers start at 0.
 * A decision takes no time. The pod is assumed on its node at once, as in kube-scheduler before the binding.
 */
export interface Scheduler {
  addNode(node: Node, now: number): void;
  /** Takes the whole new object. A node that is not known is added. */
  updateNode(node: Node, now: number): void;
  /** The node's pods keep counting until they are deleted. */
  removeNode(name: string, now: number): void;
  /** Queues a pod, or adds a pod that is on a node to the cache. A pod that is known already does not change. */
  addPod(pod: SchedulerPod, now: number): void;
  /** Adds or replaces a Service, a claim, a budget or another object that decides. */
  setObject(object: ClusterObject, now: number): void;
  removeObject(object: ClusterObject, now: number): void;
  /** Frees the resources of a pod that succeeded or failed. */
  finishPod(uid: string, now: number): void;
  /** Takes note that a pod is being deleted. It holds its resources until {@link deletePod}. A pod that waits is not tried any more. */
  podTerminating(uid: string, now: number): void;
  /** Removes a pod, bound or not, whose object is gone. */
  deletePod(uid: string, now: number): void;
  /**
   * Plugin name → score weight, 0 for off. Plugins that are not named keep theirs.
   *
   * @throws {UserError} for an unknown plugin or a weight that is not a whole number.
   */
  setWeights(weights: Readonly<Record<string, number>>, now: number, options?: ChangeOptions): void;
  /**
   * Applies another configuration. With a restart every waiting pod is ready at once, in order of namespace and name and without backoff,
   * and the search begins at the first node by name, as in a new kube-scheduler. Without a restart, the queues and the order stay.
   *
   * @throws {UserError} for a configuration that kube-scheduler would refuse.
   */
  configure(configuration: unknown, now: number, options?: ChangeOptions): void;
  /** Runs a whole cycle: {@link beginCycle} and {@link endCycle} at the same time. Undefined if no pod is ready. */
  scheduleOne(now: number): Decision | undefined;
  /**
   * Takes the next pod and decides. Events before {@link endCycle} do not change the decision, but they can make a rejected pod ready again
   * soon. Ends a cycle that is still open.
   */
  beginCycle(now: number): Decision | undefined;
  endCycle(now: number): void;
  /** The time at which {@link scheduleOne} finds a pod without further events: now, later, or undefined for never. */
  nextWakeAt(now: number): number | undefined;
  /** Number of waiting pods, in all parts of the queue. */
  readonly pendingCount: number;
  readonly queueLengths: QueueLengths;
  /** Number of pods that are bound or assumed. */
  readonly assignedCount: number;
}

/**
 * A scheduler with an empty cluster. Not modelled: resource claims, scheduling gates, OpportunisticBatching, several profiles at once
 * (`schedulerName` is not read).
 *
 * @throws {UserError} for a configuration that kube-scheduler would refuse.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const behaviour = behaviourOf(options.kubernetesVersion);
  const columns = createResourceColumns();
  const readPod = podInfoReader(columns, behaviour);
  const cluster: ClusterCache = createClusterCache(columns);
  const random = options.random ?? (() => 0);
  let profile: Profile = readConfiguration(options.configuration, behaviour, options.plugins);
  let framework: Framework = createFramework(profile, behaviour, columns, cluster.objects);
  let memories = createNodeMemories();
  const queue: SchedulingQueue = createSchedulingQueue(behaviour, framework.hints, limitsOf(profile));
  const nominator = createNominator();
  const admission = nodeAdmission(behaviour);
  let start = 0;
  let open: { readonly pod: QueuedPod; readonly result: CycleResult } | undefined;

  const change = (next: Profile, now: number, restart: boolean) => {
    queue.advance(now);
    profile = next;
    framework = createFramework(profile, behaviour, columns, cluster.objects);
    memories = createNodeMemories();
    queue.configure(framework.hints, limitsOf(profile));
    if (!restart) return;
    start = 0;
    cluster.restart();
    queue.restart(now);
  };
  /** A nominated pod that changes or leaves makes room for pods of equal or lower priority (eventhandlers.go, from 1.33). */
  const nominate = (pod: PodState, now: number) => {
    const before = nominator.set(pod);
    if (before && before.nominatedNode !== pod.nominatedNode) releaseNomination(before, now);
  };
  const releaseNomination = (pod: PodState, now: number) => {
    if (!behaviour.nominationEvents) return;
    const { priority } = pod.info;
    queue.notify({ kind: 'pod-removed', pod }, now, (info) => info.priority <= priority);
  };
  /** Pods of lower priority lose their nomination to a node on which a pod has victims deleted (preemption.go, prepareCandidateAsync). */
  const withdrawLower = ({ info: { priority } }: PodState, nodeName: string, now: number) => {
    for (const pod of nominator.to(nodeName)) {
      if (pod.info.priority >= priority) continue;
      const withdrawn = { ...pod, nominatedNode: undefined };
      queue.replace(withdrawn);
      nominate(withdrawn, now);
    }
  };
  const freed = (uid: string, now: number) => {
    queue.advance(now);
    const nominated = nominator.remove(uid);
    if (queue.remove(uid)) {
      if (nominated) releaseNomination(nominated, now);
      return;
    }
    const place = cluster.unassign(uid);
    if (place) queue.notify({ kind: 'pod-removed', pod: place.pod }, now);
  };
  const added = (node: Node, now: number) => {
    const info = cluster.addNode(node);
    queue.notify({ kind: 'node-added', after: node }, now, admission(info));
  };

  const scheduler: Scheduler = {
    addNode(node, now) {
      if (cluster.node(node.metadata.name)) return scheduler.updateNode(node, now);
      queue.advance(now);
      added(node, now);
    },
    updateNode(node, now) {
      queue.advance(now);
      const info = cluster.node(node.metadata.name);
      if (!info) return added(node, now);
      const before = cluster.updateNode(node);
      if (!before) return;
      for (const event of nodeChanges(before, node)) queue.notify(event, now, admission(info));
    },
    removeNode(name, now) {
      queue.advance(now);
      const before = cluster.removeNode(name);
      if (before && behaviour.queueingHints) queue.notify({ kind: 'node-removed', before }, now);
    },
    addPod(pod, now) {
      queue.advance(now);
      const nodeName = pod.nodeName ?? pod.template.spec.nodeName;
      if (cluster.has(pod.uid) || (queue.has(pod.uid) && !nodeName)) return;
      const info = readPod(pod.template);
      const state = podState(pod, info);
      if (!nodeName) return queue.add(state, now);
      queue.remove(pod.uid);
      nominator.remove(pod.uid);
      cluster.assign(state, nodeName);
      queue.notify({ kind: 'pod-assigned', pod: state }, now);
    },
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
    podTerminating(uid, now) {
      if (queue.has(uid)) return freed(uid, now);
      queue.advance(now);
      const pod = cluster.pod(uid);
      if (pod && !pod.terminating) cluster.updatePod({ ...pod, terminating: true });
    },
    finishPod: freed,
    deletePod: freed,
    setWeights(weights, now, { restart = true } = {}) {
      change(withWeights(profile, weights, behaviour, options.plugins), now, restart);
    },
    configure(configuration, now, { restart = true } = {}) {
      change(readConfiguration(configuration, behaviour, options.plugins), now, restart);
    },
    scheduleOne(now) {
      const decision = scheduler.beginCycle(now);
      scheduler.endCycle(now);
      return decision;
    },
    beginCycle(now) {
      scheduler.endCycle(now);
      queue.advance(now);
      const pod = queue.pop();
      if (!pod) return undefined;
      cluster.refresh();
      const { chooseNode, explain = false } = options;
      const memory = memories.of(pod.pod.info, cluster.slots);
      const settings = { start, random, chooseNode, explain, memory, nominations: nominator };
      const result = schedulePod(framework, cluster, pod.pod, behaviour, settings);
      start = result.nextStart;
      if (result.node) {
        queue.done(pod);
        nominator.remove(pod.pod.uid);
        cluster.assign(pod.pod, result.node.name);
        queue.notify({ kind: 'pod-assigned', pod: pod.pod }, now);
      } else {
        open = { pod, result };
        for (const victim of result.victims ?? []) {
          const victimState = cluster.pod(victim.uid);
          if (victimState) cluster.updatePod({ ...victimState, preempted: true });
        }
      }
      return decisionOf(pod.pod.uid, result);
    },
    endCycle(now) {
      if (!open) return;
      const { pod, result } = open;
      open = undefined;
      queue.advance(now);
      const { nominated, rejectors, victims = [] } = result;
      if (nominated !== undefined) pod.pod = { ...pod.pod, nominatedNode: nominated ?? undefined };
      queue.reject(pod, rejectors, now);
      if (!queue.has(pod.pod.uid)) return;
      if (nominated != null && victims.length > 0) withdrawLower(pod.pod, nominated, now);
      nominate(pod.pod, now);
    },
    nextWakeAt(now) {
      queue.advance(now);
      return queue.nextWakeAt(now);
    },
    get pendingCount() {
      const { active, backoff, unschedulable, inFlight } = queue.lengths;
      return active + backoff + unschedulable + inFlight;
    },
    get queueLengths() {
      return queue.lengths;
    },
    get assignedCount() {
      return cluster.assigned;
    },
  };
  return scheduler;
}

function limitsOf({ podInitialBackoff, podMaxBackoff }: Profile) {
  return { initial: podInitialBackoff, max: podMaxBackoff };
}
