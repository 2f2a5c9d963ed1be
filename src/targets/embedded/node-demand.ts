/** Computes what the pods of each node request or use, as shares of what the node offers. */
import type { Node } from '../../core/objects/node.ts';
import type { PodTemplate, ResourceList } from '../../core/objects/pod.ts';
import { podRequest } from '../../core/objects/pod-request.ts';
import { parseUsed } from '../../core/objects/pod-usage.ts';
import { QuantityError } from '../../core/objects/quantity.ts';
import type { ClusterState, EmbeddedPod } from './cluster-state.ts';

/** Shares of a node, of cpu and of memory. */
export type Demand = readonly [cpu: number, memory: number];

export interface LoadedNode {
  readonly name: string;
  readonly offers: Demand;
  demand: Demand;
  /** Bound to it and not terminal, in the order of their binding. */
  readonly pods: readonly EmbeddedPod[];
  readonly isCordoned: boolean;
}

const RESOURCES = ['cpu', 'memory'] as const;

/** Nodes that offer cpu and memory. */
export function loadedNodes({ nodes, pods }: ClusterState, by: 'requests' | 'usage'): LoadedNode[] {
  const loaded: LoadedNode[] = [];
  for (const [name, { node, pods: uids }] of nodes) {
    const offers = pair((resource) => amountOf(offerOf(node), resource));
    if (offers.some((amount) => amount <= 0)) continue;
    const own = [...uids].flatMap((uid) => pods.get(uid) ?? []);
    const demand = own.reduce((sum, pod) => added(sum, demandOf(pod, offers, by), 1), [0, 0] as Demand);
    loaded.push({ name, offers, demand, pods: own, isCordoned: node.spec?.unschedulable === true });
  }
  return loaded;
}

/** What the pod takes of a node with these offers. */
export function demandOf(pod: EmbeddedPod, offers: Demand, by: 'requests' | 'usage'): Demand {
  const amounts = by === 'usage' ? usedBy(pod) : requestedBy(pod.plan.template);
  return pair((_, index) => amounts[index]! / offers[index]!);
}

export function added(one: Demand, other: Demand, sign: 1 | -1): Demand {
  return [one[0] + sign * other[0], one[1] + sign * other[1]];
}

function pair(compute: (resource: (typeof RESOURCES)[number], index: number) => number): Demand {
  return [compute('cpu', 0), compute('memory', 1)];
}

function offerOf({ status }: Node): ResourceList {
  return status?.allocatable ?? status?.capacity ?? {};
}

function usedBy({ used }: EmbeddedPod): Demand {
  return pair((resource) => amountOf(used, resource));
}

const requests = new WeakMap<PodTemplate, Demand>();

/** In the units of usage. */
function requestedBy(template: PodTemplate): Demand {
  const known = requests.get(template);
  if (known) return known;
  const request = podRequest(template.spec);
  const demand: Demand = [(request.get('cpu') ?? 0) * 1e6, request.get('memory') ?? 0];
  requests.set(template, demand);
  return demand;
}

/** 0 for an amount that cannot be read. */
function amountOf(list: ResourceList, resource: string): number {
  try {
    return parseUsed(resource, list[resource] ?? 0);
  } catch (error) {
    if (error instanceof QuantityError) return 0;
    throw error;
  }
}
