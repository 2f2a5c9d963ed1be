/** Evicts pods from over-used nodes while there are under-used ones, as the descheduler's LowNodeUtilization with deviation thresholds does. */
import { randomStream } from '../../core/distributions/random-stream.ts';
import { boundsAround } from '../../core/objects/node-scores/classify-nodes.ts';
import { nodeLoad } from '../../core/objects/node-scores/modelled-load.ts';
import { NODE_SCORES, scoresOf } from '../../core/objects/node-scores/node-scores.ts';
import type { Descheduler, DeschedulerProfile } from '../../core/scenario/descheduler.ts';
import type { ClusterState, EmbeddedPod } from './cluster-state.ts';
import { evictNow, mayEvict } from './drain-node.ts';
import { added, type Demand, demandOf, type LoadedNode, loadedNodes } from './node-demand.ts';

export interface DeschedulerParts {
  readonly plan: Descheduler;
  /** Of the order in which pods of one priority are evicted. */
  readonly seed: number;
}

/**
 * Starts it: the first round is one interval after 0s.
 *
 * @returns plays a round that is due, and asks for the next one.
 */
export function startDescheduler(
  cluster: ClusterState,
  { plan, seed }: DeschedulerParts,
): (now: number) => void {
  const uniform = randomStream(seed, 'descheduler');
  askForRound(cluster, plan.interval, 0);
  return (now) => {
    cluster.retries -= 1;
    const room = evictionRoom(plan);
    // As the descheduler does, which resets its counters once a round (pkg/descheduler, runProfiles).
    for (const profile of plan.profiles) {
      const nodes = loadedNodes(cluster, profile.by);
      if (nodes.length > 1) relieve(cluster, { profile, room, uniform }, compared(nodes, profile), now);
    }
    askForRound(cluster, plan.interval, now);
  };
}

/** A round that waits changes nothing by itself, so it counts as what is tried again and again and keeps no replay going. */
function askForRound(cluster: ClusterState, interval: number, now: number): void {
  cluster.heap.push(now + interval, { kind: 'deschedule' });
  cluster.retries += 1;
}

/** How the nodes of a round stand. */
interface Standing {
  readonly over: readonly LoadedNode[];
  /** Schedulable nodes that are under-used; without any, nothing is evicted. */
  readonly under: readonly LoadedNode[];
  /** Whether a node with this demand would still be over-used. */
  isOver(node: LoadedNode, demand: Demand): boolean;
  /** What the under-used nodes can take until they are over-used themselves, in amounts; undefined where a score does not say it. */
  readonly room: Demand | undefined;
}

function compared(nodes: readonly LoadedNode[], profile: DeschedulerProfile): Standing {
  return profile.score === undefined ? byResources(nodes, profile) : byScore(nodes, profile);
}

/** How many more pods may be evicted in a round. */
interface EvictionRoom {
  /** Whether one of this node and namespace may be. */
  has(node: string, namespace: string): boolean;
  take(node: string, namespace: string): void;
}

function evictionRoom({
  perNode = Infinity,
  perNamespace = Infinity,
  total = Infinity,
}: Descheduler): EvictionRoom {
  const ofNode = new Map<string, number>();
  const ofNamespace = new Map<string, number>();
  let all = 0;
  return {
    has: (node, namespace) =>
      all < total && (ofNode.get(node) ?? 0) < perNode && (ofNamespace.get(namespace) ?? 0) < perNamespace,
    take(node, namespace) {
      all += 1;
      ofNode.set(node, (ofNode.get(node) ?? 0) + 1);
      ofNamespace.set(namespace, (ofNamespace.get(namespace) ?? 0) + 1);
    },
  };
}

interface Relief {
  readonly profile: DeschedulerProfile;
  readonly room: EvictionRoom;
  readonly uniform: () => number;
}

