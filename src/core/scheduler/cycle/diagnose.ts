/** Sums up why nodes were rejected. */
import type { NodeInfo } from '../cache/node-info.ts';
import type { Diagnosis } from '../framework/diagnosis.ts';
import type { Rejection } from '../framework/rejection.ts';

/**
 * The diagnosis of a search.
 *
 * @param nodes the rejected nodes, and index by index their rejections.
 * @param narrowing the plugins that restricted the search to some nodes, if they count as rejecting.
 * @param excluded the rejection of nodes that PreFilter excluded, and their number.
 */
export function diagnose(
  nodes: readonly NodeInfo[],
  rejections: readonly Rejection[],
  narrowing: readonly string[],
  excluded?: { readonly rejection: Rejection; readonly count: number },
): Diagnosis {
  const counts = new Map<Rejection, number>();
  for (let i = 0; i < rejections.length; ) {
    // Equal rejections mostly follow each other, so each streak is counted at once.
    const rejection = rejections[i] as Rejection;
    const start = i;
    while (rejections[i] === rejection) i += 1;
    counts.set(rejection, (counts.get(rejection) ?? 0) + i - start);
  }
  const rejectors = new Set(narrowing);
  for (const { plugin } of counts.keys()) rejectors.add(plugin);
  if (excluded) counts.set(excluded.rejection, excluded.count);
  return { rejections: counts, rejected: { nodes, rejections }, rejectors };
}
