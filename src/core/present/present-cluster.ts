/** Follows observations to the cluster as it is at present: what a live view draws and what metrics are read from. */

import { readableList, readableRequest } from '../measure/readable-amounts.ts';
import { readUsedAmount } from '../objects/pod-usage.ts';
import type {
  NodeAddedObservation,
  NodeChangedObservation,
  Observation,
  RecordingHeader,
} from '../recording/observation.ts';
import type { RecordingSink } from '../recording/recording-reader.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { passNodeSeconds } from './node-seconds.ts';
import { observePresentPod, releasePod } from './present-pods.ts';
import { addAmount, emptyPresentState, type NodeAtPresent, type PresentState } from './present-state.ts';

export interface PresentCluster extends RecordingSink {
  readonly state: PresentState;
  /** Nothing more happens until this time. */
  advanceTo(at: Microseconds): void;
  /** From now on so much wall time passes for each second of the recording. */
  setWallShare(share: number): void;
}

export function presentCluster(): PresentCluster {
  const state = emptyPresentState();
  const advanceTo = (at: Microseconds): void => {
    const passed = at - state.at;
    if (passed <= 0) return;
    for (const [resource, amount] of state.requested)
      addAmount(state.requestedTime, resource, amount * passed);
    for (const [resource, amount] of state.allocatable)
      addAmount(state.allocatableTime, resource, amount * passed);
    state.at = at;
  };
  return {
    state,
    advanceTo,
    setWallShare(share) {
      for (const node of state.nodes.values()) passNodeSeconds(state, node);
      state.wallShare = share;
    },
    header(header: RecordingHeader) {
      state.header = header;
    },
    observe(observation) {
      advanceTo(observation.at);
      observe(state, observation);
    },
  };
}

function observe(state: PresentState, observation: Observation): void {
  switch (observation.kind) {
    case 'template': {
      const { amounts: request } = readableRequest(observation.template, state.header?.source.kubernetes);
      state.templates.set(observation.hash, { template: observation.template, request });
      return;
    }
    case 'node-added':
      return addPresentNode(state, observation);
    case 'node-changed': {
      const node = state.nodes.get(observation.uid);
      if (node) changeNode(state, node, observation);
      return;
    }
    case 'node-removed': {
      const node = state.nodes.get(observation.uid);
      if (node) removePresentNode(state, node);
      return;
    }
    case 'gap':
    case 'close':
    case 'scheduler-changed':
    case 'object-set':
    case 'object-removed':
      return;
    case 'pod-usage': {
      const pod = state.pods.get(observation.uid);
      if (!pod?.isHolding) return;
      state.hasUsage = true;
      if (pod.node) passNodeSeconds(state, pod.node);
      for (const [resource, quantity] of Object.entries(observation.used)) {
        const amount = readUsedAmount(resource, quantity);
        if (amount === undefined) continue;
        if (pod.node) addAmount(pod.node.used, resource, amount - (pod.used.get(resource) ?? 0));
        pod.used.set(resource, amount);
      }
      return;
    }
    default:
      return observePresentPod(state, observation);
  }
}

function addPresentNode(state: PresentState, added: NodeAddedObservation): void {
  const known = state.nodes.get(added.uid);
  if (known) return changeNode(state, known, added);
  const node: NodeAtPresent = {
    uid: added.uid,
    name: added.name,
    pool: added.pool ?? null,
    labels: {},
    capacity: new Map(),
    allocatable: new Map(),
    isUnschedulable: false,
    isReady: true,
    requested: new Map(),
    used: new Map(),
    seconds: { at: state.at, idle: 0, busy: 0, cpuWaiting: 0, memoryWaiting: 0 },
  };
  state.nodes.set(node.uid, node);
  state.nodesByName.set(node.name, node);
  changeNode(state, node, added);
}

function changeNode(
  state: PresentState,
  node: NodeAtPresent,
  changed: NodeAddedObservation | NodeChangedObservation,
): void {
  passNodeSeconds(state, node);
  node.labels = changed.labels ?? node.labels;
  node.isUnschedulable = changed.unschedulable ?? node.isUnschedulable;
  node.isReady = changed.ready ?? node.isReady;
  if (changed.capacity) node.capacity = readableList(changed.capacity).amounts;
  if (changed.allocatable) offer(state, node, readableList(changed.allocatable).amounts);
}

function offer(state: PresentState, node: NodeAtPresent, allocatable: ReadonlyMap<string, number>): void {
  for (const [resource, amount] of node.allocatable) addAmount(state.allocatable, resource, -amount);
  for (const [resource, amount] of allocatable) addAmount(state.allocatable, resource, amount);
  node.allocatable = allocatable;
}

/** With the requests of its pods. */
function removePresentNode(state: PresentState, node: NodeAtPresent): void {
  for (const pod of state.pods.values()) if (pod.node === node) releasePod(state, pod);
  offer(state, node, new Map());
  state.nodes.delete(node.uid);
  if (state.nodesByName.get(node.name) === node) state.nodesByName.delete(node.name);
}
