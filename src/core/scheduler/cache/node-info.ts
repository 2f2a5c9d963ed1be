/** A node in the scheduler's cache: the object, its allocatable amounts and the pods on it. */
import { allocatableOf } from '../../objects/admission.ts';
import type { Node } from '../../objects/node.ts';
import { parseResourceList } from '../../objects/quantity.ts';
import type { PodState } from '../framework/pod-state.ts';
import { copyPorts, freePorts, type HostPortsInUse, takePorts } from './host-ports.ts';
import type { PodInfo } from './pod-info.ts';
import { PODS_COLUMN, type ResourceColumns, toColumns } from './resource-columns.ts';

/** An image on a node, by one of its names. */
export interface ImageOnNode {
  readonly sizeBytes: number;
  /** Number of nodes with the image, when the node last changed. */
  readonly nodes: number;
}

export interface NodeInfo {
  readonly name: string;
  /** Index into tables about nodes: a small integer. Another node gets it after this node is removed. */
  readonly slot: number;
  /** Undefined if pods name a node that the cache does not contain, or no longer contains. */
  node: Node | undefined;
  /** Amounts by column. {@link growColumns} makes room for resources that the cache meets later. */
  allocatable: Float64Array;
  requested: Float64Array;
  /** Allocatable minus requested. It is stored because the filter reads only this array. */
  free: Float64Array;
  assumedCpu: number;
  assumedMemory: number;
  readonly pods: Map<string, PodState>;
  /** Those of {@link pods} that have an affinity or anti-affinity to pods, and those with a required anti-affinity. */
  readonly podsWithAffinity: Map<string, PodState>;
  readonly podsWithRequiredAntiAffinity: Map<string, PodState>;
  readonly portsInUse: HostPortsInUse;
  /** By name. */
  images: ReadonlyMap<string, ImageOnNode>;
  /** Changes with every change of the fields above. Unique among all nodes of a cache. */
  generation: number;
  /** The generation since which the object is the same. */
  objectGeneration: number;
}

const NO_IMAGES: ReadonlyMap<string, ImageOnNode> = new Map();

/** A node without an object and without pods. */
export function createNodeInfo(name: string, slot: number, columns: ResourceColumns): NodeInfo {
  const length = capacityFor(columns);
  return {
    name,
    slot,
    node: undefined,
    allocatable: new Float64Array(length),
    requested: new Float64Array(length),
    free: new Float64Array(length),
    assumedCpu: 0,
    assumedMemory: 0,
    pods: new Map(),
    podsWithAffinity: new Map(),
    podsWithRequiredAntiAffinity: new Map(),
    portsInUse: new Map(),
    images: NO_IMAGES,
    generation: 0,
    objectGeneration: 0,
  };
}

/** A copy that shares nothing that changes, so that preemption can try a change. It has no slot of its own: do not cache results for it. */
export function copyNodeInfo(info: NodeInfo): NodeInfo {
  return {
    ...info,
    allocatable: info.allocatable,
    requested: info.requested.slice(),
    free: info.free.slice(),
    pods: new Map(info.pods),
    podsWithAffinity: new Map(info.podsWithAffinity),
    podsWithRequiredAntiAffinity: new Map(info.podsWithRequiredAntiAffinity),
    portsInUse: copyPorts(info.portsInUse),
  };
}

/** Sets the object. The pods on the node stay. */
export function setNode(info: NodeInfo, node: Node, columns: ResourceColumns): void {
  const { columns: offered, amounts } = toColumns(columns, parseResourceList(allocatableOf(node)));
  growColumns(info, columns);
  info.node = node;
  info.allocatable.fill(0);
  for (const [i, column] of offered.entries()) info.allocatable[column] = amounts[i] as number;
  for (let column = 0; column < info.free.length; column++) balance(info, column);
}

/** Adds a pod to the node. */
export function addPodToNode(info: NodeInfo, pod: PodState): void {
  info.pods.set(pod.uid, pod);
  if (pod.info.hasPodAffinity) info.podsWithAffinity.set(pod.uid, pod);
  if (pod.info.hasRequiredAntiAffinity) info.podsWithRequiredAntiAffinity.set(pod.uid, pod);
  count(info, pod.info, 1);
  takePorts(info.portsInUse, pod.info.hostPorts);
}

/** Removes a pod from the node. */
export function removePodFromNode(info: NodeInfo, pod: PodState): void {
  info.pods.delete(pod.uid);
  if (pod.info.hasPodAffinity) info.podsWithAffinity.delete(pod.uid);
  if (pod.info.hasRequiredAntiAffinity) info.podsWithRequiredAntiAffinity.delete(pod.uid);
  count(info, pod.info, -1);
  freePorts(info.portsInUse, pod.info.hostPorts);
}

/** Sets another state of a pod on the node. What it asks for, its labels and whether it is terminating must be the same. */
export function replacePodOnNode(info: NodeInfo, pod: PodState): void {
  for (const pods of [info.pods, info.podsWithAffinity, info.podsWithRequiredAntiAffinity])
    if (pods.has(pod.uid)) pods.set(pod.uid, pod);
}

function count(info: NodeInfo, pod: PodInfo, sign: 1 | -1): void {
  const { requestColumns, requestAmounts } = pod;
  for (let i = 0; i < requestColumns.length; i++) {
    const column = requestColumns[i] as number;
    info.requested[column] = (info.requested[column] as number) + sign * (requestAmounts[i] as number);
    balance(info, column);
  }
  info.assumedCpu += sign * pod.assumedCpuOnNode;
  info.assumedMemory += sign * pod.assumedMemoryOnNode;
  info.requested[PODS_COLUMN] = info.pods.size;
  balance(info, PODS_COLUMN);
}

function balance(info: NodeInfo, column: number): void {
  info.free[column] = (info.allocatable[column] as number) - (info.requested[column] as number);
}

/** Makes room for resources that the cache met after it created this node. */
export function growColumns(info: NodeInfo, columns: ResourceColumns): void {
  if (info.allocatable.length >= columns.names.length) return;
  info.allocatable = grown(info.allocatable, capacityFor(columns));
  info.requested = grown(info.requested, capacityFor(columns));
  info.free = grown(info.free, capacityFor(columns));
}

function capacityFor(columns: ResourceColumns): number {
  return Math.max(8, 2 ** Math.ceil(Math.log2(columns.names.length)));
}

function grown(array: Float64Array, length: number): Float64Array {
  const result = new Float64Array(length);
  result.set(array);
  return result;
}
