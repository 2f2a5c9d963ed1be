/** Holds the objects of the embedded cluster: nodes and pods change state in virtual time, and every change is observed. */
import type { Node } from '../../core/objects/node.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import type { Observer } from '../../core/recording/observer.ts';
import type { Decision } from '../../core/scheduler/decision.ts';
import type { Scheduler } from '../../core/scheduler/scheduler.ts';
import type { EventHeap } from '../../core/time/event-heap.ts';
import type { PlannedPod, TimelineAction } from '../../core/timeline/timeline-event.ts';
import type { Refusal } from '../target.ts';
import type { Due } from './due.ts';
import type { KubeletAdmission } from './kubelet-admission.ts';
import { nodeAdded, nodeChanged, withCordonTaint } from './observed-node.ts';
import { evictionDelay } from './taint-eviction.ts';

interface ClusterPod {
  readonly uid: string;
  readonly plan: PlannedPod;
  readonly createdAt: number;
  node: string | null;
  /** When the binding reaches the API server. */
  bound: boolean;
  started: boolean;
  terminal: boolean;
  message: string | undefined;
  /** When the taints of its node evict it; undefined while it may stay. */
  evictAt: number | undefined;
}

interface ClusterNode {
  readonly uid: string;
  node: Node;
  readonly pods: Set<string>;
}

export interface EmbeddedCluster {
  /** Plays one action of the timeline. Workloads are left to their controllers. */
  apply(action: Exclude<TimelineAction, { kind: 'scale-workload' }>, now: number): void;
  hasPod(namespace: string, name: string): boolean;
  /** Carries out something that is due. */
  carryOut(due: Due, now: number): void;
  /** Takes a decision of the scheduler, which reaches the API server after its delay. */
  decided(decision: Decision, now: number, delay: { readonly cycle: number; readonly bind: number }): void;
  readonly refusals: readonly Refusal[];
}

