/** Plays actions and due events on the embedded cluster: nodes and pods change state in virtual time, and every change is observed. */

import type { ClusterObject } from '../../core/objects/cluster-object.ts';
import { quickGetters } from '../../core/objects/quick-getters.ts';
import type { Decision } from '../../core/scheduler/decision.ts';
import { DEADLINE_EXCEEDED } from '../../core/timeline/active-deadline.ts';
import type { TimelineAction, TimelineEvent } from '../../core/timeline/timeline-event.ts';
import type { Refusal } from '../target.ts';
import { type AutoscalerParts, createAutoscaler } from './autoscaler/autoscaler.ts';
import { carryOutNodeFailure } from './autoscaler/failing-nodes.ts';
import { removeClusterObject, setClusterObject } from './cluster-objects.ts';
import { type ClusterState, newClusterState, refuseAction } from './cluster-state.ts';
import { type DeschedulerParts, startDescheduler } from './descheduler.ts';
import { disruptPod } from './disrupt-pod.ts';
import { createDisruptionController } from './disruption-controller.ts';
import { drainNode, evictPod, refuseUnfinishedDrains } from './drain-node.ts';
import type { Due } from './due.ts';
import {
  addClusterNode,
  loseWithNode,
  removeClusterNode,
  setUnschedulable,
  updateClusterNode,
} from './node-changes.ts';
import { removePod, requestDeletion } from './pod-deletion.ts';
import {
  bindClusterPod,
  carryOutIncident,
  completePod,
  createClusterPod,
  endClusterPod,
  readyClusterPod,
  startClusterPod,
} from './pod-life.ts';
import { updateClusterPod } from './pod-update.ts';
import { preempt } from './preempt.ts';
import { createReplacedPods } from './replaced-pods.ts';
import { noteMessage } from './scheduled-pod.ts';
import { evictByTaint } from './taint-eviction.ts';
import { useResources } from './use-resources.ts';
import { bindImmediateClaims } from './volume-controller.ts';

export interface EmbeddedCluster {
  /** Plays one action of the timeline. Workloads are left to their controllers. */
  apply(action: Exclude<TimelineAction, { kind: 'scale-workload' }>, now: number): void;
  hasPod(namespace: string, name: string): boolean;
  hasClaim(namespace: string, name: string): boolean;
  /** Adds or replaces an object that decides where pods run. */
  setObject(object: ClusterObject, now: number): void;
  removeObject(object: Pick<ClusterObject, 'kind' | 'metadata'>, now: number): void;
  deletePods(uids: Iterable<string>, now: number): void;
  /** Carries out something that is due. */
  carryOut(due: Due, now: number): void;
  /**
   * Takes a decision of the scheduler, which reaches the API server after its delay.
   *
   * @returns whether it changes anything: a pod that is refused again for the same reason changes nothing.
   */
  decided(decision: Decision, now: number, delay: { readonly cycle: number; readonly bind: number }): boolean;
  /** Adds and removes the nodes of the autoscaler that are due. */
  scale(now: number): void;
  /** When the autoscaler has something to do, if nothing else happens; infinite for never. */
  scaleAt(): number;
  /** Whether nodes are on order. */
  readonly isScaling: boolean;
  /** Brings budgets up to date, and binds claims that wait for no pod. */
  settle(now: number): void;
  /** Number of things that are tried again and again until something else happens. */
  readonly retries: number;
  readonly refusals: readonly Refusal[];
  /** Whether every pod has ended. */
  isOver(): boolean;
  /** Adds what is still not done when the play ends to the refusals. */
  end(now: number): void;
}