/** Under-used: at most the lower bound of every resource that counts. Over-used: above the upper bound of one. */
function byResources(nodes: readonly LoadedNode[], { thresholds, resources }: DeschedulerProfile): Standing {
  const bounds = (['cpu', 'memory'] as const).flatMap((resource, index) => {
    if (!resources.includes(resource)) return [];
    const demands = nodes.map(({ demand }) => demand[index]!);
    return [{ index, ...boundsAround(demands, thresholds) }];
  });
  const isOver = (_: LoadedNode, demand: Demand) => bounds.some(({ index, over }) => demand[index]! > over);
  const under = nodes.filter(
    ({ demand, isCordoned }) => !isCordoned && bounds.every(({ index, under: low }) => demand[index]! <= low),
  );
  const room: [number, number] = [Infinity, Infinity];
  for (const { index, over } of bounds)
    room[index] = under.reduce(
      (sum, { demand, offers }) => sum + (over - demand[index]!) * offers[index]!,
      0,
    );
  return {
    isOver,
    under,
    over: nodes
      .filter((node) => isOver(node, node.demand))
      .sort((a, b) => b.demand[0] + b.demand[1] - a.demand[0] - a.demand[1]),
    room,
  };
}

/** At or beyond a bound counts, as in node-classifier-sim. */
function byScore(nodes: readonly LoadedNode[], { score, thresholds, curve }: DeschedulerProfile): Standing {
  const definition = NODE_SCORES.find(({ name }) => name === score)!;
  const scoresWith = (changed?: LoadedNode, demand?: Demand): number[] =>
    scoresOf(
      definition,
      nodes.map((node) => nodeLoad(node.name, ...(node === changed ? demand! : node.demand), curve)),
    );
  const scores = scoresWith();
  const { under: low, over: high } = boundsAround(scores, thresholds);
  const scored = nodes.map((node, index) => ({ node, value: scores[index]! }));
  return {
    isOver: (node, demand) => scoresWith(node, demand)[nodes.indexOf(node)]! >= high,
    under: scored.filter(({ node, value }) => !node.isCordoned && value <= low).map(({ node }) => node),
    over: scored
      .filter(({ value }) => value >= high)
      .sort((a, b) => b.value - a.value)
      .map(({ node }) => node),
    room: undefined,
  };
}

function relieve(
  cluster: ClusterState,
  { profile: { by }, room, uniform }: Relief,
  { over, under, isOver, room: untilOver }: Standing,
  now: number,
): void {
  if (under.length === 0) return;
  let left = untilOver;
  for (const node of over) {
    for (const pod of shuffled(node.pods.filter(isEvictable), uniform)) {
      if (!isOver(node, node.demand)) break;
      if (left?.some((amount) => amount <= 0)) return;
      if (!room.has(node.name, pod.plan.namespace) || !mayEvict(cluster, pod)) continue;
      const share = demandOf(pod, node.offers, by);
      evictNow(cluster, pod, now, { message: `descheduler: node "${node.name}" is over-used` });
      room.take(node.name, pod.plan.namespace);
      node.demand = added(node.demand, share, -1);
      if (left) left = added(left, [share[0] * node.offers[0], share[1] * node.offers[1]], -1);
    }
  }
}

/** Pods that nothing would create again, those of the node, and those of the system stay (the descheduler's DefaultEvictor). */
function isEvictable({ plan, terminal, terminating, bound }: EmbeddedPod): boolean {
  if (!bound || terminal || terminating) return false;
  const { metadata, spec } = plan.template;
  if (metadata?.annotations?.['descheduler.alpha.kubernetes.io/evict'] === 'true') return true;
  const owner = plan.owners?.[0]?.kind;
  if (owner === undefined || owner === 'DaemonSet' || owner === 'Node') return false;
  return (spec.priority ?? 0) < SYSTEM_PRIORITY;
}

/** system-cluster-critical, the lower one of the two classes of the system. */
const SYSTEM_PRIORITY = 2_000_000_000;

/** The lowest priority first; pods of one priority in random order. */
function shuffled(pods: readonly EmbeddedPod[], uniform: () => number): EmbeddedPod[] {
  return pods
    .map((pod) => ({ pod, draw: uniform() }))
    .sort(
      (a, b) =>
        (a.pod.plan.template.spec.priority ?? 0) - (b.pod.plan.template.spec.priority ?? 0) ||
        a.draw - b.draw,
    )
    .map(({ pod }) => pod);
}
