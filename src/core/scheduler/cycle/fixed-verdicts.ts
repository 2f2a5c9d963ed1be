/** Keeps the verdicts that depend on the objects of nodes and on a few fields of the pod: bindings do not change them, and pods with equal fields share them. */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
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

/** Pods with equal fields. A class that was met once has no verdicts yet. */
interface FixedClass {
  isMet: boolean;
  verdicts: ClassVerdicts | undefined;
}

/** The verdicts of one framework. */
export function createFixedVerdicts(columns: ClusterView['columns']): FixedVerdicts {
  let classes = new Map<string, FixedClass>();
  let kept = 0;
  let drops = 0;
  const classOfTemplate = (key: string): FixedClass => {
    const known = classes.get(key) ?? { isMet: false, verdicts: undefined };
    classes.set(key, known);
    return known;
  };
  const entryOf = perTemplate(columns, ({ spec }) => {
    const { tolerations, nodeSelector, nodeName, affinity }: FixedFields = spec;
    const key = JSON.stringify([tolerations, nodeSelector, nodeName, affinity?.nodeAffinity]);
    return { key, of: classOfTemplate(key), drops };
  });
  const drop = (more: number) => {
    kept += more;
    if (kept <= MOST_VERDICTS) return;
    classes = new Map();
    drops += 1;
    kept = more;
  };
  const current = (entry: ReturnType<typeof entryOf>): FixedClass => {
    if (entry.drops !== drops) Object.assign(entry, { of: classOfTemplate(entry.key), drops });
    return entry.of;
  };
  const verdictsFor = (template: PodInfo, slots: number): ClassVerdicts | undefined => {
    const entry = entryOf(template);
    const known = current(entry);
    if (known.verdicts && known.verdicts.generations.length >= slots) return known.verdicts;
    if (!known.isMet) {
      drop(1);
      current(entry).isMet = true;
      return undefined;
    }
    drop(slots);
    const made: ClassVerdicts = {
      rejections: new Array<Rejection | undefined>(slots).fill(undefined),
      generations: new Float64Array(slots),
      known: -1,
    };
    Object.assign(current(entry), { isMet: true, verdicts: made });
    return made;
  };
  return {
    of(pod, { table, order, objectGeneration }, filters) {
      const verdicts = verdictsFor(pod.info, table.generations.length);
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
