/** Counts the seconds in which a node is idle and busy, and in which something waits on it, as node-exporter does. */

import { FINE_CPU } from '../measure/resource-index.ts';
import { nodeLoad } from '../objects/node-scores/modelled-load.ts';
import type { NodeLoad } from '../objects/node-scores/node-load.ts';
import type { NodeAtPresent, PresentState } from './present-state.ts';

/** Brings the counts of a node up to date, before something on it changes. One processor stands for all: they add up to the time. */
export function passNodeSeconds(state: PresentState, node: NodeAtPresent): void {
  const { seconds } = node;
  const passed = ((state.at - seconds.at) / 1e6) * state.wallShare;
  seconds.at = state.at;
  if (passed <= 0) return;
  const { cpuUsage, cpuPressure, memoryPressure } = presentLoad(state, node);
  seconds.busy += cpuUsage * passed;
  seconds.idle += (1 - cpuUsage) * passed;
  seconds.cpuWaiting += cpuPressure * passed;
  seconds.memoryWaiting += memoryPressure * passed;
}

/** By usage where the recording contains it, otherwise by requests. */
export function presentLoad(state: PresentState, node: NodeAtPresent): NodeLoad {
  const demand = (resource: string): number => {
    const offered = node.allocatable.get(resource) ?? 0;
    return offered > 0 ? demandedAmount(state, node, resource) / offered : 0;
  };
  return nodeLoad(node.name, demand('cpu'), demand('memory'), 'node-classifier');
}

/** Used where the recording contains usage, otherwise requested; cpu in millicores. */
export function demandedAmount(state: PresentState, node: NodeAtPresent, resource: string): number {
  if (!state.hasUsage) return node.requested.get(resource) ?? 0;
  return (node.used.get(resource) ?? 0) / (resource === 'cpu' ? FINE_CPU : 1);
}
