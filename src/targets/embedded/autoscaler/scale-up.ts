/** Finds by simulation which nodes the waiting pods need: packs them on one new node of each pool, and takes the best pool, until all have room. */
import type { Node } from '../../../core/objects/node.ts';
import type { PodTemplate } from '../../../core/objects/pod.ts';
import { parseResourceList } from '../../../core/objects/quantity.ts';
import type { Expander } from '../../../core/scenario/autoscaler.ts';
import type { EmbeddedPod } from '../cluster-state.ts';
import { type ClusterMirror, templateRequest } from './cluster-mirror.ts';
import { type ManagedPool, mayGrow, nextNode } from './managed-pools.ts';

export interface NewNode {
  readonly pool: ManagedPool;
  readonly node: Node;
  /** When the oldest pod that it is for was created. */
  readonly since: number;
}

export interface ScaleUpParts {
  readonly mirror: ClusterMirror;
  readonly pools: readonly ManagedPool[];
  readonly expander: Expander;
  /** The pods that DaemonSets create on a node. */
  readonly daemonsFor: (node: Node) => readonly PodTemplate[];
}

/** A new node counts as full when this many kinds of pods have found no room on it. */
const MOST_MISSES = 100;

interface Packing {
  readonly pool: ManagedPool;
  readonly node: Node;
  readonly pods: readonly EmbeddedPod[];
  /** Mean of the shares of cpu and memory that stay free. */
  readonly waste: number;
  /** Price for the share of the waiting requests that it takes. */
  readonly price: number;
}

/**
 * Places pods that wait on the mirror, with the nodes that they need besides those that are there or on order.
 *
 * @param waiting in the order in which they are tried. A pod like one that found no room on a node is not tried there.
 * @returns the new nodes, in order, and the pods that no node of any pool would help.
 */
export function planScaleUp(
  parts: ScaleUpParts,
  waiting: readonly EmbeddedPod[],
): { readonly nodes: readonly NewNode[]; readonly hopeless: readonly EmbeddedPod[] } {
  const { mirror } = parts;
  const nodes: NewNode[] = [];
  const hopeless: EmbeddedPod[] = [];
  let left = waiting.filter(withoutRoom(mirror));
  while (left.length > 0) {
    const first = left[0]!;
    const best = bestPacking(parts, left);
    if (!best) {
      const isAlike = ({ plan }: EmbeddedPod): boolean => plan.template === first.plan.template;
      hopeless.push(...left.filter(isAlike));
      left = left.filter((pod) => !isAlike(pod));
      continue;
    }
    const { pool, node, pods } = best;
    addNode(parts, node);
    for (const { uid } of pods) mirror.place(uid, node.metadata.name);
    pool.made += 1;
    pool.size += 1;
    pool.present += 1;
    nodes.push({ pool, node, since: Math.min(...pods.map(({ createdAt }) => createdAt)) });
    const packed = new Set(pods);
    left = left.filter((pod) => !packed.has(pod));
  }
  return { nodes, hopeless };
}

/** Places what has room already. */
function withoutRoom(mirror: ClusterMirror): (pod: EmbeddedPod) => boolean {
  const full = new Set<PodTemplate>();
  return ({ uid, plan }) => {
    if (full.has(plan.template)) return true;
    const node = mirror.firstWithRoom(uid);
    if (node === undefined) {
      full.add(plan.template);
      return true;
    }
    mirror.place(uid, node);
    return false;
  };
}

/** Of the packings that take the first pod. */
function bestPacking(parts: ScaleUpParts, left: readonly EmbeddedPod[]): Packing | undefined {
  const packings = parts.pools.flatMap((pool) => {
    const packing = mayGrow(pool) ? packed(parts, pool, left) : undefined;
    return packing ?? [];
  });
  const [first, second] = ORDERS[parts.expander];
  return packings.toSorted(
    (one, other) =>
      one[first] - other[first] ||
      one[second] - other[second] ||
      other.pods.length - one.pods.length ||
      one.pool.size - other.pool.size,
  )[0];
}

const ORDERS: Readonly<Record<Expander, readonly ['waste' | 'price', 'waste' | 'price']>> = {
  'least-waste': ['waste', 'price'],
  price: ['price', 'waste'],
};

/** Fills one new node of the pool. The mirror is as before afterwards. */
function packed(parts: ScaleUpParts, pool: ManagedPool, left: readonly EmbeddedPod[]): Packing | undefined {
  const { mirror } = parts;
  const node = nextNode(pool);
  const { name } = node.metadata;
  addNode(parts, node);
  const full = new Set<PodTemplate>();
  const pods: EmbeddedPod[] = [];
  for (const pod of left) {
    const { template } = pod.plan;
    if (full.has(template)) continue;
    if (mirror.firstWithRoom(pod.uid, [name]) === undefined) {
      full.add(template);
      if (pods.length === 0 || full.size === MOST_MISSES) break;
      continue;
    }
    mirror.place(pod.uid, name);
    pods.push(pod);
  }
  forgetDaemons(parts, node);
  mirror.removeNode(name);
  if (pods.length === 0) return undefined;
  const taken = shares(pods, parseResourceList(node.status.allocatable));
  const covered = shares(pods, totalOf(left));
  return { pool, node, pods, waste: 1 - taken, price: (pool.price ?? 0) / Math.max(covered, 1e-9) };
}

/** With room for the pods of DaemonSets. */
function addNode({ mirror, daemonsFor }: ScaleUpParts, node: Node): void {
  mirror.addNode(node);
  for (const [index, template] of daemonsFor(node).entries())
    mirror.reserve(daemonUid(node, index), template, node.metadata.name);
}

/** Once the node is there, DaemonSets create the pods themselves. */
export function forgetDaemons(
  { mirror, daemonsFor }: Pick<ScaleUpParts, 'mirror' | 'daemonsFor'>,
  node: Node,
): void {
  for (const index of daemonsFor(node).keys()) mirror.release(daemonUid(node, index));
}

function daemonUid({ metadata }: Node, index: number): string {
  return `daemon ${index} of ${metadata.name}`;
}

const COMPARED = ['cpu', 'memory'] as const;

/** Mean over cpu and memory of the share that the pods request; a resource that is not there is left out. */
function shares(pods: readonly EmbeddedPod[], whole: ReadonlyMap<string, number>): number {
  const requested = totalOf(pods);
  const each = COMPARED.flatMap((resource) => {
    const all = whole.get(resource) ?? 0;
    return all > 0 ? [(requested.get(resource) ?? 0) / all] : [];
  });
  return each.length === 0 ? 0 : each.reduce((sum, share) => sum + share, 0) / each.length;
}

function totalOf(pods: readonly EmbeddedPod[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const { plan } of pods) {
    const request = templateRequest(plan.template);
    for (const resource of COMPARED)
      total.set(resource, (total.get(resource) ?? 0) + (request.get(resource) ?? 0));
  }
  return total;
}
