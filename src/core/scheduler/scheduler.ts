/** The scheduler as a plain object in virtual time: tell it what happens, ask it for one decision at a time. */
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { type ClusterCache, createClusterCache } from './cache/cluster-cache.ts';
import { podInfoReader } from './cache/pod-info.ts';
import { createResourceColumns } from './cache/resource-columns.ts';
import type { Profile } from './configuration/profile.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { withWeights } from './configuration/with-weights.ts';
import { createNodeMemories } from './cycle/node-memory.ts';
import { type CycleResult, type Explanation, schedulePod, type TieBreaker } from './cycle/schedule-pod.ts';
import { nodeChanges } from './framework/cluster-event.ts';
import { createFramework, type Framework } from './framework/framework.ts';
import type { PluginDefinition } from './framework/plugin-definition.ts';
import { behaviourOf, type KubernetesVersion } from './kubernetes-version.ts';
import { nodeAdmission } from './queue/node-admission.ts';
import type { QueuedPod } from './queue/queued-pod.ts';
import { createSchedulingQueue, type QueueLengths, type SchedulingQueue } from './queue/scheduling-queue.ts';

export interface SchedulerOptions {
  readonly kubernetesVersion: KubernetesVersion;
  /** A KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1) or one profile of it. */
  readonly configuration?: unknown;
  /** The plugins that a configuration may name. Default: those of kube-scheduler. */
  readonly plugins?: readonly PluginDefinition[] | undefined;
  /** Uniform in [0, 1): settles ties up to 1.34, where kube-scheduler draws too. Without it the first of the best is taken. */
  readonly random?: (() => number) | undefined;
  /** Overrules how a tie is settled: to follow recorded placements. */
  readonly chooseNode?: TieBreaker | undefined;
  /** Explain every decision; costs time and memory. */
  readonly explain?: boolean;
}

/** A pod to schedule, or already on a node. Pods of one template share one template object: what follows from it is worked out once. */
export interface SchedulerPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly template: PodTemplate;
  /** The node it is on already; `spec.nodeName` of the template says the same. */
  readonly nodeName?: string | undefined;
}

export interface Decision {
  readonly uid: string;
  readonly outcome: 'bound' | 'unschedulable';
  /** Where it is bound. */
  readonly node?: string;
  /** Nodes looked at, and how many of them could take the pod (never more than kube-scheduler wants to find). */
  readonly evaluated: number;
  readonly feasibleCount: number;
  /** Why it is unschedulable, word for word as the release writes it in the pod's PodScheduled condition. */
  readonly message?: string;
  /** With {@link SchedulerOptions.explain}. */
  readonly explanation?: Explanation;
}

/** `restart` (the default) is what changing kube-scheduler's configuration takes: a new process. See {@link Scheduler.configure}. */
export interface ChangeOptions {
  readonly restart?: boolean;
}

/**
 * All times are integer microseconds of virtual time and must not go back; kube-scheduler's own timers tick from 0 on.
 * A decision is made at one instant and a pod is assumed on its node at once, as kube-scheduler does before it binds.
 */
