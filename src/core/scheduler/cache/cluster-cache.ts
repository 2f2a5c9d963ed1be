/** The scheduler's cache: every node with the pods that are bound or assumed there, and the order in which nodes are tried. */

import type { Node, Taint } from '../../objects/node.ts';
import { numberedMap } from '../../objects/numbered-map.ts';
import { quickGetters } from '../../objects/quick-getters.ts';
import { keepsAway } from '../../objects/taints.ts';
import type { PodState } from '../framework/pod-state.ts';
import { createChangeLog, noteChange } from './change-log.ts';
import type { ClusterView } from './cluster-view.ts';
import { createImageStates } from './image-states.ts';
import {
  addPodToNode,
  createNodeInfo,
  growColumns,
  type NodeInfo,
  removePodFromNode,
  replacePodOnNode,
  setNode,
} from './node-info.ts';
import { addColumns, createNodeTable, writeRow } from './node-table.ts';
import { addToTree, createNodeTree, listTree, removeFromTree, updateInTree } from './node-tree.ts';
import { createObjectStore, type ObjectStore } from './object-store.ts';
import { forgetDerived } from './pod-info.ts';
import { createPriorityCounts } from './priority-counts.ts';
import type { ResourceColumns } from './resource-columns.ts';
import { domainReader } from './topology-domains.ts';

export interface ClusterCache extends ClusterView {
  readonly objects: ObjectStore;
  addNode(node: Node): NodeInfo;
  /** @returns the previous object; undefined if the node is new (it is then added). */
  updateNode(node: Node): Node | undefined;
  /** Removes the node. Pods that are still on it count again if it comes back. */
  removeNode(name: string): Node | undefined;
  assign(pod: PodState, nodeName: string): void;
  /** @returns the pod and its node; undefined if the pod was on no node. */
  unassign(uid: string): { readonly pod: PodState; readonly nodeName: string } | undefined;
  has(uid: string): boolean;
  /** The pod, if it is on a node. */
  pod(uid: string): PodState | undefined;
  /** Replaces a pod on its node by its new state. A change that no filter and no score reads leaves the node's generation. @returns the state before; undefined if the pod is on no node. */
  updatePod(pod: PodState): PodState | undefined;
  /** Updates {@link ClusterView.nodes}. An added or removed node rebuilds the order; a changed zone label alone does not. */
  refresh(): void;
  /** Orders the nodes by name, as in a scheduler that has just started. */
  restart(): void;
  readonly assigned: number;
  /** The highest slot of a node plus one. */
  readonly slots: number;
}

