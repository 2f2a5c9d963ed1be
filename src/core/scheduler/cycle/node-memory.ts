/** What was found out about nodes for the pods of one template, good until a node changes: most nodes do not between two such pods. */
import type { PodInfo } from '../cache/pod-info.ts';
import type { Rejection } from '../framework/rejection.ts';

/** By the nodes' slots. An entry holds if its generation is the node's. */
export interface NodeMemory {
  readonly verdictOf: Float64Array;
  readonly verdicts: (Rejection | undefined)[];
  readonly scoreOf: Float64Array;
  readonly scores: Float64Array;
  /** The last failure, good while no node at all changes: pods that wait together are often of one template and tried together. */
  failure: RememberedFailure | undefined;
}

export interface RememberedFailure {
  /** Of the cluster. */
  readonly generation: number;
  readonly evaluated: number;
  readonly message: string;
  readonly rejectors: ReadonlySet<string>;
}

/** Entries over all templates (about 32 bytes each); beyond it everything is forgotten. */
const MOST_ENTRIES = 1_000_000;

/** Memories of one framework: a change of profile needs new ones. */
export interface NodeMemories {
  /**
   * @param slots how many slots nodes have.
   * @returns undefined for a template met for the first time, as it may be the only time.
   */
  of(pod: PodInfo, slots: number): NodeMemory | undefined;
}

/** Nothing is known yet. */
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
