/** Caches verdicts and scores of nodes for each pod template, because most nodes do not change between two pods of a template. */
import type { PodInfo } from '../cache/pod-info.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { CycleResult } from './cycle-result.ts';

/** Indexed by the nodes' slots. */
export interface NodeMemory {
  /** The generation of the node when it passed the filters, or minus that generation when it was rejected. Any other number: not known. */
  readonly verdictOf: Float64Array;
  readonly rejections: (Rejection | undefined)[];
  /** Valid with the verdict. NaN: not known. */
  readonly scores: Float64Array;
  /** Which filters the verdicts are of: those before the framework's filter with this index. -1: all. */
  boundary: number;
  /** The last failure. It is valid until any node or nomination changes. Pods that wait together often share a template and are tried together. */
  failure: RememberedFailure | undefined;
}

interface RememberedFailure {
  /** The generations of the cluster and of the nominations. */
  readonly generation: number;
  readonly nominations: number;
  readonly result: Pick<CycleResult, 'evaluated' | 'message' | 'rejectors' | 'nominated'>;
}

/** Most entries over all templates (about 24 bytes each). At the limit all entries are dropped. */
const MOST_ENTRIES = 1_000_000;

/** The memories of one framework. A changed profile needs new ones. */
export interface NodeMemories {
  /**
   * @param slots number of node slots.
   * @returns undefined for the first pod of a template, because it may be the only one.
   */
  of(pod: PodInfo, slots: number): NodeMemory | undefined;
}

/** Empty memories. */
export function createNodeMemories(): NodeMemories {
  let memories = new WeakMap<PodInfo, NodeMemory>();
  const met = new WeakSet<PodInfo>();
  let entries = 0;
  return {
    of(pod, slots) {
      const known = memories.get(pod);
      if (known && known.scores.length >= slots) return known;
      if (!met.has(pod)) {
        met.add(pod);
        return undefined;
      }
      if (entries + slots > MOST_ENTRIES) {
        memories = new WeakMap();
        entries = 0;
      }
      entries += slots;
      const memory: NodeMemory = {
        verdictOf: new Float64Array(slots),
        rejections: new Array<Rejection | undefined>(slots).fill(undefined),
        scores: new Float64Array(slots),
        boundary: -1,
        failure: undefined,
      };
      memories.set(pod, memory);
      return memory;
    },
  };
}
