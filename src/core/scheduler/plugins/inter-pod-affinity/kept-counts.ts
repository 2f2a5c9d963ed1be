/** Keeps what each node adds to the counts for a pod template, so that between two cycles only the nodes that changed are counted again. */
import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import type { PodState } from '../../framework/pod-state.ts';

/** What one node added, to be taken back. */
export type TakeBack = () => void;

interface Kept<Counts> {
  readonly counts: Counts;
  readonly order: Int32Array;
  readonly objects: number;
  readonly namespace: string;
  /** By slot: the generation of the node when it was counted, and what it added. */
  readonly generations: Float64Array;
  readonly added: (TakeBack | undefined)[];
}

/** Templates whose counts are kept. The one that was used longest ago makes room. */
const MOST_TEMPLATES = 256;

/**
 * Returns a function that gives the counts for a pod: those kept for its template, brought up to date, or new ones. They are valid in this
 * cycle.
 *
 * @param empty counts without any node.
 * @param addNode adds a node. @returns what takes it back; undefined if it added nothing.
 */
export function keptCounts<Counts>(
  empty: () => Counts,
): (
  pod: PodState,
  cluster: ClusterView,
  addNode: (counts: Counts, node: NodeInfo) => TakeBack | undefined,
) => Counts {
  const known = new Map<PodInfo, Kept<Counts>>();
  /** The first pod of a template may be the only one. */
  const met = new WeakSet<PodInfo>();
  const keptFor = ({ info, namespace }: PodState, { order, table, objects }: ClusterView): Kept<Counts> => {
    const before = known.get(info);
    known.delete(info);
    const isSame =
      before?.order === order && before.objects === objects.generation && before.namespace === namespace;
    const slots = table.generations.length;
    const kept: Kept<Counts> = isSame
      ? before
      : {
          counts: empty(),
          order,
          objects: objects.generation,
          namespace,
          generations: new Float64Array(slots),
          added: new Array<TakeBack | undefined>(slots).fill(undefined),
        };
    known.set(info, kept);
    if (known.size > MOST_TEMPLATES) for (const oldest of known.keys()) if (known.delete(oldest)) break;
    return kept;
  };
  return (pod, cluster, addNode) => {
    const { order, table } = cluster;
    if (pod.labels !== pod.info.labels || !met.has(pod.info)) {
      met.add(pod.info);
      const counts = empty();
      for (const node of cluster.nodes) addNode(counts, node);
      return counts;
    }
    const { counts, generations, added } = keptFor(pod, cluster);
    for (let i = 0; i < order.length; i++) {
      const slot = order[i] as number;
      const generation = table.generations[slot] as number;
      if (generations[slot] === generation) continue;
      generations[slot] = generation;
      added[slot]?.();
      added[slot] = addNode(counts, table.nodes[slot] as NodeInfo);
    }
    return counts;
  };
}
