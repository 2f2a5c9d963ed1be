/** How many feasible nodes are enough (schedule_one.go, numFeasibleNodesToFind). */

const ALL_BELOW = 100;
const LEAST_PERCENT = 5;

/**
 * In a cluster under 100 nodes all of them; else a share, never under 100 nodes. Without a share given it is 50 % less one for every 125
 * nodes, at least 5 %.
 *
 * @param percentage percentageOfNodesToScore; 0 for automatic.
 */
export function nodesToFind(nodes: number, percentage: number): number {
  if (nodes < ALL_BELOW) return nodes;
  const share = percentage === 0 ? Math.max(LEAST_PERCENT, 50 - Math.trunc(nodes / 125)) : percentage;
  return Math.max(ALL_BELOW, Math.trunc((nodes * share) / 100));
}
