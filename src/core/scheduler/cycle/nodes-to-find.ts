/** Computes how many feasible nodes a search needs (schedule_one.go, numFeasibleNodesToFind). */

const ALL_BELOW = 100;
const LEAST_PERCENT = 5;

/**
 * All nodes of a cluster below 100 nodes. In a larger cluster a percentage, but at least 100 nodes. The automatic percentage is 50 minus 1
 * for every 125 nodes, at least 5.
 *
 * @param percentage percentageOfNodesToScore; 0 for automatic.
 */
export function nodesToFind(nodes: number, percentage: number): number {
  if (nodes < ALL_BELOW) return nodes;
  const share = percentage === 0 ? Math.max(LEAST_PERCENT, 50 - Math.trunc(nodes / 125)) : percentage;
  return Math.max(ALL_BELOW, Math.trunc((nodes * share) / 100));
}
