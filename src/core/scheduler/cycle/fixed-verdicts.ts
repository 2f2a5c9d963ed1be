/** Keeps the verdicts that depend on the objects of nodes and on a few fields of the pod: bindings do not change them, and pods with equal fields share them. */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { perTemplate } from '../framework/per-template.ts';
import type { FixedFields, NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Rejection } from '../framework/rejection.ts';

/** By slot. */
export type SlotRejections = readonly (Rejection | undefined)[];

export interface FixedVerdicts {
  /**
   * The verdicts of these filters, which must be all the fixed ones for the pod, on all nodes of the cluster.
   *
   * @returns undefined for the first pod with such fields, because it may be the only one.
   */
  of(pod: PodState, cluster: ClusterView, filters: readonly NodeFilter[]): SlotRejections | undefined;
}

interface ClassVerdicts {
  readonly rejections: (Rejection | undefined)[];
  /** The generation of the node's object, by slot, at the time of its verdict. */
  readonly generations: Float64Array;
  /** The generation of the cluster's node objects up to which all is known. */
  known: number;
}

/** Most verdicts over all classes of pods (16 bytes each). At the limit all are dropped. */
const MOST_VERDICTS = 2_000_000;

/** The verdicts of one framework. */
export function createFixedVerdicts(columns: ClusterView['columns']): FixedVerdicts {
  const keyOf = perTemplate(columns, ({ spec }) => {
    const { tolerations, nodeSelector, nodeName, affinity }: FixedFields = spec;
    return JSON.stringify([tolerations, nodeSelector, nodeName, affinity?.nodeAffinity]);
  });
  /** A class that was met once has no verdicts yet. */
  let classes = new Map<string, ClassVerdicts | undefined>();
  let kept = 0;
  const drop = (more: number) => {
    kept += more;
    if (kept <= MOST_VERDICTS) return;
    classes = new Map();
    kept = more;
  };
  const classOf = (key: string, slots: number): ClassVerdicts | undefined => {
    const known = classes.get(key);
    if (known && known.generations.length >= slots) return known;
    if (!classes.has(key)) {
      drop(1);
      classes.set(key, undefined);
      return undefined;
    }
    drop(slots);
    const made: ClassVerdicts = {
      rejections: new Array<Rejection | undefined>(slots).fill(undefined),
      generations: new Float64Array(slots),
      known: -1,
    };
    classes.set(key, made);
    return made;
  };
  return {
    of(pod, { table, order, objectGeneration }, filters) {
      const verdicts = classOf(keyOf(pod.info), table.generations.length);
      if (!verdicts) return undefined;
      const { rejections, generations } = verdicts;
      if (verdicts.known === objectGeneration) return rejections;
      for (let i = 0; i < order.length; i++) {
        const slot = order[i] as number;
        const generation = table.objectGenerations[slot] as number;
        if (generations[slot] === generation) continue;
        generations[slot] = generation;
        rejections[slot] = firstOf(filters, table.nodes[slot] as NodeInfo);
      }
      verdicts.known = objectGeneration;
      return rejections;
    },
  };
}

function firstOf(filters: readonly NodeFilter[], node: NodeInfo): Rejection | undefined {
  for (const filter of filters) {
    const rejection = filter.reject(node);
    if (rejection) return rejection;
  }
  return undefined;
}