/** Creates an empty cluster. What has to happen later is pushed onto the heap. @param replacedPodsOf - whose pods are created again where a node takes them away. */
export function createEmbeddedCluster(
  parts: Parameters<typeof newClusterState>[0],
  scaling?: AutoscalerParts,
  descheduling?: DeschedulerParts,
  replacedPodsOf?: readonly TimelineEvent[],
): EmbeddedCluster {
  const cluster = newClusterState(parts);
  if (replacedPodsOf) cluster.replaced = createReplacedPods(cluster, replacedPodsOf);
  cluster.disruptions = createDisruptionController(cluster);
  if (scaling) cluster.autoscaler = createAutoscaler(cluster, scaling);
  const deschedule = descheduling && startDescheduler(cluster, descheduling);
  let settled = 0;
  return quickGetters({
    refusals: cluster.refusals,
    end: (now) => refuseUnfinishedDrains(cluster, now),
    isOver: () => [...cluster.pods.values()].every(({ terminal }) => terminal),
    hasClaim: (namespace, name) =>
      cluster.objects.get('PersistentVolumeClaim', namespace, name) !== undefined,
    hasPod: (namespace, name) => cluster.names.find(namespace, name) !== undefined,
    scale: (now) => cluster.autoscaler?.act(now),
    scaleAt: () => cluster.autoscaler?.nextAt() ?? Number.POSITIVE_INFINITY,
    get isScaling() {
      return cluster.autoscaler?.isBusy ?? false;
    },
    settle(now) {
      if (cluster.objects.generation !== settled) bindImmediateClaims(cluster, now);
      cluster.disruptions.sync(now);
      settled = cluster.objects.generation;
    },
    get retries() {
      return cluster.retries;
    },
    setObject: (object, now) => setClusterObject(cluster, object, now),
    removeObject: (object, now) => removeClusterObject(cluster, object, now),
    deletePods(uids, now) {
      for (const uid of uids) requestDeletion(cluster, cluster.pods.get(uid)!, now);
    },
    apply(action, now) {
      switch (action.kind) {
        case 'add-node':
          return addClusterNode(cluster, action.node, action.pool, now);
        case 'update-node':
          return updateClusterNode(cluster, action.node, now);
        case 'cordon-node':
        case 'uncordon-node':
          return setUnschedulable(cluster, action.name, action.kind === 'cordon-node', now);
        case 'remove-node':
          return removeClusterNode(cluster, action.name, now);
        case 'drain-node':
          return drainNode(cluster, action.name, now, action.grace);
        case 'set-object':
          return setClusterObject(cluster, action.object, now);
        case 'remove-object':
          return removeClusterObject(cluster, action.object, now);
        case 'create-pod':
          return createClusterPod(cluster, action.pod, now);
        case 'delete-pod':
          return deleteByName(cluster, action.namespace, action.name, now);
        case 'disrupt-pod':
          return disruptPod(cluster, action, now);
        case 'update-pod':
          return updateClusterPod(cluster, action, now);
        case 'change-scheduler':
          return changeScheduler(cluster, action.change, now);
      }
    },
    carryOut(due, now) {
      if (due.kind === 'deschedule') deschedule?.(now);
      else carryOut(cluster, due, now);
    },
    decided(decision, now, { cycle, bind }) {
      const { uid, nominated, victims = [] } = decision;
      const { autoscaler } = cluster;
      const wakes = decision.outcome === 'unschedulable' && autoscaler?.refused(uid, now) === true;
      if (decision.outcome === 'bound') {
        const node = decision.node!;
        autoscaler?.placed(uid, node, now);
        const nodeUid = cluster.nodes.get(node)?.uid;
        // Volumes are bound, or made, before their pod is bound.
        for (const object of decision.changes ?? []) setClusterObject(cluster, object, now);
        cluster.heap.push(now + cycle + bind, { kind: 'bind', uid, node, nodeUid });
      } else if (decision.outcome !== 'waiting') {
        const { message = '' } = decision;
        if (decision.again) return wakes;
        if (nominated === undefined && cluster.pods.get(uid)?.message === message) return wakes;
        cluster.heap.push(now + cycle, { kind: 'unschedulable', uid, message });
      }
      // The pod is refused while its victims hold their room, so the refusal comes first.
      if (nominated !== undefined)
        cluster.heap.push(now + cycle, { kind: 'preempt', uid, nominated, victims });
      return true;
    },
  });
}

function carryOut(cluster: ClusterState, due: Exclude<Due, { kind: 'deschedule' }>, now: number): void {
  if (due.kind === 'drain') {
    cluster.retries -= 1;
    cluster.held.delete(due.uid);
  }
  if (due.kind === 'preempt') return preempt(cluster, due, now);
  if (due.kind === 'node-failure') return carryOutNodeFailure(cluster, due, now);
  // The pod may be gone by now.
  const pod = cluster.pods.get(due.uid);
  if (!pod) return;
  switch (due.kind) {
    case 'bind':
      // The decision was for this node, not for a later one of the same name.
      if (cluster.nodes.get(due.node)?.uid !== due.nodeUid) return loseWithNode(cluster, pod, now);
      return bindClusterPod(cluster, pod, due.node, now);
    case 'unschedulable':
      return noteMessage(cluster, pod, due.message, now);
    case 'start':
      if (!pod.terminal) startClusterPod(cluster, pod, now);
      return;
    case 'ready':
      if (!pod.terminal && !pod.terminating) readyClusterPod(cluster, pod, now);
      return;
    case 'deadline':
      if (!pod.terminal && !pod.terminating) completePod(cluster, pod, now, 'Failed', DEADLINE_EXCEEDED);
      return;
    case 'end':
      if (!pod.terminal) endClusterPod(cluster, pod, now);
      return;
    case 'drain':
      return evictPod(cluster, pod, now, due.grace);
    case 'gone':
      return removePod(cluster, pod, now, pod.terminating?.reason);
    case 'withdraw':
      return requestDeletion(cluster, pod, now);
    case 'give-up':
      if (!pod.bound) requestDeletion(cluster, pod, now);
      return;
    case 'evict':
      if (pod.evictAt === now && !pod.terminal) evictByTaint(cluster, pod, now);
      return;
    case 'usage':
      if (!pod.terminal) useResources(cluster, pod, due, now);
      return;
    case 'incident':
      return carryOutIncident(cluster, pod, due, now);
  }
}

function deleteByName(cluster: ClusterState, namespace: string, name: string, now: number): void {
  const uid = cluster.names.find(namespace, name);
  if (uid === undefined)
    return refuseAction(cluster, now, `pod "${namespace}/${name}" does not exist and cannot be deleted`);
  requestDeletion(cluster, cluster.pods.get(uid)!, now);
}

function changeScheduler(
  { scheduler, observer }: ClusterState,
  change: Extract<TimelineAction, { kind: 'change-scheduler' }>['change'],
  now: number,
): void {
  if (change.configuration !== undefined) scheduler.configure(change.configuration, now);
  if (change.weights) scheduler.setWeights(change.weights, now);
  observer.observe({ at: now, kind: 'scheduler-changed', ...change });
}
