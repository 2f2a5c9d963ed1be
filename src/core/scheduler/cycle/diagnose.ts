/** Sums up why nodes were rejected. */
import type { NodeInfo } from '../cache/node-info.ts';
import type { Diagnosis } from '../framework/diagnosis.ts';
import type { Rejection } from '../framework/rejection.ts';
import { nodesAt } from './feasible-nodes.ts';
import { type RejectedNodes, tallyOf } from './tally.ts';

/**
 * The diagnosis of a search.
 *
 * @param narrowing the plugins that restricted the search to some nodes, if they count as rejecting.
 * @param excluded the rejection of nodes that PreFilter excluded, and their number.
 */
export function diagnose(
  refused: RejectedNodes,
  narrowing: readonly string[],
  excluded?: { readonly rejection: Rejection; readonly count: number },
): Diagnosis {
  const tally = tallyOf(refused);
  const { count, slots, rejections, bySlot } = refused;
  const byKind = new Map<Rejection, number>();
  for (let i = 0; i < tally.size; i++) byKind.set(tally.kinds[i] as Rejection, tally.counts[i] as number);
  const rejectors = pluginsOf(narrowing, byKind);
  if (excluded) byKind.set(excluded.rejection, excluded.count);
  // Most cycles need no list.
  let nodes: readonly NodeInfo[] | undefined;
  let listed: readonly Rejection[] | undefined;
  return {
    rejections: byKind,
    rejectors,
    rejected: {
      get nodes() {
        nodes ??= nodesAt(slots, count, bySlot);
        return nodes;
      },
      get rejections() {
        listed ??= rejections.slice(0, count);
        return listed;
      },
    },
  };
}

/** Equal lists of plugins are mostly one set, which makes it fast to park pods by their plugins. */
const sets = new Map<string, ReadonlySet<string>>();
const MOST_SETS = 1000;

function pluginsOf(narrowing: readonly string[], kinds: ReadonlyMap<Rejection, number>): ReadonlySet<string> {
  const plugins = new Set(narrowing);
  for (const { plugin } of kinds.keys()) plugins.add(plugin);
  const key = [...plugins].join(' ');
  const known = sets.get(key);
  if (known) return known;
  if (sets.size < MOST_SETS) sets.set(key, plugins);
  return plugins;
}
