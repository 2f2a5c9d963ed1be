/** Adds nodes when pods have no room, and removes nodes that are not needed: a model of its own (docs/explanation/autoscaler.md). */
import type { Node } from '../../../core/objects/node.ts';
import type { PodTemplate } from '../../../core/objects/pod.ts';
import type { Autoscaler } from '../../../core/scenario/autoscaler.ts';
import type { SchedulerOptions } from '../../../core/scheduler/scheduler.ts';
import { createEventHeap } from '../../../core/time/event-heap.ts';
import type { ClusterState, EmbeddedPod, NodeController } from '../cluster-state.ts';
import { drainNode } from '../drain-node.ts';
import { addClusterNode, removeClusterNode } from '../node-changes.ts';
import { createClusterMirror, staysWithNode, templateRequest } from './cluster-mirror.ts';
import { demandMeter } from './demand-meter.ts';
import { type FailureParts, planNodeFailure } from './failing-nodes.ts';
import { drawDelay, type ManagedPool, managedPools, mayGrow, nextNode } from './managed-pools.ts';
import { type ManagedNode, nodeClocks } from './node-clocks.ts';
import { canBeDrained } from './removable.ts';
import { forgetDaemons, planScaleUp } from './scale-up.ts';

export interface AutoscalerParts
  extends FailureParts,
    Pick<SchedulerOptions, 'kubernetesVersion' | 'configuration'> {
  readonly plan: Autoscaler;
  /** The pods that DaemonSets create on a node. */
  readonly daemonsFor: (node: Node) => readonly PodTemplate[];
}

/** A node that may not leave now is looked at again after this time; one whose pods may not move, or have no room elsewhere, later. Microseconds. */
const LOOK_AGAIN = 10e6;
const TRY_AGAIN = 300e6;

interface Order {
  readonly pool: ManagedPool;
  readonly node: Node;
  readonly at: number;
  readonly since: number | undefined;
}

