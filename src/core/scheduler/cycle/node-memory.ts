/** Caches verdicts and scores of nodes for each pod template, because most nodes do not change between two pods of a template. */
import type { PodInfo } from '../cache/pod-info.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { CycleResult } from './cycle-result.ts';

/** Indexed by the nodes' slots. An entry is valid if its generation equals the node's. */
export interface NodeMemory {
  readonly verdictOf: Float64Array;
  readonly verdicts: (Rejection | undefined)[];
  readonly scoreOf: Float64Array;
  readonly scores: Float64Array;
  /** The last failure. It is valid until any node or nomination changes. Pods that wait together often share a template and are tried together. */
  failure: RememberedFailure | undefined;
}

interface RememberedFailure {
  /** The generations of the cluster and of the nominations. */
  readonly generation: number;
  readonly nominations: number;
  readonly result: Pick<CycleResult, 'evaluated' | 'message' | 'rejectors' | 'nominated'>;
}

/** Most entries over all templates (about 32 bytes each). At the limit all entries are dropped. */
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
      if (!met.has(pod)) {
        met.add(pod);
        return undefined;
      }
      const known = memories.get(pod);
      if (known && known.scores.length >= slots) return known;
      if (entries + slots > MOST_ENTRIES) {
        memories = new WeakMap();
        entries = 0;
      }
      entries += slots;
      const memory: NodeMemory = {
        verdictOf: new Float64Array(slots),
        verdicts: new Array<Rejection | undefined>(slots).fill(undefined),
        scoreOf: new Float64Array(slots),
        scores: new Float64Array(slots),
        failure: undefined,
      };
      memories.set(pod, memory);
      return memory;
    },
  };
}
