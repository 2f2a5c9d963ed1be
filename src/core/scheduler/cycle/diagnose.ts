/** Sums up why nodes were rejected. */
import type { NodeInfo } from '../cache/node-info.ts';
import type { Diagnosis } from '../framework/diagnosis.ts';
import type { Rejection } from '../framework/rejection.ts';
import { nodesAt } from './feasible-nodes.ts';

/** The rejected nodes of a search. The lists are used again by the next search. */
export interface RejectedNodes {
  readonly count: number;
  readonly slots: Int32Array;
  /** Index by index their rejections; can be longer than the count. */
  readonly rejections: readonly Rejection[];
  /** All nodes of the cluster, by slot. */
  readonly bySlot: readonly NodeInfo[];
}

/**
 * The diagnosis of a search.
 *
 * @param narrowing the plugins that restricted the search to some nodes, if they count as rejecting.
 * @param excluded the rejection of nodes that PreFilter excluded, and their number.
 */
export function diagnose(
  { count, slots, rejections, bySlot }: RejectedNodes,
  narrowing: readonly string[],
  excluded?: { readonly rejection: Rejection; readonly count: number },
): Diagnosis {
  const counts = new Map<Rejection, number>();
  for (let i = 0; i < count; ) {
    // Equal rejections mostly follow each other, so each streak is counted at once.
    const rejection = rejections[i] as Rejection;
    const start = i;
    while (i < count && rejections[i] === rejection) i += 1;
    counts.set(rejection, (counts.get(rejection) ?? 0) + i - start);
  }
  const rejectors = new Set(narrowing);
  for (const { plugin } of counts.keys()) rejectors.add(plugin);
  if (excluded) counts.set(excluded.rejection, excluded.count);
  let listed: Diagnosis['rejected'] | undefined;
  return {
    rejections: counts,
    rejectors,
    get rejected() {
      // Most cycles need no list.
      listed ??= { nodes: nodesAt(slots, count, bySlot), rejections: rejections.slice(0, count) };
      return listed;
    },
  };
}