/** An empty cache. */
export function createClusterCache(columns: ResourceColumns): ClusterCache {
  const infos = new Map<string, NodeInfo>();
  const places = numberedMap<{ readonly pod: PodState; readonly info: NodeInfo }>('p', true);
  const objects = createObjectStore();
  const images = createImageStates();
  const withPodAffinity = new Set<NodeInfo>();
  const withRequiredAntiAffinity = new Set<NodeInfo>();
  const counters = { cordoned: 0, tainted: 0, unpreferred: 0 };
  const priorities = createPriorityCounts();
  let tree = createNodeTree();
  let order: string[] = [];
  let nodes: NodeInfo[] = [];
  let slotOrder = new Int32Array();
  const table = createNodeTable(columns);
  const changes = createChangeLog();
  let known = 0;
  let stale = false;
  let generation = 0;
  let objectGeneration = 0;
  let slots = 0;
  const freeSlots: number[] = [];
  let grownTo = columns.names.length;

  const infoOf = (name: string): NodeInfo => {
    let info = infos.get(name);
    if (!info) {
      info = createNodeInfo(name, freeSlots.pop() ?? slots++, columns);
      infos.set(name, info);
    }
    return info;
  };
  const forget = (info: NodeInfo) => {
    infos.delete(info.name);
    freeSlots.push(info.slot);
  };
  const touch = (info: NodeInfo, isObject = false) => {
    generation += 1;
    info.generation = generation;
    if (isObject) {
      objectGeneration = generation;
      info.objectGeneration = generation;
    }
    noteChange(changes, generation, info.slot);
    writeRow(table, info);
    images.touch(info);
  };
  const countNode = (node: Node, sign: 1 | -1) => {
    if (node.status.images) {
      if (sign === 1) images.add(node);
      else images.remove(node);
    }
    if (node.spec?.unschedulable) counters.cordoned += sign;
    if (hasTaint(node, keepsAway)) counters.tainted += sign;
    if (hasTaint(node, (taint) => taint.effect === 'PreferNoSchedule')) counters.unpreferred += sign;
  };
  const grow = () => {
    if (grownTo === columns.names.length) return;
    for (const info of infos.values()) growColumns(info, columns);
    addColumns(table, columns);
    grownTo = columns.names.length;
  };

  /** A node without an object has no topology, so its pods count nowhere. */
  const noteAffinity = (info: NodeInfo) => {
    note(withPodAffinity, info, info.podsWithAffinity.size > 0 && info.node !== undefined);
    note(
      withRequiredAntiAffinity,
      info,
      info.podsWithRequiredAntiAffinity.size > 0 && info.node !== undefined,
    );
  };

  const cache: ClusterCache = quickGetters({
    columns,
    objects,
    images: images.names,
    withPodAffinity,
    withRequiredAntiAffinity,
    get nodes() {
      return nodes;
    },
    get order() {
      return slotOrder;
    },
    table,
    changes,
    domainsOf: domainReader({
      table,
      get order() {
        return slotOrder;
      },
      get objectGeneration() {
        return objectGeneration;
      },
    }),
    get cordoned() {
      return counters.cordoned;
    },
    get tainted() {
      return counters.tainted;
    },
    get unpreferred() {
      return counters.unpreferred;
    },
    get generation() {
      return generation;
    },
    get objectGeneration() {
      return objectGeneration;
    },
    get lowestPriority() {
      return priorities.lowest;
    },
    get slots() {
      return slots;
    },
    get assigned() {
      return places.size();
    },
    node(name) {
      const info = infos.get(name);
      return info?.node ? info : undefined;
    },
    has: (uid) => places.has(uid),
    pod: (uid) => places.get(uid)?.pod,
    addNode(node) {
      const info = infoOf(node.metadata.name);
      if (info.node) {
        cache.updateNode(node);
        return info;
      }
      setNode(info, node, columns);
      noteAffinity(info);
      grow();
      touch(info, true);
      countNode(node, 1);
      addToTree(tree, node);
      known += 1;
      stale = true;
      return info;
    },
    updateNode(node) {
      const info = infos.get(node.metadata.name);
      const before = info?.node;
      if (!info || !before) {
        cache.addNode(node);
        return undefined;
      }
      countNode(before, -1);
      setNode(info, node, columns);
      grow();
      touch(info, true);
      countNode(node, 1);
      updateInTree(tree, before, node);
      return before;
    },
    removeNode(name) {
      const info = infos.get(name);
      const node = info?.node;
      if (!info || !node) return undefined;
      countNode(node, -1);
      removeFromTree(tree, node);
      info.node = undefined;
      noteAffinity(info);
      touch(info, true);
      if (info.pods.size === 0) forget(info);
      known -= 1;
      stale = true;
      return node;
    },
    assign(pod, nodeName) {
      cache.unassign(pod.uid);
      const info = infoOf(nodeName);
      grow();
      addPodToNode(info, pod);
      if (pod.info.hasPodAffinity) noteAffinity(info);
      touch(info);
      forgetDerived(pod.info);
      places.set(pod.uid, { pod, info });
      priorities.add(pod.info.priority);
    },
    unassign(uid) {
      const place = places.get(uid);
      if (!place) return undefined;
      places.delete(uid);
      const { pod, info } = place;
      priorities.remove(pod.info.priority);
      removePodFromNode(info, pod);
      if (pod.info.hasPodAffinity) noteAffinity(info);
      touch(info);
      if (!info.node && info.pods.size === 0) forget(info);
      return { pod, nodeName: info.name };
    },
    updatePod(pod) {
      const place = places.get(pod.uid);
      if (!place) return undefined;
      const { pod: before, info } = place;
      if (before.info !== pod.info || before.labels !== pod.labels || before.terminating !== pod.terminating)
        cache.assign(pod, info.name);
      else {
        replacePodOnNode(info, pod);
        places.set(pod.uid, { pod, info });
      }
      return before;
    },
    refresh() {
      grow();
      images.refresh();
      if (!stale) return;
      stale = false;
      // A node that left and came back between two cycles keeps its place, because kube-scheduler compares only names and counts.
      if (order.length !== known || !order.every((name) => cache.node(name))) order = listTree(tree);
      nodes = order.map((name) => infos.get(name)).filter((info) => info !== undefined);
      slotOrder = Int32Array.from(nodes, ({ slot }) => slot);
    },
    restart() {
      tree = createNodeTree();
      const present = [...infos.values()].flatMap((info) => (info.node ? [info.node] : []));
      present.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      for (const node of present) addToTree(tree, node);
      order = [];
      stale = true;
    },
  });
  return cache;
}

function note(set: Set<NodeInfo>, info: NodeInfo, member: boolean): void {
  if (member) set.add(info);
  else set.delete(info);
}

function hasTaint(node: Node, choice: (taint: Taint) => boolean): boolean {
  return node.spec?.taints?.some(choice) ?? false;
}