export interface Scheduler {
  addNode(node: Node, now: number): void;
  /** The whole new object. A node that is not known is added. */
  updateNode(node: Node, now: number): void;
  /** Its pods keep counting until they are deleted. */
  removeNode(name: string, now: number): void;
  /** Queues a pod, or takes note of one that is on a node. A pod that is known already is left as it is. */
  addPod(pod: SchedulerPod, now: number): void;
  /** The pod succeeded or failed: it holds nothing any more. */
  finishPod(uid: string, now: number): void;
  /** The object is gone, bound or not. (A pod that is only terminating keeps what it holds: say nothing.) */
  deletePod(uid: string, now: number): void;
  /**
   * Plugin name → score weight, 0 for off; plugins not named keep theirs.
   *
   * @throws {UserError} for an unknown plugin or a weight that is no whole number.
   */
  setWeights(weights: Readonly<Record<string, number>>, now: number, options?: ChangeOptions): void;
  /**
   * Another configuration. With a restart every waiting pod is ready at once, in order of namespace and name and without backoff, and nodes are
   * tried in order of their names from the first on: that is how a new kube-scheduler finds the cluster. Without, queues and order stay.
   *
   * @throws {UserError} for a configuration that kube-scheduler would refuse.
   */
  configure(configuration: unknown, now: number, options?: ChangeOptions): void;
  /** One whole cycle: {@link beginCycle} and {@link endCycle} at the same instant. Undefined if no pod is ready. */
  scheduleOne(now: number): Decision | undefined;
  /**
   * Takes the next pod and decides. What happens until {@link endCycle} can no longer change the decision but, if the pod was refused,
   * whether it is tried again soon. Ends a cycle that is still open.
   */
  beginCycle(now: number): Decision | undefined;
  endCycle(now: number): void;
  /** When {@link scheduleOne} finds a pod if nothing else happens: now, a later time, or undefined for never. */
  nextWakeAt(now: number): number | undefined;
  /** Pods that wait, wherever in the queue. */
  readonly pendingCount: number;
  readonly queueLengths: QueueLengths;
  /** Pods bound or assumed. */
  readonly assignedCount: number;
}

/**
 * A scheduler with an empty cluster. Not modelled: PodTopologySpread, InterPodAffinity, ImageLocality, volumes and claims, scheduling gates,
 * preemption (pods of lower priority are never victims), OpportunisticBatching, several profiles at once (`schedulerName` is not read).
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
  let framework: Framework = createFramework(profile, behaviour, columns);
  let memories = createNodeMemories();
  const queue: SchedulingQueue = createSchedulingQueue(behaviour, framework.hints, limitsOf(profile));
  const admission = nodeAdmission(behaviour);
  let start = 0;
  let open: { readonly pod: QueuedPod; readonly result: CycleResult } | undefined;

  const change = (next: Profile, now: number, restart: boolean) => {
    queue.advance(now);
    profile = next;
    framework = createFramework(profile, behaviour, columns);
    memories = createNodeMemories();
    queue.configure(framework.hints, limitsOf(profile));
    if (!restart) return;
    start = 0;
    cluster.restart();
    queue.restart(now);
  };
  const freed = (uid: string, now: number) => {
    queue.advance(now);
    if (queue.remove(uid)) return;
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
      if (!nodeName) return queue.add(pod, info, now);
      queue.remove(pod.uid);
      const assigned = { uid: pod.uid, namespace: pod.namespace, name: pod.name, info };
      cluster.assign(assigned, nodeName);
      queue.notify({ kind: 'pod-assigned', pod: assigned }, now);
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
      const memory = memories.of(pod.info, cluster.slots);
      const settings = { start, random, chooseNode, explain, memory };
      const result = schedulePod(framework, cluster, pod.info, behaviour, settings);
      start = result.nextStart;
      if (result.node) {
        const { uid, namespace, name, info } = pod;
        const assigned = { uid, namespace, name, info };
        queue.done(pod);
        cluster.assign(assigned, result.node.name);
        queue.notify({ kind: 'pod-assigned', pod: assigned }, now);
      } else open = { pod, result };
      return decisionOf(pod, result);
    },
    endCycle(now) {
      if (!open) return;
      const { pod, result } = open;
      open = undefined;
      queue.advance(now);
      queue.refuse(pod, result.rejectors, now);
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

function decisionOf({ uid }: QueuedPod, result: CycleResult): Decision {
  const { evaluated, feasibleCount } = result;
  const decision = result.node
    ? { uid, outcome: 'bound' as const, node: result.node.name, evaluated, feasibleCount }
    : { uid, outcome: 'unschedulable' as const, evaluated, feasibleCount, message: result.message ?? '' };
  return result.explanation ? { ...decision, explanation: result.explanation } : decision;
}