export function createAutoscaler(cluster: ClusterState, parts: AutoscalerParts): NodeController {
  const { plan, daemonsFor } = parts;
  const mirror = createClusterMirror(cluster, parts);
  const pools = managedPools(plan.pools, parts.seed);
  const clocks = nodeClocks(plan.consolidation);
  const demand = demandMeter(plan.consolidation.cooldown);
  const orders = createEventHeap<Order>();
  const onOrder = new Set<string>();
  const leaving = new Set<ManagedNode>();
  const nodeNames = new Map<string, string>();
  /** Pods that the scheduler has not placed. */
  const pending = new Set<string>();
  /** Pods that no new node helps, with the state of the cluster in which that was found out. */
  const hopeless = new Map<string, number>();
  let generation = 0;
  let dueAt: number | undefined;
  let hasStarted = false;

  function look(name: string | undefined, now: number): void {
    const load = name === undefined ? undefined : mirror.nodes.get(name);
    if (!load || !clocks.nodes.has(load.node.metadata.name)) return;
    let pods = 0;
    const requested = new Map<string, number>();
    for (const uid of load.pods) {
      const pod = cluster.pods.get(uid);
      if (!pod || staysWithNode(pod)) continue;
      pods += 1;
      for (const [resource, amount] of templateRequest(pod.plan.template))
        requested.set(resource, (requested.get(resource) ?? 0) + amount);
    }
    clocks.look(load.node.metadata.name, pods, requested, load.offers, now);
  }

  function put(uid: string, node: string, now: number): void {
    const before = mirror.nodeOf(uid);
    pending.delete(uid);
    hopeless.delete(uid);
    mirror.place(uid, node);
    count(uid, now);
    look(before, now);
    look(node, now);
  }

  /** Only pods that a node can help, now or once it is there. */
  function count(uid: string, now: number): void {
    const pod = cluster.pods.get(uid);
    if (pod && isServed(pod)) demand.add(uid, templateRequest(pod.plan.template), now);
  }

  function takeOff(uid: string, now: number): void {
    const node = mirror.nodeOf(uid);
    pending.delete(uid);
    hopeless.delete(uid);
    demand.remove(uid, now);
    mirror.unplace(uid);
    look(node, now);
  }

  function isServed(pod: EmbeddedPod): boolean {
    if (pod.terminating || staysWithNode(pod)) return false;
    return !pod.plan.template.spec.schedulingGates?.length && mirror.isScheduled(pod.uid);
  }

  /** Whether the pod waits for room that a node could give it, on order or not. */
  function waits(pod: EmbeddedPod): boolean {
    return hopeless.get(pod.uid) !== generation && isServed(pod);
  }

  function waitingPods(): EmbeddedPod[] {
    const pods = [...pending]
      .flatMap((uid) => cluster.pods.get(uid) ?? [])
      .filter((pod) => mirror.nodeOf(pod.uid) === undefined && pod.nominated === undefined && waits(pod));
    return pods.sort((one, other) => priorityOf(other) - priorityOf(one));
  }

  /** Room that a pod has by preemption is its own before it is bound. */
  function placeNominated(): void {
    for (const uid of pending) {
      const node = cluster.pods.get(uid)?.nominated;
      if (node === undefined || node === mirror.nodeOf(uid) || !mirror.nodes.has(node)) continue;
      mirror.place(uid, node);
    }
  }

  function orderFor(now: number): void {
    placeNominated();
    const { nodes, hopeless: lost } = planScaleUp(
      { mirror, pools, expander: plan.expander, daemonsFor },
      waitingPods(),
    );
    for (const { uid } of lost) {
      hopeless.set(uid, generation);
      demand.remove(uid, now);
    }
    for (const { pool, node, since } of nodes) order({ pool, node, at: now, since }, drawDelay(pool));
  }

  function order(placed: Order, delay: number): void {
    onOrder.add(placed.node.metadata.name);
    orders.push(placed.at + delay, placed);
    clocks.recount();
  }

  /** The first nodes are there at 0s. Later ones replace nodes that were lost. */
  function fillPools(now: number): void {
    for (const pool of pools) {
      while (pool.size < pool.min && mayGrow(pool)) {
        const node = nextNode(pool);
        mirror.addNode(node);
        pool.made += 1;
        pool.size += 1;
        pool.present += 1;
        order({ pool, node, at: now, since: undefined }, hasStarted ? drawDelay(pool) : 0);
      }
    }
    hasStarted = true;
  }

  function join({ pool, node, at, since }: Order, now: number): void {
    const { name } = node.metadata;
    onOrder.delete(name);
    forgetDaemons({ mirror, daemonsFor }, node);
    const ordered = { at, ...(since !== undefined && { since }) };
    clocks.join(name, pool, now);
    addClusterNode(cluster, node, pool.name, now, {
      ordered,
      ...(pool.price !== undefined && { price: pool.price }),
    });
    planNodeFailure(cluster, parts, node, pool.name, now);
    look(name, now);
  }

  function consider(node: ManagedNode, now: number): void {
    const others = [...mirror.nodes.values()].filter(
      ({ node: { metadata, spec } }) =>
        metadata.name !== node.name && !onOrder.has(metadata.name) && !spec?.unschedulable,
    );
    const isEmpty = node.emptySince !== undefined;
    const isHeld =
      (!isEmpty && leaving.size > 0) || [...pending].some((uid) => waits(cluster.pods.get(uid)!));
    if (isHeld || !demand.leavesRoom(now, others)) return clocks.rest(node, now + LOOK_AGAIN);
    if (isEmpty) return removeClusterNode(cluster, node.name, now);
    const names = others.map(({ node: { metadata } }) => metadata.name);
    if (!canBeDrained(cluster, mirror, node.name, names)) return clocks.rest(node, now + TRY_AGAIN);
    node.isLeaving = true;
    node.pool.size -= 1;
    leaving.add(node);
    clocks.recount();
    drainNode(cluster, node.name, now);
  }

  function removeDrained(now: number): void {
    for (const { name } of leaving) {
      const pods = [...(mirror.nodes.get(name)?.pods ?? [])].flatMap((uid) => cluster.pods.get(uid) ?? []);
      if (pods.every(staysWithNode)) removeClusterNode(cluster, name, now);
    }
  }

  function nodeGone(uid: string): void {
    const name = nodeNames.get(uid);
    nodeNames.delete(uid);
    if (name === undefined) return;
    generation += 1;
    mirror.removeNode(name);
    const managed = clocks.nodes.get(name);
    if (!managed) return;
    if (!managed.isLeaving) managed.pool.size -= 1;
    managed.pool.present -= 1;
    leaving.delete(managed);
    clocks.leave(name);
  }

  return {
    observe(observation) {
      mirror.observe(observation);
      const { at } = observation;
      switch (observation.kind) {
        case 'node-added':
          nodeNames.set(observation.uid, observation.name);
          mirror.addNode(cluster.nodes.get(observation.name)!.node);
          return;
        case 'node-changed': {
          const node = cluster.nodes.get(nodeNames.get(observation.uid) ?? '');
          if (node) mirror.updateNode(node.node);
          return;
        }
        case 'node-removed':
          if (hopeless.size > 0) dueAt ??= at + plan.batch;
          return nodeGone(observation.uid);
        case 'pod-created':
          if (!cluster.pods.get(observation.uid)?.plan.template.spec.nodeName) pending.add(observation.uid);
          return count(observation.uid, at);
        case 'pod-bound':
          if (observation.node !== null && mirror.nodeOf(observation.uid) !== observation.node)
            put(observation.uid, observation.node, at);
          return;
        case 'pod-changed':
        case 'pod-resized': {
          const node = mirror.nodeOf(observation.uid);
          demand.remove(observation.uid, at);
          if (node !== undefined && !pending.has(observation.uid)) return put(observation.uid, node, at);
          mirror.unplace(observation.uid);
          hopeless.delete(observation.uid);
          return count(observation.uid, at);
        }
        case 'pod-terminating':
          return demand.remove(observation.uid, at);
        case 'pod-finished':
        case 'pod-deleted':
          return takeOff(observation.uid, at);
        default:
      }
    },
    placed: put,
    refused(uid, now) {
      if (!pending.has(uid) || hopeless.get(uid) === generation) return false;
      const node = mirror.nodeOf(uid);
      if (node !== undefined && onOrder.has(node)) return false;
      mirror.unplace(uid);
      look(node, now);
      if (dueAt !== undefined) return false;
      dueAt = now + plan.batch;
      return true;
    },
    nextAt() {
      if (!hasStarted) return 0;
      return Math.min(
        dueAt ?? Number.POSITIVE_INFINITY,
        orders.nextAt() ?? Number.POSITIVE_INFINITY,
        clocks.nextAt(),
      );
    },
    get isBusy() {
      return !hasStarted || dueAt !== undefined || orders.size() > 0;
    },
    act(now) {
      fillPools(now);
      if (dueAt !== undefined && dueAt <= now) {
        dueAt = undefined;
        orderFor(now);
      }
      while ((orders.nextAt() ?? Number.POSITIVE_INFINITY) <= now) join(orders.pop()!.value, now);
      if (clocks.nextAt() <= now) for (const node of clocks.due(now)) consider(node, now);
      removeDrained(now);
    },
  };
}

function priorityOf({ plan }: EmbeddedPod): number {
  return plan.template.spec.priority ?? 0;
}
