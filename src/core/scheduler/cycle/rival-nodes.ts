/** Marks the nodes to which pods are nominated, so that a search treats only these in a slower way. */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Rejection } from '../framework/rejection.ts';
import type { Nominations } from '../queue/nominator.ts';
import { rejectionBy, rivalsFor } from './node-trial.ts';
import { roomTrials } from './room-trial.ts';

/** Nodes to which pods are nominated, and the verdicts on them. */
export interface RivalNodes {
  /** By slot: 1 for these nodes. */
  readonly marks: Uint8Array;
  readonly reject: (slot: number) => Rejection | undefined;
}

/** Used again by each search. */
let marks = new Uint8Array(256);
const marked: number[] = [];

/** The nodes on which other pods take precedence over this pod. Valid until the next call. Undefined without nominations. */
export function rivalNodes(
  { table, node }: ClusterView,
  pod: PodState,
  filters: readonly NodeFilter[],
  nominations: Nominations,
): RivalNodes | undefined {
  for (const slot of marked) marks[slot] = 0;
  marked.length = 0;
  if (nominations.size === 0) return undefined;
  if (marks.length < table.generations.length) marks = new Uint8Array(table.generations.length);
  for (const name of nominations.nodes()) {
    const info = node(name);
    if (!info) continue;
    marks[info.slot] = 1;
    marked.push(info.slot);
  }
  const trials = roomTrials(filters);
  const reject = (slot: number): Rejection | undefined => {
    const info = table.nodes[slot] as NodeInfo;
    const rivals = rivalsFor(pod, nominations.to(info.name));
    if (!trials || rivals.length === 0) return rejectionBy(filters, info, rivals);
    const trial = trials(info);
    for (const rival of rivals) trial.addPod(rival);
    // If there is room beside the rivals, there is room without them.
    return trial.rejects();
  };
  return { marks, reject };
}
