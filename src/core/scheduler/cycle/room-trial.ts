/** Tries room on nodes as preemption removes pods and gives them back, without a copy of the node: most dry runs need nothing else. */
import type { NodeInfo } from '../cache/node-info.ts';
import { PODS_COLUMN } from '../cache/resource-columns.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { NodeTrial } from '../framework/post-filter.ts';
import type { Rejection } from '../framework/rejection.ts';

/**
 * A function that begins a trial on a node and ends the one before. Undefined if a filter reads more than the node's object and its room.
 */
export function roomTrials(filters: readonly NodeFilter[]): ((node: NodeInfo) => NodeTrial) | undefined {
  for (const { fixed, room } of filters) if (!fixed && !room) return undefined;
  let node: NodeInfo;
  let free = new Float64Array(0);
  const change = ({ info }: PodState, sign: 1 | -1) => {
    const { requestColumns, requestAmounts } = info;
    for (let i = 0; i < requestColumns.length; i++) {
      const column = requestColumns[i] as number;
      free[column] = (free[column] as number) + sign * (requestAmounts[i] as number);
    }
    free[PODS_COLUMN] = (free[PODS_COLUMN] as number) + sign;
  };
  const trial: NodeTrial = {
    addPod: (pod) => change(pod, -1),
    removePod: (pod) => change(pod, 1),
    rejects() {
      for (let i = 0; i < filters.length; i++) {
        const { room, reject } = filters[i] as NodeFilter;
        let rejection: Rejection | undefined;
        if (!room) rejection = reject(node);
        else if (!hasRoom(free, room.columns, room.amounts))
          rejection = room.missing.onNode({ free, allocatable: node.allocatable }, room.amounts);
        if (rejection) return rejection;
      }
      return undefined;
    },
  };
  return (next) => {
    node = next;
    if (free.length !== next.free.length) free = next.free.slice();
    else free.set(next.free);
    return trial;
  };
}

function hasRoom(free: Float64Array, columns: readonly number[], amounts: readonly number[]): boolean {
  if ((free[PODS_COLUMN] as number) < 1) return false;
  for (let i = 0; i < columns.length; i++)
    if ((amounts[i] as number) > (free[columns[i] as number] as number)) return false;
  return true;
}
