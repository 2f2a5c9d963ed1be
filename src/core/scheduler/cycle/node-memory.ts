/** Keeps, for each pod template, its last failure and the verdicts and scores of nodes, because most nodes do not change between two pods of a template. */
import type { PodInfo } from '../cache/pod-info.ts';
import type { ResourceColumns } from '../cache/resource-columns.ts';
import { perTemplate } from '../framework/per-template.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { RememberedFailure } from '../framework/remembered-failure.ts';

/** Indexed by the nodes' slots. */
export interface NodeMemory {
  /** The generation of the node when it passed the filters, or minus that generation when it was rejected. Any other number: not known. */
  readonly verdictOf: Float64Array;
  /** Empty before the first one. */
  rejections: (Rejection | undefined)[];
  /** Valid with the verdict. NaN: not known. */
  readonly scores: Float64Array;
  /** 1 for a node that had no room for the pod, until it changes. */
  readonly isShort: Uint8Array;
  /** The generation of the cluster up to which the scores of changed nodes are NaN; see forget-changed.ts. */
  upTo: number;
  /** Which filters the verdicts are of: those before the framework's filter with this index. -1: all. */
  boundary: number;
}

export interface TemplateMemory {
  /** The last failure. Pods that wait together often share a template, and each is tried again and again. */
  failure: RememberedFailure | undefined;
  readonly nodes: NodeMemories;
  /** Whether verdicts, and whether scores, were asked for before. */
  searched: boolean;
  scored: boolean;
  /** Whether the last search found nodes and refused more: to remember the refusals is then faster than to search by columns. */
  refuses: boolean;
  known: NodeMemory | undefined;
  /** Of the memories when these nodes were added. */
  epoch: number;
}

/** Most entries over all templates (about 24 bytes each). At the limit all entries are dropped. */
const MOST_ENTRIES = 1_000_000;

/** The entries of one framework. A changed profile needs new ones. */
export interface NodeMemories {
  /** @returns the memory of the pod's template. */
  of(pod: PodInfo): TemplateMemory;
  /** The entries that there are; undefined if there are none. */
  known(memory: TemplateMemory, slots: number): NodeMemory | undefined;
  /**
   * @param use what the entries are for.
   * @param slots number of node slots.
   * @returns undefined for the first pod of a template that asks, because it may be the only one.
   */
  nodesOf(memory: TemplateMemory, use: 'searched' | 'scored', slots: number): NodeMemory | undefined;
}

/** Empty memories. */
export function createNodeMemories(columns: ResourceColumns): NodeMemories {
  let epoch = 0;
  let entries = 0;
  const memories: NodeMemories = {
    of: perTemplate(
      columns,
      ({ isShared }): TemplateMemory => ({
        failure: undefined,
        nodes: memories,
        searched: isShared,
        scored: isShared,
        refuses: false,
        known: undefined,
        epoch: 0,
      }),
    ),
    known: ({ known, epoch: added }, slots) =>
      known && added === epoch && known.scores.length >= slots ? known : undefined,
    nodesOf(memory, use, slots) {
      const known = memories.known(memory, slots);
      if (known) return known;
      if (!memory[use]) {
        memory[use] = true;
        return undefined;
      }
      if (entries + slots > MOST_ENTRIES) {
        epoch += 1;
        entries = 0;
      }
      entries += slots;
      memory.epoch = epoch;
      memory.known = {
        verdictOf: new Float64Array(slots),
        rejections: [],
        scores: new Float64Array(slots),
        isShort: new Uint8Array(slots),
        upTo: Number.NEGATIVE_INFINITY,
        boundary: -1,
      };
      return memory.known;
    },
  };
  return memories;
}
