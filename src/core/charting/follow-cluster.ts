/** Follows the observations of a recording and keeps the history of every node and pod, by the rules by which they are measured. */

import { type ContainerCounts, containerCounts } from '../measure/container-runs.ts';
import { readableList, readableRequest } from '../measure/readable-amounts.ts';
import { type Amounts, indexAmounts, type ResourceIndex, resourceIndex } from '../measure/resource-index.ts';
import type { Observation, RecordingHeader } from '../recording/observation.ts';
import type { DrawnCluster, DrawnEvent, DrawnNode } from './drawn-cluster.ts';
import { type FollowedPod, followPod } from './follow-pod.ts';

interface Following {
  readonly kubernetes: string | undefined;
  readonly index: ResourceIndex;
  readonly requests: Map<string, Amounts>;
  readonly nodes: DrawnNode[];
  readonly nodesByUid: Map<string, number>;
  /** The latest node of each name. */
  readonly nodesByName: Map<string, number>;
  readonly pods: FollowedPod[];
  /** Those that exist. */
  readonly podsByUid: Map<string, FollowedPod>;
  readonly events: DrawnEvent[];
  readonly containers: ContainerCounts;
}

export function followCluster(header: RecordingHeader, observations: Iterable<Observation>): DrawnCluster {
  const podsByUid = new Map<string, FollowedPod>();
  const following: Following = {
    kubernetes: header.source.kubernetes,
    index: resourceIndex(),
    requests: new Map(),
    nodes: [],
    nodesByUid: new Map(),
    nodesByName: new Map(),
    pods: [],
    podsByUid,
    events: [],
    containers: containerCounts((uid, restarts) => {
      podsByUid.get(uid)!.restarts += restarts;
    }),
  };
  let now = 0;
  for (const observation of observations) {
    now = Math.max(now, observation.at);
    if (observation.kind === 'close') break;
    follow(following, observation, now);
  }
  const { nodes, pods, events, index } = following;
  return { end: now, resources: index.names, nodes, pods, events };
}

function follow(following: Following, observation: Observation, now: number): void {
  const { index, requests, nodes, nodesByUid, events } = following;
  switch (observation.kind) {
    case 'template': {
      const { amounts } = readableRequest(observation.template, following.kubernetes);
      requests.set(observation.hash, indexAmounts(index, amounts));
      break;
    }
    case 'node-added':
      addNode(following, observation, now);
      break;
    case 'node-changed': {
      const node = nodes[nodesByUid.get(observation.uid) ?? -1];
      if (!node) break;
      if (observation.allocatable) offer(following, node, observation.allocatable, now);
      for (const kind of nodeChanges(observation))
        events.push({ at: now, kind, subject: node.name, reason: null });
      break;
    }
    case 'node-removed': {
      const node = nodes[nodesByUid.get(observation.uid) ?? -1];
      if (!node) break;
      node.removed = now;
      nodesByUid.delete(observation.uid);
      events.push({ at: now, kind: 'node removed', subject: node.name, reason: null });
      break;
    }
    case 'scheduler-changed':
      events.push({ at: now, kind: 'scheduler changed', subject: observation.name ?? '', reason: null });
      break;
    case 'gap':
      events.push({
        at: now,
        kind: 'not seen before',
        subject: observation.scope ?? '',
        reason: observation.reason,
      });
      break;
    case 'object-set':
    case 'object-removed':
    case 'close':
      break;
    default:
      followPod(following, observation, now);
  }
}

type Added = Extract<Observation, { readonly kind: 'node-added' }>;
type Changed = Extract<Observation, { readonly kind: 'node-changed' }>;

function addNode(following: Following, { uid, name, pool, allocatable }: Added, now: number): void {
  const { nodes, nodesByUid, nodesByName, events } = following;
  const known = nodes[nodesByUid.get(uid) ?? -1];
  if (known) return offer(following, known, allocatable, now);
  const node: DrawnNode = { uid, name, pool: pool ?? null, added: now, removed: null, offers: [] };
  offer(following, node, allocatable, now);
  nodesByUid.set(uid, nodes.length);
  nodesByName.set(name, nodes.length);
  nodes.push(node);
  if (now > 0) events.push({ at: now, kind: 'node added', subject: name, reason: null });
}

function offer({ index }: Following, node: DrawnNode, list: Added['allocatable'], now: number): void {
  node.offers.push({ at: now, amounts: indexAmounts(index, readableList(list).amounts) });
}

function nodeChanges({ unschedulable, ready, allocatable, taints }: Changed): string[] {
  return [
    ...(unschedulable === undefined ? [] : [unschedulable ? 'node cordoned' : 'node uncordoned']),
    ...(ready === undefined ? [] : [ready ? 'node ready' : 'node not ready']),
    ...(allocatable === undefined ? [] : ['node resized']),
    ...(taints === undefined || unschedulable !== undefined ? [] : ['node taints changed']),
  ];
}