/** Creates an empty cluster. What has to happen later is pushed onto `heap`. */
export function createEmbeddedCluster(
  scheduler: Scheduler,
  heap: EventHeap<Due>,
  observer: Observer,
  kubelet: KubeletAdmission,
): EmbeddedCluster {
  const nodes = new Map<string, ClusterNode>();
  const pods = new Map<string, ClusterPod>();
  const uidByName = new Map<string, string>();
  const refusals: Refusal[] = [];
  let uids = 0;
  let byName = false;

  const refuse = (at: number, message: string): void => {
    refusals.push({ at, message });
  };

  function addNode(added: Node, pool: string | undefined, now: number): void {
    const { name } = added.metadata;
    if (nodes.has(name)) return refuse(now, `node "${name}" exists already`);
    const uid = `n${++uids}`;
    const node = withCordonTaint(added);
    nodes.set(name, { uid, node, pods: new Set() });
    observer.observe(nodeAdded(now, uid, node, pool));
    scheduler.addNode(node, now);
  }

  function updateNode(updated: Node, now: number): void {
    const known = nodes.get(updated.metadata.name);
    if (!known) return refuse(now, `node "${updated.metadata.name}" does not exist and cannot be updated`);
    const node = withCordonTaint(updated);
    known.node = node;
    observer.observe(nodeChanged(now, known.uid, node));
    scheduler.updateNode(node, now);
    for (const uid of known.pods) scheduleEviction(pods.get(uid)!, node, now);
  }

  /** A countdown continues while further taints appear and stops when all are gone (taint_eviction.go, processPodOnNode). */
  function scheduleEviction(pod: ClusterPod, node: Node, now: number): void {
    const after = evictionDelay(pod.plan.template.spec, node);
    if (after === undefined) pod.evictAt = undefined;
    else if (pod.evictAt === undefined || after === 0) {
      pod.evictAt = now + after;
      heap.push(pod.evictAt, { kind: 'evict', uid: pod.uid });
    }
  }

  function setUnschedulable(name: string, unschedulable: boolean, now: number): void {
    const known = nodes.get(name);
    if (!known)
      return refuse(
        now,
        `node "${name}" does not exist and cannot be ${unschedulable ? 'cordoned' : 'uncordoned'}`,
      );
    known.node = withCordonTaint({ ...known.node, spec: { ...known.node.spec, unschedulable } });
    const taints = known.node.spec?.taints ?? [];
    observer.observe({ at: now, kind: 'node-changed', uid: known.uid, unschedulable, taints });
    scheduler.updateNode(known.node, now);
  }

  function removeNode(name: string, now: number): void {
    const known = nodes.get(name);
    if (!known) return refuse(now, `node "${name}" does not exist and cannot be removed`);
    for (const uid of [...known.pods]) remove(pods.get(uid)!, now, 'node removed');
    nodes.delete(name);
    observer.observe({ at: now, kind: 'node-removed', uid: known.uid });
    scheduler.removeNode(name, now);
  }

  function createPod(plan: PlannedPod, now: number): void {
    const key = `${plan.namespace}/${plan.name}`;
    if (uidByName.has(key)) return refuse(now, `pod "${key}" exists already`);
    const uid = `p${++uids}`;
    const pod: ClusterPod = {
      uid,
      plan,
      createdAt: now,
      node: null,
      bound: false,
      started: false,
      terminal: false,
      message: undefined,
      evictAt: undefined,
    };
    pods.set(uid, pod);
    uidByName.set(key, uid);
    const template = observer.templateHash(plan.template, now);
    const { namespace, name, group } = plan;
    observer.observe({ at: now, kind: 'pod-created', uid, namespace, name, group, template });
    if (plan.withdrawnAt !== null) heap.push(Math.max(now, plan.withdrawnAt), { kind: 'withdraw', uid });
    const asked = plan.template.spec.nodeName;
    if (asked && !nodes.has(asked)) {
      observer.observe({
        at: now,
        kind: 'pod-unschedulable',
        uid,
        message: `spec.nodeName names a node that does not exist: ${asked}`,
      });
      return;
    }
    scheduler.addPod({ uid, namespace, name, template: plan.template }, now);
    if (asked) bind(pod, asked, now);
  }

  function bind(pod: ClusterPod, nodeName: string, now: number): void {
    const node = nodes.get(nodeName);
    if (!node) return remove(pod, now, 'node removed');
    pod.node = nodeName;
    pod.bound = true;
    observer.observe({ at: now, kind: 'pod-bound', uid: pod.uid, node: nodeName });
    // Only a pod bound by name can find the node full, or fill it before a pod that the scheduler is binding there.
    byName ||= pod.plan.template.spec.nodeName !== undefined;
    const reason = byName ? kubelet.refuses(node.node, templatesOn(node), pod.plan.template) : undefined;
    if (reason !== undefined) return finish(pod, now, 'Failed', reason);
    const { startDelay, delayPerStart } = pod.plan;
    const loaded = delayPerStart ? delayPerStart * startsUnderWay(node) : 0;
    node.pods.add(pod.uid);
    heap.push(now + startDelay + loaded, { kind: 'start', uid: pod.uid });
    scheduleEviction(pod, node.node, now);
  }

  function startsUnderWay(node: ClusterNode): number {
    let count = 0;
    for (const uid of node.pods) if (!pods.get(uid)!.started) count += 1;
    return count;
  }

  function* templatesOn(node: ClusterNode): Generator<PodTemplate> {
    for (const uid of node.pods) yield pods.get(uid)!.plan.template;
  }

  function start(pod: ClusterPod, now: number): void {
    pod.started = true;
    observer.observe({ at: now, kind: 'pod-started', uid: pod.uid });
    const { readyDelay, lifetime } = pod.plan;
    if (readyDelay !== null && (lifetime === null || readyDelay <= lifetime)) {
      heap.push(now + readyDelay, { kind: 'ready', uid: pod.uid });
    }
    if (lifetime !== null) heap.push(now + lifetime, { kind: 'end', uid: pod.uid });
  }

  function end(pod: ClusterPod, now: number): void {
    if (pod.plan.end === 'deleted') remove(pod, now);
    else if (pod.plan.end === 'failed') finish(pod, now, 'Failed', 'Error');
    else finish(pod, now, 'Succeeded', 'Completed');
  }

  function finish(pod: ClusterPod, now: number, phase: 'Succeeded' | 'Failed', reason: string): void {
    pod.terminal = true;
    if (pod.node !== null) nodes.get(pod.node)?.pods.delete(pod.uid);
    // A pod that the kubelet did not admit has no container, and so no exit code.
    const exitCode = phase === 'Succeeded' ? 0 : pod.started ? 1 : undefined;
    const ended = exitCode === undefined ? { phase, reason } : { phase, reason, exitCode };
    observer.observe({ at: now, kind: 'pod-finished', uid: pod.uid, ...ended });
    scheduler.finishPod(pod.uid, now);
  }

  function remove(pod: ClusterPod, now: number, reason?: string): void {
    pods.delete(pod.uid);
    uidByName.delete(`${pod.plan.namespace}/${pod.plan.name}`);
    if (pod.node !== null) nodes.get(pod.node)?.pods.delete(pod.uid);
    observer.observe({
      at: now,
      kind: 'pod-deleted',
      uid: pod.uid,
      ...(reason === undefined ? {} : { reason }),
    });
    scheduler.deletePod(pod.uid, now);
  }

  function deleteByName(namespace: string, name: string, now: number): void {
    const uid = uidByName.get(`${namespace}/${name}`);
    if (uid === undefined)
      return refuse(now, `pod "${namespace}/${name}" does not exist and cannot be deleted`);
    remove(pods.get(uid)!, now);
  }

  function changeScheduler(
    change: Extract<TimelineAction, { kind: 'change-scheduler' }>['change'],
    now: number,
  ): void {
    if (change.configuration !== undefined) scheduler.configure(change.configuration, now);
    if (change.weights) scheduler.setWeights(change.weights, now);
    observer.observe({ at: now, kind: 'scheduler-changed', ...change });
  }

  return {
    refusals,
    hasPod: (namespace, name) => uidByName.has(`${namespace}/${name}`),
    apply(action, now) {
      switch (action.kind) {
        case 'add-node':
          return addNode(action.node, action.pool, now);
        case 'update-node':
          return updateNode(action.node, now);
        case 'cordon-node':
        case 'uncordon-node':
          return setUnschedulable(action.name, action.kind === 'cordon-node', now);
        case 'remove-node':
          return removeNode(action.name, now);
        case 'create-pod':
          return createPod(action.pod, now);
        case 'delete-pod':
          return deleteByName(action.namespace, action.name, now);
        case 'change-scheduler':
          return changeScheduler(action.change, now);
      }
    },
    carryOut(due, now) {
      // The pod may be gone by now.
      const pod = pods.get(due.uid);
      if (!pod) return;
      switch (due.kind) {
        case 'bind':
          // The decision was for this node, not for a later one of the same name.
          if (nodes.get(due.node)?.uid !== due.nodeUid) return remove(pod, now, 'node removed');
          return bind(pod, due.node, now);
        case 'unschedulable':
          if (pod.message === due.message || pod.bound) return;
          pod.message = due.message;
          return observer.observe({ at: now, kind: 'pod-unschedulable', uid: pod.uid, message: due.message });
        case 'start':
          if (!pod.terminal) start(pod, now);
          return;
        case 'ready':
          if (!pod.terminal) observer.observe({ at: now, kind: 'pod-ready', uid: pod.uid });
          return;
        case 'end':
          if (!pod.terminal) end(pod, now);
          return;
        case 'withdraw':
          return remove(pod, now);
        case 'evict':
          if (pod.evictAt === now && !pod.terminal) remove(pod, now, 'TaintManagerEviction');
          return;
      }
    },
    decided(decision, now, { cycle, bind: bindDelay }) {
      if (decision.outcome === 'bound') {
        const { uid, node } = decision;
        const due = { kind: 'bind', uid, node: node!, nodeUid: nodes.get(node!)?.uid } as const;
        heap.push(now + cycle + bindDelay, due);
      } else {
        heap.push(now + cycle, { kind: 'unschedulable', uid: decision.uid, message: decision.message ?? '' });
      }
    },
  };
}
