/** Keeps what each node adds to the counts for pods that are alike, so that between two cycles only the nodes that changed are counted again. */

import type { ClusterView } from '../../cache/cluster-view.ts';
import { type CountedNodes, countedNodes, recount } from '../../cache/counted-nodes.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import type { ResourceColumns } from '../../cache/resource-columns.ts';
import { perTemplate } from '../../framework/per-template.ts';
import type { PodState } from '../../framework/pod-state.ts';

/** What one node added, to be taken back. */
export type TakeBack = () => void;

interface Kept<Counts> {
  readonly counts: Counts;
  readonly nodes: CountedNodes;
  readonly objects: number;
  /** By slot: what the node added. */
  readonly added: (TakeBack | undefined)[];
}

/** Pods of one namespace with equal labels and equal affinity. */
interface PodClass<Counts> {
  readonly namespace: string;
  kept: Kept<Counts> | undefined;
}

/** Classes whose counts are kept, and classes that are known. At the limit all are forgotten. */
const MOST_KEPT = 256;
const MOST_CLASSES = 10_000;

/**
 * Returns a function that gives the counts for a pod: those kept for its class, brought up to date, or new ones. They are valid in this
 * cycle.
 *
 * @param empty counts without any node.
 * @param nodes those that can add something.
 * @param addNode adds a node. @returns what takes it back; undefined if it added nothing.
 */
export function keptCounts<Counts>(
  columns: ResourceColumns,
  empty: (cluster: ClusterView) => Counts,
): (
  pod: PodState,
  cluster: ClusterView,
  nodes: Iterable<NodeInfo>,
  addNode: (counts: Counts, node: NodeInfo) => TakeBack | undefined,
) => Counts {
  let classes = new Map<string, PodClass<Counts>>();
  let keeping: PodClass<Counts>[] = [];
  const ofTemplate = perTemplate(columns, (info): { of: PodClass<Counts> | undefined; key: string } => ({
    of: undefined,
    key: classKey(info),
  }));
  /** Undefined for the first pod of a class, which may be the only one. */
  const classOf = ({ info, namespace }: PodState): PodClass<Counts> | undefined => {
    const template = ofTemplate(info);
    if (template.of?.namespace === namespace) return template.of;
    const name = JSON.stringify([namespace, template.key]);
    const known = classes.get(name);
    if (known) {
      template.of = known;
      return known;
    }
    if (classes.size >= MOST_CLASSES) classes = new Map();
    classes.set(name, { namespace, kept: undefined });
    return undefined;
  };
  const keptFor = (each: PodClass<Counts>, cluster: ClusterView): Kept<Counts> => {
    const { kept } = each;
    const objects = cluster.objects.generation;
    if (kept?.nodes.order === cluster.order && kept.objects === objects) return kept;
    if (!kept) {
      if (keeping.length >= MOST_KEPT) {
        for (const other of keeping) other.kept = undefined;
        keeping = [];
      }
      keeping.push(each);
    }
    each.kept = {
      counts: empty(cluster),
      nodes: countedNodes(cluster),
      objects,
      added: new Array<TakeBack | undefined>(cluster.table.generations.length).fill(undefined),
    };
    return each.kept;
  };
  return (pod, cluster, nodes, addNode) => {
    const podClass = pod.labels === pod.info.labels ? classOf(pod) : undefined;
    if (!podClass) {
      const counts = empty(cluster);
      for (const node of nodes) addNode(counts, node);
      return counts;
    }
    const { counts, nodes: counted, added } = keptFor(podClass, cluster);
    recount(counted, cluster, (node) => {
      added[node.slot]?.();
      added[node.slot] = addNode(counts, node);
    });
    return counts;
  };
}

function classKey({ labels, spec: { affinity } }: PodInfo): string {
  return JSON.stringify([labels, affinity?.podAffinity, affinity?.podAntiAffinity]);
}
